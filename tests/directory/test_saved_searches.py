"""Saved searches: kept, changed, deleted and brought back; and their mails, each school once."""

import datetime as dt
import re

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mado.accounts.models import User
from mado.demo.primitives import make_organization, open_wish
from mado.directory.engine.document import Bounds
from mado.directory.engine.index import SchoolIndex
from mado.directory.engine.matching import Matcher
from mado.directory.enums import Cadence, Level
from mado.directory.models import Organization, SavedSearch, SearchAlert
from mado.directory.search import school_index
from mado.directory.services import saved_searches as services
from mado.directory.services.alerting import send_digests
from mado.directory.services.indexing import rebuild_index, reindex_organizations
from mado.kernel.errors import BadInput, NotPermitted
from mado.notify.models import OutboxMessage

from .search_records import make_questions, make_records


@pytest.fixture
def found_world(world, settings, tmp_path):
    settings.MADO_SEARCH_DIR = tmp_path / "search"
    rebuild_index()
    return world


def keep(owner, query="country=JP", cadence=Cadence.AT_ONCE, name="Japan"):
    return services.save_search(owner=owner, name=name, query=query, cadence=cadence, actor=owner)


def new_school(name="新しい小学校", **fields):
    values = {"language": "ja", "country": "JP", "region": "JP-13", "levels": [Level.PRIMARY]} | fields
    return make_organization("school", name, **values)


def mails(user):
    return list(
        OutboxMessage.objects.filter(key="directory.new_in_searches", recipient_email=user.email).order_by("id")
    )


