"""Reminders and the lapse: by the calendar of the invited school, repeatable, and told to everyone concerned."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection, transaction

from mado.audit.models import AuditEntry
from mado.kernel.errors import NotPermitted
from mado.notify.models import OutboxMessage
from mado.partnerships import tasks
from mado.partnerships.models import Invitation
from mado.partnerships.queries import liveness, nudge_moments, office_invitations, silent_invitations
from mado.partnerships.services import (
    accept_invitation,
    decline_invitation,
    lapse_invitations,
    mark_seen,
    nudge_invitations,
    withdraw_invitation,
)
from mado.partnerships.workflow import INVITATION_WORKFLOW
from mado.reference.services import set_alliance_setting
from mado.reference.settings import alliance

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def mailed(key):
    rows = OutboxMessage.objects.filter(key=f"partnerships.{key}")
    return sorted(rows.values_list("recipient_email", "language"))


def at(moment):
    return time_machine.travel(moment, tick=False)


def test_reminded_after_some_days_and_again_before_the_date(invitation):
    first, second = nudge_moments(invitation, alliance())
    assert first == invitation.sent_at + 5 * DAY
    assert second == invitation.reply_deadline - 2 * DAY
    done = []
    for moment in (first - HOUR, first, first + HOUR, second - HOUR, second, second + HOUR, second + DAY):
        with at(moment):
            done.append(nudge_invitations())
    assert done == [0, 1, 0, 0, 1, 0, 0]
    invitation.refresh_from_db()
    assert (invitation.nudges, invitation.nudged_at) == (2, second)
    assert mailed("invitation_nudged") == [("chen@example.org", "zh-hant")] * 2 + [("lin@example.org", "zh-hant")] * 2
    assert AuditEntry.objects.filter(verb="partnerships.nudge_invitation", actor_id=None).count() == 2


def test_a_worker_that_slept_through_both_moments_reminds_once(invitation):
    with at(invitation.reply_deadline - HOUR):
        assert [nudge_invitations(), nudge_invitations()] == [1, 0]


def test_a_short_date_gets_one_reminder(world, send):
    row = send(reply_by=dt.date.today() + 4 * DAY)
    moments = nudge_moments(row, alliance())
    assert len(moments) == 1
    assert row.sent_at + DAY <= moments[0] < row.reply_deadline


def test_the_alliance_sets_the_days(invitation):
    set_alliance_setting(key="nudge_after_days", value=3)
    set_alliance_setting(key="nudge_again_before_days", value=4)
    assert nudge_moments(invitation, alliance()) == (
        invitation.sent_at + 3 * DAY,
        invitation.reply_deadline - 4 * DAY,
    )


def test_who_has_opened_it_is_reminded_all_the_same(world, invitation):
    mark_seen(invitation=invitation, actor=world.teacher_kaohsiung)
    with at(invitation.sent_at + 6 * DAY):
        assert nudge_invitations() == 1


@pytest.mark.parametrize("end", ["accept", "decline", "withdraw"])
def test_nothing_is_sent_about_what_has_ended(world, invitation, end):
    deeds = {
        "accept": lambda: accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung),
        "decline": lambda: decline_invitation(invitation=invitation, actor=world.teacher_kaohsiung, reason="full"),
        "withdraw": lambda: withdraw_invitation(invitation=invitation, actor=world.teacher_california),
    }
    deeds[end]()
    with at(invitation.sent_at + 6 * DAY):
        assert nudge_invitations() == 0
    with at(invitation.reply_deadline + DAY):
        assert lapse_invitations() == 0


def test_two_reminders_in_silence_reach_both_offices(world, invitation):
    for moment in nudge_moments(invitation, alliance()):
        assert mailed("invitation_silent") == []
        with at(moment):
            nudge_invitations()
    assert mailed("invitation_silent") == [("mission@example.org", "en"), ("officer@example.org", "zh-hant")]
    assert [list(silent_invitations(person)) for person in (world.officer, world.mission_officer)] == [[invitation]] * 2
    assert list(silent_invitations(world.tokyo_mission_officer)) == []


def test_the_lapse_tells_both_sides_what_to_do(world, invitation):
    with at(invitation.reply_deadline - dt.timedelta(seconds=1)):
        assert lapse_invitations() == 0
    with at(invitation.reply_deadline):
        assert [lapse_invitations(), lapse_invitations()] == [1, 0]
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_at) == ("lapsed", None)
    assert mailed("invitation_lapsed") == [("maria@example.org", "en")]
    assert mailed("invitation_lapsed_here") == [("chen@example.org", "zh-hant"), ("lin@example.org", "zh-hant")]
    body = OutboxMessage.objects.get(key="partnerships.invitation_lapsed").body
    assert "Look for others like it: " in body
    assert "/find/?country=TW&kind=cultural" in body
    assert list(office_invitations(world.officer).filter(state="lapsed")) == [invitation]


def test_the_date_is_the_recipients(world, send):
    with at(dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)):
        row = send(sender=world.kaohsiung, recipient=world.california, reply_by=dt.date(2026, 3, 10))
    # Los Angeles has put its clocks forward on March 8: midnight after the 10th is 07:00 UTC.
    assert row.reply_deadline == dt.datetime(2026, 3, 11, 7, tzinfo=dt.UTC)
    with at(dt.datetime(2026, 3, 11, 6, tzinfo=dt.UTC)):
        assert lapse_invitations() == 0
        assert INVITATION_WORKFLOW.decide(row, "accept")
    with at(dt.datetime(2026, 3, 11, 7, tzinfo=dt.UTC)):
        assert not INVITATION_WORKFLOW.decide(row, "accept")
        assert lapse_invitations() == 1


def test_a_recipient_east_of_utc_lapses_on_its_own_midnight(send):
    with at(dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)):
        row = send(reply_by=dt.date(2026, 3, 10))
    assert row.reply_deadline == dt.datetime(2026, 3, 10, 16, tzinfo=dt.UTC)
    with at(dt.datetime(2026, 3, 10, 15, 59, tzinfo=dt.UTC)):
        assert lapse_invitations() == 0
    with at(dt.datetime(2026, 3, 10, 16, tzinfo=dt.UTC)):
        assert lapse_invitations() == 1


def test_no_person_may_let_it_lapse(world, invitation, people):
    with at(invitation.reply_deadline):
        for person in people.values():
            with pytest.raises(NotPermitted):
                INVITATION_WORKFLOW.perform(invitation, "lapse", person)


def test_reply_rate_counts_what_was_owed(world, send, invitation):
    assert (liveness(world.kaohsiung).asked, liveness(world.kaohsiung).answered) == (0, 0)
    decline_invitation(invitation=invitation, actor=world.teacher_kaohsiung, reason="full")
    withdraw_invitation(invitation=send(), actor=world.teacher_california)
    lapsing = send()
    with at(lapsing.reply_deadline):
        lapse_invitations()
        found = liveness(world.kaohsiung)
    assert (found.asked, found.answered, found.reply_rate, found.missed_in_a_row) == (2, 1, None, 1)


@pytest.mark.django_db(transaction=True)
def test_a_row_another_worker_holds_is_skipped(world, send):
    row = send()
    done = []

    def work():
        try:
            with at(row.reply_deadline):
                done.append(lapse_invitations())
        finally:
            connection.close()

    with transaction.atomic():
        Invitation.objects.select_for_update().get(pk=row.pk)
        worker = threading.Thread(target=work)
        worker.start()
        worker.join(timeout=20)
    assert done == [0]
    work()
    assert done == [0, 1]


def test_the_jobs_call_the_services(invitation):
    with at(invitation.reply_deadline - HOUR):
        tasks.nudge_invitations(timestamp=0)
    with at(invitation.reply_deadline):
        tasks.lapse_invitations(timestamp=0)
    invitation.refresh_from_db()
    assert (invitation.nudges, invitation.state) == (1, "lapsed")


def test_the_zone_a_school_names_itself_counts(world, invitation):
    world.kaohsiung.profile.time_zone = "Pacific/Honolulu"
    world.kaohsiung.profile.save()
    row = Invitation.objects.get()
    assert row.reply_deadline.utcoffset() == -10 * HOUR
