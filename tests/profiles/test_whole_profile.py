"""Every field of a profile: what can be typed, who reads it, and what the owner is advised to do next."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from mado.accounts.models import Appointment
from mado.accounts.services.retention import sweep
from mado.directory.contributions import contributions_for
from mado.kernel.errors import BadInput, NotPermitted
from mado.partnerships.models import Partnership
from mado.profiles import services
from mado.profiles.enums import PhotoRule
from mado.profiles.facts import stricter_photo_rule
from mado.profiles.link_rules import link_problem
from mado.profiles.models import SchoolProfile
from mado.profiles.queries import GROUPS, PARTS, profile_of, profile_tasks, strength_of
from mado.profiles.row_rules import AwardRow, SisterRow, TaughtRow

THIS_YEAR = timezone.localdate().year

PARTNERS_ONLY = {
    "principal_name": "Secret Principal",
    "department": "Secret Department",
    "chat_app": "kakaotalk",
    "chat_id": "secret-chat-id",
    "safeguarding_lead": "Secret Lead",
}
SCHOOLS_ONLY = {"tools": "Secret tool", "connection_note": "Secret connection"}
PUBLIC = {
    "short_name": "港小",
    "school_types": ["bilingual"],
    "pupil_mix": "mixed",
    "affiliation": "buddhist",
    "boarding": "none",
    "setting": "urban",
    "nearest_station": "鹽埕埔站",
    "nearest_airport": "高雄小港",
    "local_features": "港口",
    "special_programmes": "海洋課程",
    "clubs": "划船",
    "website": "https://gangdu.example.tw/",
    "intro_video": "https://video.example.org/gangdu",
    "brochure": "https://gangdu.example.tw/prospectus.pdf",
    "teachers": 35,
    "age_youngest": 6,
    "age_oldest": 12,
    "grades_taught": "一至六年級",
    "answering_languages": ["zh-Hant", "en"],
    "video_tools": ["meet"],
    "video_tools_blocked": ["zoom"],
    "pupil_devices": "class_set",
    "safeguarding_policy": "https://gangdu.example.tw/safe",
    "photo_rule": "no_faces",
    "consent_practice": "紙本同意書",
}


@pytest.fixture
def profile(world):
    found = SchoolProfile.objects.get(organization=world.kaohsiung)
    services.change_profile(profile=found, actor=world.teacher_kaohsiung, changes=PUBLIC | PARTNERS_ONLY | SCHOOLS_ONLY)
    services.set_taught_languages(
        profile=found, actor=world.teacher_kaohsiung, rows=[TaughtRow("en", 4, "A2"), TaughtRow("ja")]
    )
    services.set_sister_schools(
        profile=found, actor=world.teacher_kaohsiung, rows=[SisterRow("JP", "窓川区立みどり小学校", 2019, "exchange")]
    )
    services.set_awards(profile=found, actor=world.teacher_kaohsiung, rows=[AwardRow("國際學校獎", 2024)])
    found.refresh_from_db()
    return found


def page_of(client, organization):
    return client.get(reverse("directory:school", args=[organization.code])).content.decode()


# --- who reads what --------------------------------------------------------------------------------------------


def test_the_public_page_says_every_public_fact_and_no_other(client, world, profile):
    page = page_of(client, world.kaohsiung)
    for said in (
        "港小",
        "Bilingual or immersion",
        "Buddhist",
        'href="https://gangdu.example.tw/prospectus.pdf" rel="noopener nofollow external"',
        "鹽埕埔站",
        "海洋課程",
        "划船",
        "https://gangdu.example.tw/safe",
        "6 to 12 years old",
        "English (4 years, most reach A2)",
        "Google Meet",
        "Photos without recognisable faces",
        '<bdi lang="ja">窓川区立みどり小学校</bdi> <span class="muted">Japan, 2019, Earlier exchange</span>',
        '<bdi lang="zh-Hant">國際學校獎</bdi>',
        '<bdi lang="zh-Hant">港小</bdi>',
        '<bdi lang="zh-Hant">鹽埕埔站</bdi>',
        "A set that classes borrow",
        "紙本同意書",
        "Answers in",
    ):
        assert said in page, said
    assert "ecret" not in page


READERS = {
    "teacher_kaohsiung": (True, True),
    "deputy_kaohsiung": (True, True),
    "teacher_california": (False, True),
    "officer": (True, True),
    "county_officer": (True, True),
    "mission_officer": (False, False),
    "stranger": (False, False),
}


@pytest.mark.parametrize("name", READERS)
def test_who_reads_names_and_messengers(client, world, profile, name):
    reads_contact, reads_tools = READERS[name]
    person = getattr(world, name)
    client.force_login(person)
    page = page_of(client, world.kaohsiung)
    assert [word in page for word in ("Secret Principal", "KakaoTalk: secret-chat-id", "Secret Lead")] == [
        reads_contact
    ] * 3
    assert ("Secret tool" in page) == reads_tools
    assert person.has_perm("profiles.read_contact", profile) == reads_contact


def test_a_partner_reads_them_as_long_as_the_partnership_lasts(client, world, profile):
    first, second = sorted((world.kaohsiung, world.california), key=lambda row: row.pk)
    tie = Partnership.objects.create(first=first, second=second, since=timezone.localdate())
    client.force_login(world.teacher_california)
    assert "secret-chat-id" in page_of(client, world.kaohsiung)
    assert not world.teacher_tokyo.has_perm("profiles.read_contact", profile)
    tie.ended_on = timezone.localdate()
    tie.save()
    assert "secret-chat-id" not in page_of(client, world.kaohsiung)


def test_neither_the_search_index_nor_the_api_hears_of_them(client, world, profile):
    said = contributions_for([world.kaohsiung.pk])[world.kaohsiung.pk]
    assert "ecret" not in repr(said)
    assert "港小" in said.texts
    assert "secret" not in json.dumps(client.get(f"/api/v1/organizations/{world.kaohsiung.code}").json()).lower()


def test_the_rule_for_photos_between_two_schools_is_the_stricter(client, world, profile):
    assert [
        stricter_photo_rule(*pair) for pair in (("with_consent", "no_faces"), ("", "with_consent"), ("none", ""))
    ] == [
        PhotoRule.NO_FACES,
        PhotoRule.NONE,
        PhotoRule.NONE,
    ]
    for one in PhotoRule:
        for other in PhotoRule:
            assert stricter_photo_rule(one, other) == stricter_photo_rule(other, one)
    SchoolProfile.objects.filter(organization=world.california).update(photo_rule="with_consent")
    client.force_login(world.teacher_california)
    assert "between your two schools photos show no recognisable faces" in page_of(client, world.kaohsiung)


def test_a_page_of_a_school_takes_the_same_queries_however_much_it_has_said(
    client, world, profile, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page_of(client, world.kaohsiung)
    with CaptureQueriesContext(connection) as one:
        page_of(client, world.kaohsiung)
    rows = [SisterRow("JP", f"学校 {number}") for number in range(9)]
    services.set_sister_schools(profile=profile, actor=world.teacher_kaohsiung, rows=rows)
    services.set_taught_languages(
        profile=profile, actor=world.teacher_kaohsiung, rows=[TaughtRow("en"), TaughtRow("ko"), TaughtRow("fr")]
    )
    with CaptureQueriesContext(connection) as nine:
        page_of(client, world.kaohsiung)
    assert len(nine) == len(one)


# --- what can be typed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"website": "http://school.example"}, "website", "begins with https://"),
        ({"website": "javascript:alert(1)"}, "website", "begins with https://"),
        ({"intro_video": "https://user:word@video.example"}, "intro_video", "Leave out the user name"),
        ({"brochure": "https://192.168.0.1/a.pdf"}, "brochure", "begins with https://"),
        ({"affiliation": "jedi"}, "affiliation", "not a valid choice"),
        ({"safeguarding_policy": "https://localhost/x"}, "safeguarding_policy", "begins with https://"),
        ({"safeguarding_policy": "https://10.0.0.1/x"}, "safeguarding_policy", "begins with https://"),
        ({"age_youngest": 12, "age_oldest": 6}, "age_oldest", "Swap the two ages"),
        ({"age_oldest": 5}, "age_oldest", "Swap the two ages"),
        ({"age_youngest": 99}, "age_youngest", "from 2 to 30"),
        ({"teachers": 0}, "teachers", "from 1 to 10000"),
        ({"clubs": "x" * 401}, "clubs", "at most 400 characters; it has 401"),
        ({"local_features": "x" * 601}, "local_features", "at most 600"),
        ({"short_name": "x" * 81}, "short_name", "at most 80"),
        ({"video_tools": ["zoom"]}, "video_tools_blocked", "Zoom stands in both lists"),
        ({"chat_app": "line", "chat_id": ""}, "chat_id", "under which name"),
        ({"chat_app": "", "chat_id": "x"}, "chat_app", "Choose the messenger"),
        ({"setting": "on the moon"}, "setting", "not a valid choice"),
        ({"school_types": ["magic"]}, "school_types", "not a valid choice"),
        ({"photo_rule": "all"}, "photo_rule", "not a valid choice"),
    ],
)
def test_what_cannot_be_has_a_sentence_at_its_field(world, profile, changes, field, sentence):
    before = SchoolProfile.objects.filter(pk=profile.pk).values().get()
    with pytest.raises(BadInput) as caught:
        services.change_profile(profile=profile, actor=world.teacher_kaohsiung, changes=changes)
    assert list(caught.value.sentences) == [field]
    assert sentence in str(caught.value.sentences[field])
    assert SchoolProfile.objects.filter(pk=profile.pk).values().get() == before


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("", True),
        ("https://www.school.example/~lin/?a=1#top", True),
        ("https://學校.example/窓", True),
        ("https://school.example:8443/", True),
        ("https://school", False),
        ("https://school.example:port/", False),
        ("https://[::1]/", False),
        ("https://", False),
        ("https://school.example/a b", False),
        ("https://intranet.local/", False),
        ("//school.example", False),
        ("data:text/html,x", False),
    ],
)
def test_which_addresses_can_be_named(address, taken):
    assert (link_problem(address) == "") == taken


SETTERS = {
    "taught": (services.set_taught_languages, "taught_languages"),
    "sister": (services.set_sister_schools, "sister_schools"),
    "awards": (services.set_awards, "awards"),
}


@pytest.mark.parametrize(
    "case",
    [
        ("taught", [TaughtRow("klingon")], "row_0_language", "Choose a language"),
        ("taught", [TaughtRow("en"), TaughtRow("en")], "row_1_language", "in the list already"),
        ("taught", [TaughtRow("en", 0)], "row_0_years", "from 1 to 15"),
        ("taught", [TaughtRow("en", 3, "D9")], "row_0_band", "Choose a level"),
        ("sister", [SisterRow("JP", "A", THIS_YEAR + 1)], "row_0_year", "still to come"),
        ("sister", [SisterRow("JP", "A", 203)], "row_0_year", "from 1900 on"),
        ("sister", [SisterRow("XX", "A")], "row_0_country", "Choose the country"),
        ("sister", [SisterRow("JP", "")], "row_0_name", "Say the name"),
        ("sister", [SisterRow("JP", "A", 2019, "feud")], "row_0_tie", "what ties you"),
        ("sister", [SisterRow("JP", "x" * 161)], "row_0_name", "at most 160"),
        ("sister", [SisterRow("JP", "A"), SisterRow("JP", "a")], "row_1_name", "in the list already"),
        ("sister", [SisterRow("JP", f"{n}") for n in range(31)], "", "At most 30 rows"),
        ("awards", [AwardRow(" ")], "row_0_title", "what the award or label is called"),
        ("awards", [AwardRow("A", THIS_YEAR + 3)], "row_0_year", "still to come"),
    ],
)
def test_a_list_with_a_wrong_row_is_not_saved_at_all(world, profile, case):
    name, rows, field, sentence = case
    setter, relation = SETTERS[name]
    before = list(getattr(profile, relation).values_list("pk", flat=True))
    with pytest.raises(BadInput) as caught:
        setter(profile=profile, actor=world.teacher_kaohsiung, rows=rows)
    assert sentence in str(caught.value.sentences[field])
    assert list(getattr(profile, relation).values_list("pk", flat=True)) == before
    with pytest.raises(NotPermitted):
        setter(profile=profile, actor=world.officer, rows=[])


def section(world, name):
    return reverse("profiles:section", args=[world.kaohsiung.code, name])


def test_rows_are_typed_saved_and_taken_out(client, world, profile):
    client.force_login(world.teacher_kaohsiung)
    typed = {
        "row_0_country": "JP", "row_0_name": "A", "row_0_year": "2019", "row_0_tie": "agreement",
        "row_1_country": "FR", "row_1_name": "B",
    }  # fmt: skip
    answer = client.post(section(world, "record"), typed, headers={"X-Autosave": "1"})
    assert answer.json() == {"saved": True, "message": "Saved"}
    assert [(row.country, row.name, row.year, row.tie) for row in profile.sister_schools.order_by("id")] == [
        ("JP", "A", 2019, "agreement"),
        ("FR", "B", None, ""),
    ]
    answer = client.post(section(world, "record"), {"row_0_name": "", "row_1_country": "FR", "row_1_name": "B"})
    assert (answer.status_code, answer.url) == (302, section(world, "awards"))
    assert [row.name for row in profile.sister_schools.all()] == ["B"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"row_0_country": "JP", "row_0_name": "A", "row_0_year": "soon"}, "four digits"),
        ({"row_0_country": "JP", "row_0_name": "A", "row_0_year": "2999"}, "still to come"),
        ({"row_1_name": "A"}, "Choose the country"),
    ],
)
def test_a_wrong_row_is_kept_in_the_draft_with_its_sentence(client, world, profile, data, sentence):
    client.force_login(world.teacher_kaohsiung)
    answer = client.post(section(world, "record"), data, headers={"X-Autosave": "1"})
    assert sentence in answer.json()["message"]
    assert profile.sister_schools.count() == 1
    page = client.get(section(world, "record")).content.decode()
    assert sentence in page
    assert 'value="A"' in page
    assert client.post(section(world, "record"), data).status_code == 422


# --- what would help most --------------------------------------------------------------------------------------


def test_the_table_of_parts_is_sound(world):
    keys = [part.key for part in PARTS]
    assert len(set(keys)) == len(keys)
    assert {part.group for part in PARTS} == set(GROUPS)
    assert all(part.weight > 0 for part in PARTS)
    empty = strength_of(SchoolProfile(organization=world.tokyo))
    assert (empty.points, len(empty.left)) == (0, len(PARTS))


def test_the_next_best_step_is_the_heaviest_that_is_missing(world, profile):
    strength = strength_of(profile_of(world.kaohsiung))
    assert {"texts", "photo", "calendar"} <= {part.key for part in strength.left}
    assert strength.next.key == "texts"
    assert strength.next.weight == max(part.weight for part in strength.left)
    services.save_texts(thing=profile, actor=world.teacher_kaohsiung, language="en", texts={"about": "A school."})
    after = strength_of(profile_of(world.kaohsiung))
    assert after.points == strength.points + 10
    assert "texts" not in {part.key for part in after.left}


def test_nobody_else_is_shown_how_strong_it_is(client, world, profile):
    assert "of what partners look for" not in page_of(client, world.kaohsiung)
    client.force_login(world.teacher_california)
    assert "of what partners look for" not in page_of(client, world.kaohsiung)
    assert client.get(reverse("profiles:tasks", args=[world.kaohsiung.code])).status_code == 404


def test_a_full_profile_has_no_next_step(world, profile):
    services.change_profile(
        profile=profile,
        actor=world.teacher_kaohsiung,
        changes={"topics": ["music"], "calendar_confirmed": True},
    )
    services.save_texts(thing=profile, actor=world.teacher_kaohsiung, language="en", texts={"about": "A school."})
    SchoolProfile.objects.filter(pk=profile.pk).update(photo="school-pictures/x.jpg", logo="school-logos/x.png")
    strength = strength_of(profile_of(world.kaohsiung))
    assert (strength.next, strength.per_cent) == (None, 100)
    assert all(task.done for task in profile_tasks(world.kaohsiung))


CONTACT = "profiles.SchoolProfile: contact"


# --- what goes on time -----------------------------------------------------------------------------------------


def test_names_go_two_years_after_the_last_seat_and_not_before(world, profile):
    today = timezone.localdate()
    SchoolProfile.objects.update(created_at=timezone.now() - dt.timedelta(days=2000))
    seats = Appointment.objects.filter(organization=world.kaohsiung)
    seats.update(valid_from=today - dt.timedelta(days=1900), valid_to=today - dt.timedelta(days=700))
    assert sweep().get(CONTACT) is None
    seats.update(valid_to=today - dt.timedelta(days=731))
    active = SchoolProfile.objects.get(pk=profile.pk).updated_at
    assert [sweep().get(CONTACT) for _night in range(2)] == [1, None]
    kept = SchoolProfile.objects.get(pk=profile.pk)
    assert {name: getattr(kept, name) for name in PARTNERS_ONLY} == dict.fromkeys(PARTNERS_ONLY, "")
    assert (kept.short_name, kept.updated_at) == ("港小", active)