def at(hour, minute=0, day=23):
    """A moment on Taipei's clock."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=dt.timezone(dt.timedelta(hours=8)))


# Keeping


def test_a_search_is_kept_in_one_form_whatever_its_address_looked_like(found_world):
    one = keep(found_world.stranger, "page=3&country=JP&q=+x&sort=name&near=1,2&evil=1")
    assert one.query == "q=x&country=JP"


@pytest.mark.parametrize(
    ("name", "cadence", "field"), [("", "daily", "name"), (" \0 ", "daily", "name"), ("x" * 121, "daily", "name"), ("x", "hourly", "cadence")]
)  # fmt: skip
def test_what_cannot_be_kept_is_said_at_its_field(found_world, name, cadence, field):
    with pytest.raises(BadInput) as refused:
        keep(found_world.stranger, name=name, cadence=cadence)
    assert list(refused.value.sentences) == [field]


def test_there_is_a_most_and_deleted_ones_do_not_count(found_world, monkeypatch):
    monkeypatch.setattr(services, "MOST_SEARCHES", 1)
    first = keep(found_world.stranger)
    with pytest.raises(BadInput):
        keep(found_world.stranger)
    services.delete_search(search=first, actor=found_world.stranger)
    assert keep(found_world.stranger).pk


def test_only_its_owner_moves_a_search(found_world):
    search = keep(found_world.stranger)
    for service, more in (
        (services.change_search, {"name": "x", "cadence": "never"}),
        (services.delete_search, {}),
        (services.restore_search, {}),
        (services.look_at_search, {}),
    ):
        with pytest.raises(NotPermitted):
            service(search=search, actor=found_world.ceo, **more)
    with pytest.raises(NotPermitted):
        services.save_search(owner=found_world.stranger, name="x", query="", cadence="never", actor=found_world.ceo)


def test_the_bin_is_emptied_after_thirty_days(found_world):
    old, young = keep(found_world.stranger), keep(found_world.stranger)
    for search in (old, young):
        services.delete_search(search=search, actor=found_world.stranger)
    SavedSearch.objects.filter(pk=old.pk).update(deleted_at=timezone.now() - dt.timedelta(days=31))
    assert services.delete_binned_searches() == 1
    assert list(SavedSearch.objects.all()) == [young]


def test_searches_of_persons_who_are_gone_go_too(found_world):
    keep(found_world.stranger)
    kept = keep(found_world.teacher_tokyo)
    User.objects.filter(pk=found_world.stranger.pk).delete()
    assert services.delete_binned_searches() == 1
    assert list(SavedSearch.objects.all()) == [kept]


# Pages


def test_save_change_delete_and_undo_through_the_pages(found_world, client):
    client.force_login(found_world.stranger)
    page = client.get("/en/searches/save/?country=JP&level=primary").content.decode()
    assert 'value="in Japan · Primary school"' in page
    answer = client.post("/en/searches/save/?country=JP&level=primary", {"name": "Tokyo friends", "cadence": "daily"})
    assert answer["Location"] == "/en/searches/"
    search = SavedSearch.objects.get()
    assert (search.query, search.cadence) == ("country=JP&level=primary", "daily")
    page = client.get("/en/searches/").content.decode()
    assert "Tokyo friends" in page
    assert "in Japan" in page
    client.post(f"/en/searches/{search.pk}/change/", {"name": "Friends", "cadence": "never"})
    search.refresh_from_db()
    assert (search.name, search.cadence) == ("Friends", "never")
    answer = client.post(f"/en/searches/{search.pk}/delete/", follow=True)
    page = answer.content.decode()
    assert "“Friends” is deleted." in page
    assert ">Undo</button>" in page
    client.post(f"/en/searches/{search.pk}/restore/")
    search.refresh_from_db()
    assert search.deleted_at is None


def test_a_wrong_name_keeps_what_was_typed(found_world, client):
    client.force_login(found_world.stranger)
    search = keep(found_world.stranger)
    answer = client.post(f"/en/searches/{search.pk}/change/", {"name": "y" * 200, "cadence": "daily"})
    assert answer.status_code == 422
    assert "y" * 200 in answer.content.decode()
    assert client.post("/en/searches/save/", {"name": "", "cadence": "daily"}).status_code == 422
    assert client.post(f"/en/searches/{search.pk}/nonsense/").status_code == 404


def test_anothers_search_does_not_exist(found_world, client):
    search = keep(found_world.stranger)
    client.force_login(found_world.ceo)
    assert client.get(f"/en/searches/{search.pk}/").status_code == 404
    assert client.post(f"/en/searches/{search.pk}/delete/").status_code == 404
    assert "Japan" not in re.sub(r"<head>.*?</head>", "", client.get("/en/searches/").content.decode())
    client.logout()
    assert client.get("/en/searches/").status_code == 302
    assert client.get("/en/searches/save/?q=x").status_code == 302


def test_opening_it_shows_the_list_and_makes_the_new_seen(found_world, client):
    client.force_login(found_world.stranger)
    search = keep(found_world.stranger, cadence=Cadence.NEVER)
    reindex_organizations(organization_ids=[new_school().pk])
    assert "1 new school<" in client.get("/en/searches/").content.decode()
    assert client.get(f"/en/searches/{search.pk}/")["Location"] == "/en/find/?country=JP"
    assert "Nothing new" in client.get("/en/searches/").content.decode()


def test_more_searches_need_no_more_queries(found_world, client):
    client.force_login(found_world.stranger)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            keep(found_world.stranger)
        client.get("/en/searches/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/searches/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Alerts


def test_a_new_school_is_told_once_and_with_a_stop_link(found_world):
    search = keep(found_world.stranger)
    school = new_school()
    for _ in range(3):
        reindex_organizations(organization_ids=[school.pk])
    (mail,) = mails(found_world.stranger)
    assert "新しい小学校" in mail.body
    assert f"/en/searches/{search.pk}/" in mail.body
    assert services.stop_token(search) in mail.body


def test_a_school_that_changes_so_that_it_fits_is_told_and_one_that_fitted_before_is_not(found_world):
    keep(found_world.stranger, "open_now=yes&country=JP")
    keep(found_world.stranger, "country=US", name="States")
    reindex_organizations(organization_ids=[found_world.tokyo.pk, found_world.california.pk])
    assert mails(found_world.stranger) == []
    open_wish(found_world.tokyo, countries=["TW"], title="Rivers")
    reindex_organizations(organization_ids=[found_world.tokyo.pk, found_world.california.pk])
    (mail,) = mails(found_world.stranger)
    assert found_world.tokyo.name in mail.body
    assert "States" not in mail.body


def test_leaving_and_coming_back_is_not_told_again(found_world):
    keep(found_world.stranger)
    school = new_school()
    reindex_organizations(organization_ids=[school.pk])
    for day in (dt.date(2026, 1, 1), None):
        Organization.objects.filter(pk=school.pk).update(delisted_on=day)
        reindex_organizations(organization_ids=[school.pk])
    assert len(mails(found_world.stranger)) == 1


def test_one_mail_for_all_searches_of_one_person(found_world):
    keep(found_world.stranger, name="One")
    keep(found_world.stranger, "level=primary", name="Two")
    keep(found_world.teacher_tokyo, "country=KR")
    reindex_organizations(organization_ids=[new_school().pk, new_school("別の小学校").pk])
    (mail,) = mails(found_world.stranger)
    assert "One\n" in mail.body
    assert "Two\n" in mail.body
    assert mail.subject.endswith(": 2")
    assert mails(found_world.teacher_tokyo) == []


def test_a_killed_job_loses_nothing_and_tells_nothing_twice(found_world, monkeypatch):
    keep(found_world.stranger)
    school = new_school()

    class Killed(Exception):  # noqa: N818  # reads as what happens
        pass

    def die(*_args, **_kwargs):
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(school_index(), "update", die)
        with pytest.raises(Killed):
            reindex_organizations(organization_ids=[school.pk])
    assert school_index().search("新しい").total == 0
    reindex_organizations(organization_ids=[school.pk])
    assert len(mails(found_world.stranger)) == 1
    assert SearchAlert.objects.count() == 1


def test_what_the_clock_alone_changes_is_told_by_the_nightly_rebuild(found_world):
    keep(found_world.stranger, "open_now=yes&country=JP")
    open_wish(found_world.tokyo, countries=["TW"], title="Rivers")
    rebuild_index()
    rebuild_index()
    assert len(mails(found_world.stranger)) == 1


def test_without_an_index_nobody_can_say_what_is_new(found_world, settings, tmp_path):
    keep(found_world.stranger)
    settings.MADO_SEARCH_DIR = tmp_path / "another"
    assert reindex_organizations(organization_ids=[new_school().pk]) == 4
    assert SearchAlert.objects.count() == 0


def test_no_mail_for_deleted_stopped_or_never(found_world):
    deleted = keep(found_world.stranger)
    services.delete_search(search=deleted, actor=found_world.stranger)
    services.stop_mails(search=keep(found_world.stranger))
    keep(found_world.stranger, cadence=Cadence.NEVER)
    keep(found_world.teacher_tokyo)
    User.objects.filter(pk=found_world.teacher_tokyo.pk).update(is_active=False)
    reindex_organizations(organization_ids=[new_school().pk])
    assert mails(found_world.stranger) == mails(found_world.teacher_tokyo) == []


def test_what_waited_under_the_old_cadence_is_not_sent_later(found_world):
    search = keep(found_world.stranger, cadence=Cadence.NEVER)
    reindex_organizations(organization_ids=[new_school().pk])
    services.change_search(search=search, actor=found_world.stranger, name="Japan", cadence=Cadence.DAILY)
    assert send_digests(now=at(9)) == 0


# Digests


def test_the_daily_mail_goes_out_at_eight_of_the_owners_clock_once_a_day(found_world):
    owner = found_world.teacher_kaohsiung
    keep(owner, cadence=Cadence.DAILY)
    reindex_organizations(organization_ids=[new_school().pk])
    assert mails(owner) == []
    assert [send_digests(now=moment) for moment in (at(7, 59), at(8), at(8, 15))] == [0, 1, 0]
    reindex_organizations(organization_ids=[new_school("別の小学校").pk])
    assert [send_digests(now=moment) for moment in (at(23, 45), at(7, 45, day=24), at(9, day=24))] == [0, 0, 1]
    first, second = mails(owner)
    assert "新しい小学校" in first.body
    assert "新しい小学校" not in second.body


def test_clocks_of_half_hours_and_of_nobody(found_world):
    User.objects.filter(pk=found_world.stranger.pk).update(time_zone="Asia/Kathmandu")
    keep(found_world.stranger, cadence=Cadence.DAILY)
    keep(found_world.mission_officer, cadence=Cadence.DAILY)
    User.objects.filter(pk=found_world.mission_officer.pk).update(time_zone="")
    reindex_organizations(organization_ids=[new_school().pk])
    kathmandu = dt.datetime(2026, 11, 23, 2, 15, tzinfo=dt.UTC)
    assert [send_digests(now=kathmandu - dt.timedelta(minutes=1)), send_digests(now=kathmandu)] == [0, 1]
    assert send_digests(now=dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)) == 1


def test_a_school_gone_before_the_mail_is_not_named(found_world):
    keep(found_world.stranger, cadence=Cadence.DAILY)
    school = new_school()
    reindex_organizations(organization_ids=[school.pk])
    Organization.objects.filter(pk=school.pk).update(delisted_on=dt.date(2026, 1, 1))
    assert send_digests(now=at(23)) == 0


# The stop link


def test_the_stop_link_asks_once_and_works_without_signing_in(found_world, client):
    search = keep(found_world.stranger)
    path = f"/en/searches/stop/{services.stop_token(search)}/"
    assert "Stop these mails" in client.get(path).content.decode()
    search.refresh_from_db()
    assert search.cadence == Cadence.AT_ONCE
    assert "We write no more mails" in client.post(path).content.decode()
    search.refresh_from_db()
    assert search.cadence == Cadence.NEVER


def test_a_forged_stop_link_is_no_page(found_world, client):
    search = keep(found_world.stranger)
    token = services.stop_token(search)
    for forged in (f"{search.pk}:x", f"{search.pk + 1}:{token.split(':')[1]}", Signer().sign(str(search.pk)), "1"):
        assert client.post(f"/en/searches/stop/{forged}/").status_code == 404


def test_a_matcher_finds_what_the_index_finds(tmp_path):
    records = make_records(400)
    matcher = Matcher(records)
    index = SchoolIndex(tmp_path)
    index.replace_all(records)
    everyone = [record.pk for record in records]
    for question in make_questions(records, 80):
        filters = {"country": ("JP", "TW")}
        assert matcher.keys(question, filters, Bounds()) == index.keys_among(everyone, question, filters)
