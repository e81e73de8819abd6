"""Find shows a school as open to partners only while it can take one more, by the same rule that stops an invitation."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from mado.demo.primitives import open_wish
from mado.directory.contributions import contributions_for
from mado.directory.search import SearchRequest, search_organizations
from mado.directory.services.indexing import rebuild_index, reindex_organizations
from mado.partnerships.contributors import places
from mado.partnerships.guards import has_room_for_invitations, has_room_for_partners
from mado.partnerships.queries import without_a_place
from mado.partnerships.services import (
    accept_invitation,
    ask_to_be_told,
    decline_invitation,
    lapse_invitations,
    leave_line,
    move_lines_on,
    withdraw_invitation,
)
from mado.profiles.services import change_profile, change_wish
from tests.partnerships.test_waiting import school  # noqa: F401  # a fixture


@pytest.fixture
def one_place(world, settings, tmp_path):
    """Kaohsiung takes one invitation at a time; the index stands."""
    settings.MADO_SEARCH_DIR = tmp_path / "search"
    world.kaohsiung.profile.open_invitations_most = 1
    world.kaohsiung.profile.save()
    rebuild_index()
    ProcrastinateJob.objects.all().delete()
    return world


def found_open(world):
    """Whether Find has Kaohsiung as open, once the jobs that deeds have queued are done."""
    jobs = ProcrastinateJob.objects.filter(task_name="directory.reindex")
    reindex_organizations(organization_ids={pk for job in jobs for pk in job.args["organization_ids"]})
    jobs.delete()
    rule = has_room_for_invitations(world.tokyo, world.kaohsiung) & has_room_for_partners(world.kaohsiung)
    assert (world.kaohsiung.pk not in without_a_place([world.kaohsiung.pk])) == bool(rule)
    hits = search_organizations(SearchRequest(open_now=True)).hits
    return world.kaohsiung.code in {hit.code for hit in hits}


def test_every_end_of_an_invitation_opens_the_place_again(one_place, send):
    assert found_open(one_place)
    first = send()
    assert not found_open(one_place)
    decline_invitation(invitation=first, actor=one_place.teacher_kaohsiung, reason="dates")
    assert found_open(one_place)
    second = send()
    assert not found_open(one_place)
    withdraw_invitation(invitation=second, actor=one_place.teacher_california)
    assert found_open(one_place)
    third = send()
    assert not found_open(one_place)
    with time_machine.travel(third.reply_deadline, tick=False):
        lapse_invitations()
        # Kaohsiung's wish may have run out by then: what counts here is the place.
        assert without_a_place([one_place.kaohsiung.pk]) == set()
    fourth = send()
    assert not found_open(one_place)
    accept_invitation(invitation=fourth, actor=one_place.teacher_kaohsiung)
    assert found_open(one_place)


def test_saying_another_number_counts_at_once(one_place, send):
    send()
    assert not found_open(one_place)
    profile = one_place.kaohsiung.profile
    change_profile(profile=profile, actor=one_place.teacher_kaohsiung, changes={"open_invitations_most": 2})
    one_place.kaohsiung.refresh_from_db()
    assert found_open(one_place)


def test_who_has_found_all_partners_is_not_open_until_it_looks_for_more(one_place, send):
    wish, teacher = one_place.wish_kaohsiung, one_place.teacher_kaohsiung
    change_wish(wish=wish, actor=teacher, changes={"partners_wanted": 1})
    accept_invitation(invitation=send(), actor=teacher)
    assert not found_open(one_place)
    change_wish(wish=wish, actor=teacher, changes={"partners_wanted": 2})
    assert found_open(one_place)


def test_a_wish_of_the_sender_that_found_its_partner_closes_the_sender(one_place, send):
    wish = one_place.wish_california
    change_wish(wish=wish, actor=one_place.teacher_california, changes={"partners_wanted": 1})
    row = send()
    ProcrastinateJob.objects.all().delete()
    accept_invitation(invitation=row, actor=one_place.teacher_kaohsiung)
    found_open(one_place)
    assert [hit.code for hit in search_organizations(SearchRequest(open_now=True)).hits] == [one_place.kaohsiung.code]


def test_a_place_held_for_who_waits_is_no_open_place(one_place, send, school):  # noqa: F811  # the fixture
    row = send()
    oak = school("Oak School")
    wait = ask_to_be_told(sender=oak[0], recipient=one_place.kaohsiung, actor=oak[1])
    decline_invitation(invitation=row, actor=one_place.teacher_kaohsiung, reason="dates")
    assert not found_open(one_place)
    leave_line(wait=wait, actor=oak[1])
    assert found_open(one_place)
    row = send()
    wait = ask_to_be_told(sender=oak[0], recipient=one_place.kaohsiung, actor=oak[1])
    decline_invitation(invitation=row, actor=one_place.teacher_kaohsiung, reason="dates")
    assert not found_open(one_place)
    wait.refresh_from_db()
    with time_machine.travel(wait.held_until, tick=False):
        move_lines_on()
    assert found_open(one_place)


def test_a_fixed_number_of_queries(world, send):
    open_wish(world.tokyo, countries=["TW"], title="みどり")
    send()
    counts = []
    for ids in ([world.kaohsiung.pk], [world.kaohsiung.pk, world.california.pk, world.tokyo.pk]):
        with CaptureQueriesContext(connection) as seen:
            assert places(ids) == {}
        counts.append(len(seen))
    assert counts == [8, 8]
    world.kaohsiung.profile.open_invitations_most = 1
    world.kaohsiung.profile.save()
    assert contributions_for([world.kaohsiung.pk])[world.kaohsiung.pk].full
