import json
import re

import pytest

from mado.accounts.panels import ANY_CODE
from mado.audit.services import record
from mado.demo.primitives import make_organization, vouch
from mado.demo.small_world import build_small_world
from mado.directory.enums import OrganizationKind
from mado.directory.importing.sources import SOURCES
from mado.directory.models import Organization, OrganizationName
from mado.directory.services.indexing import rebuild_index
from mado.profiles.models import Award, SchoolProfile


@pytest.fixture
def school(world, settings, tmp_path):
    settings.MADO_SEARCH_DIR = tmp_path
    rebuild_index()
    return world.kaohsiung


def test_each_name_has_its_language(school, client):
    OrganizationName.objects.create(organization=school, text="港町小学校", language="ja", use="translated")
    page = client.get(f"/en/schools/{school.code}/").content.decode()
    for language, name in [("zh-Hant", school.name), ("en", school.name_en), ("ja", "港町小学校")]:
        assert f'<bdi lang="{language}"' in page
        assert name in page


def test_the_code_is_read_in_any_case_and_nonsense_is_not_found(school, client):
    assert client.get(f"/en/schools/{school.code.lower()}/").status_code == 200
    for code in ["NOTHING000", "%00", "x" * 300, "高雄", "a'b"]:
        assert client.get(f"/en/schools/{code}/").status_code == 404


def test_a_number_of_no_official_list_is_not_called_official(school, client):
    page = f"/en/schools/{school.code}/"
    assert school.identifiers.get().scheme not in SOURCES
    assert "Official number" not in client.get(page).content.decode()
    school.identifiers.create(scheme=next(iter(SOURCES)), value="124619")
    record(actor=None, verb="directory.import", thing=school)
    assert "Official number" in client.get(page).content.decode()


def test_many_pupils_stand_in_groups_of_thousands_and_years_and_codes_do_not(school, client):
    Organization.objects.filter(pk=school.pk).update(enrolment=7300, postcode="80345")
    SchoolProfile.objects.filter(organization=school).update(pupils=7250, teachers=1200, grades_taught="1999")
    Award.objects.create(profile=school.profile, title="國際學校獎", year=2024)
    for language in ("en", "zh-hant", "ja", "ko"):
        page = client.get(f"/{language}/schools/{school.code}/").content.decode()
        assert {"7,300", "7,250", "1,200", "80345", "1999", "2024"} == set(
            re.findall(r"7,?300|7,?250|1,?200|80,?345|1,?999|2,?024", page)
        )


def test_an_area_is_never_given_as_a_place(school, world, client):
    page = client.get(f"/en/schools/{world.california.code}/").content.decode()
    assert "openstreetmap" not in page
    assert "33.95" not in page
    assert "openstreetmap" in client.get(f"/en/schools/{school.code}/").content.decode()


def test_the_data_for_other_readers_is_json_that_cannot_end_its_element(school, client):
    school.name = "</script><script>alert(1)</script>&港都"
    school.website = "javascript:alert(1)"
    school.save()
    page = client.get(f"/en/schools/{school.code}/").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    data = json.loads(found[1])
    assert (data["@type"], data["name"]) == ("School", school.name)
    assert data["geo"] == {"@type": "GeoCoordinates", "latitude": 22.6255, "longitude": 120.2835}
    assert "url" not in data
    assert "javascript:" not in page
    assert "<script>alert" not in page


@pytest.mark.django_db(transaction=True)
def test_a_remembered_page_shows_every_deed_at_once(settings, tmp_path, client):
    settings.MADO_SEARCH_DIR = tmp_path
    world = build_small_world()
    rebuild_index()
    address = f"/en/schools/{world.kaohsiung.code}/"
    before = client.get(address).content.decode()
    assert "鹽埕區" in before
    world.kaohsiung.city = "旗津區"
    world.kaohsiung.save()
    record(actor=world.officer, verb="changed", thing=world.kaohsiung)
    assert "旗津區" in client.get(address).content.decode()
    client.force_login(world.teacher_california)
    assert "Invite this school" in client.get(address).content.decode()


def test_an_office_has_a_page_without_an_invitation(world, client):
    page = client.get(f"/en/schools/{world.office.code}/").content.decode()
    assert "Does not take part yet" not in page


def test_what_a_stranger_reads_of_an_untouched_school_is_asked_in_few_queries(
    school, client, django_assert_num_queries
):
    listed = make_organization(OrganizationKind.SCHOOL, "Elm Street", language="en", country="US", region="US-CA")
    pages = [client.get(f"/en/schools/{listed.code}/").content.decode() for _again in range(2)]
    for page in pages:
        assert "This school does not take part yet." in page
        assert f'href="/en/seats/ask/{listed.code}/"' in page
        assert "Where is your school?" in page
        assert ANY_CODE not in page
    # The school with its numbers, and its past. In a transaction (as in tests) nothing is remembered.
    with django_assert_num_queries(2):
        client.get(f"/en/schools/{listed.code}/")
    OrganizationName.objects.create(organization=listed, text="Ulmenstraße", language="de", use="translated")
    with django_assert_num_queries(3):
        assert "Ulmenstraße" in client.get(f"/en/schools/{listed.code}/").content.decode()


def test_an_untouched_school_reads_in_each_language_and_loses_its_button_with_the_list(school, client):
    listed = make_organization(OrganizationKind.SCHOOL, "Elm Street", language="en", country="US", region="US-CA")
    english = client.get(f"/en/schools/{listed.code}/").content.decode()
    japanese = client.get(f"/ja/schools/{listed.code}/").content.decode()
    assert "This school does not take part yet." not in japanese
    assert f'href="/ja/seats/ask/{listed.code}/"' in japanese
    assert "Do you work here?" in english
    Organization.objects.filter(pk=listed.pk).update(delisted_on="2026-01-01")
    assert "Do you work here?" not in client.get(f"/en/schools/{listed.code}/").content.decode()


def test_who_vouches_is_said_of_a_school_nobody_ever_held_a_seat_of(school, world, client):
    listed = make_organization(OrganizationKind.SCHOOL, "Elm Street", language="en", country="US", region="US-CA")
    client.get(f"/en/schools/{listed.code}/")
    vouch(listed, world.mission, world.mission_officer)
    page = client.get(f"/en/schools/{listed.code}/").content.decode()
    assert f">{world.mission.name}</bdi>" in page
    assert " vouches for it until" in page
