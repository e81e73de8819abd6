"""Liveness is counted from deeds: any sequence of them gives what a naive recount gives, and nobody is over capacity."""

import datetime as dt
from statistics import median

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mado.accounts.models import Verification
from mado.demo.primitives import open_wish
from mado.demo.small_world import build_small_world
from mado.kernel.errors import NotPossible
from mado.kernel.once import Keys
from mado.partnerships.compare import answering_rows
from mado.partnerships.contributors import signs
from mado.partnerships.find_rows import answering_notes
from mado.partnerships.models import Invitation
from mado.partnerships.queries import Liveness, liveness, liveness_of, reply_dates
from mado.partnerships.services import (
    accept_invitation,
    decline_invitation,
    lapse_invitations,
    move_lines_on,
    send_invitation,
    withdraw_invitation,
)
from mado.partnerships.wording import dormant_text, reply_rate_text, reply_speed_text
from mado.profiles.models import Wish
from tests.partnerships.conftest import LETTER

DAY = dt.timedelta(days=1)


def naive(school, now):
    """The definition of docs/explanation/liveness.md in plain loops."""
    received = sorted(Invitation.objects.filter(recipient=school), key=lambda row: row.state_changed_at)
    ended = [row for row in received if row.state in ("accepted", "declined", "lapsed")]
    recent = [row for row in ended if row.state_changed_at >= now - 365 * DAY]
    hours = [(row.answered_at - row.sent_at).total_seconds() / 3600 for row in recent if row.state != "lapsed"]
    row_of_misses = 0
    for row in ended:
        row_of_misses = row_of_misses + 1 if row.state == "lapsed" else 0
    return (
        len(recent),
        len(hours),
        len(hours) / len(recent) if len(recent) >= 3 else None,
        round(median(hours), 6) if len(hours) >= 3 else None,
        row_of_misses,
    )


def shape(found):
    hours = found.median_reply_hours
    return (found.asked, found.answered, found.reply_rate, hours and round(hours, 6), found.missed_in_a_row)


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["send", "send", "accept", "decline", "decline", "withdraw", "wait"]),
        st.sampled_from(["california", "tokyo"]),
        st.integers(1, 30),
    ),
    max_size=14,
)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS, most=st.integers(0, 2))
def test_any_sequence_of_deeds_gives_what_a_naive_recount_gives(db, deeds, most):
    with transaction.atomic(), time_machine.travel(dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC), tick=False) as clock:
        world, wishes = _lasting_world(most)
        for deed, name, days in deeds:
            clock.shift(dt.timedelta(days=days, hours=days))
            lapse_invitations()
            move_lines_on()
            _do(deed, name, world, wishes)
            assert Invitation.objects.filter(recipient=world.kaohsiung, state="sent").count() <= most
            found = liveness(world.kaohsiung)
            assert shape(found) == naive(world.kaohsiung, timezone.now())
            assert (found.dormant_since is not None) == (found.missed_in_a_row >= 3)
        transaction.set_rollback(True)


def _lasting_world(most):
    """The small world with everything valid for years; Kaohsiung takes `most` open invitations."""
    world = build_small_world()
    Verification.objects.update(valid_until=dt.date(2030, 1, 1))
    wishes = {"california": world.wish_california, "tokyo": open_wish(world.tokyo, countries=["TW"], title="みどり")}
    Wish.objects.update(valid_until=dt.date(2030, 1, 1), partners_wanted=20)
    for wish in wishes.values():
        wish.refresh_from_db()
    world.kaohsiung.profile.open_invitations_most = most
    world.kaohsiung.profile.save()
    return world, wishes


def _do(deed, name, world, wishes):
    school, teacher = getattr(world, name), getattr(world, f"teacher_{name}")
    row = Invitation.objects.filter(sender=school, recipient=world.kaohsiung, state="sent").first()
    try:
        if deed == "send":
            send_invitation(
                sender=school, recipient=world.kaohsiung, actor=teacher, wish=wishes[name],
                reply_by=reply_dates(world.kaohsiung).usual, **LETTER,
            )  # fmt: skip
        elif row and deed == "accept":
            accept_invitation(invitation=row, actor=world.teacher_kaohsiung)
        elif row and deed == "decline":
            decline_invitation(invitation=row, actor=world.teacher_kaohsiung, reason="dates")
        elif row and deed == "withdraw":
            withdraw_invitation(invitation=row, actor=teacher)
    except NotPossible:
        assert deed == "send"


def test_a_page_of_schools_takes_three_queries(world, invitation):
    for ids in ([world.kaohsiung.pk], [world.kaohsiung.pk, world.california.pk, world.tokyo.pk]):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert sorted(liveness_of(ids)) == sorted(ids)
        assert len(seen) == 3
    assert liveness_of([]) == {}


def test_what_is_older_than_a_year_counts_no_more_but_silence_stays_silence(world, send):
    with time_machine.travel(dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC), tick=False):
        row = send()
    with time_machine.travel(row.reply_deadline, tick=False):
        lapse_invitations()
        assert shape(liveness(world.kaohsiung)) == (1, 0, None, None, 1)
    with time_machine.travel(row.reply_deadline + 366 * DAY, tick=False):
        assert shape(liveness(world.kaohsiung)) == (0, 0, None, None, 1)


def test_deeds_are_signs_of_life_and_reach_the_search(world, invitation):
    today = dt.datetime.now(tz=dt.UTC).date()
    assert abs((liveness(world.california).last_active_on - today).days) <= 1
    assert liveness(world.kaohsiung).last_active_on is None
    assert set(signs([world.california.pk, world.kaohsiung.pk])) == {world.california.pk}
    decline_invitation(invitation=invitation, actor=world.teacher_kaohsiung, reason="full")
    assert liveness(world.kaohsiung).last_active_on is not None


@pytest.mark.parametrize(
    ("alive", "rate", "speed"),
    [
        (Liveness(), "", ""),
        (Liveness(asked=2, answered=1), "Answered 1 of 2 invitations.", ""),
        (Liveness(asked=1), "Answered 0 of 1 invitation.", ""),
        (
            Liveness(asked=12, answered=11, reply_rate=11 / 12, median_reply_hours=49.0),
            "Answers 92% of invitations (11 of 12).",
            "Usually answers within 3 days.",
        ),
        (Liveness(asked=3, answered=3, reply_rate=1.0, median_reply_hours=0.2), None, "Usually answers within 1 day."),
    ],
)
def test_words(alive, rate, speed):
    if rate is not None:
        assert reply_rate_text(alive) == rate
    assert reply_speed_text(alive) == speed
    assert dormant_text(alive) == ""


def test_on_the_school_page_and_before_inviting_and_beside_each_other(world, send, client):
    for _number in range(3):
        decline_invitation(invitation=send(), actor=world.teacher_kaohsiung, reason="dates")
    page = client.get(reverse("directory:school", kwargs={"code": world.kaohsiung.code})).content.decode()
    assert "Answers 100% of invitations (3 of 3)." in page
    assert "How is this counted?" in page
    schools = [world.kaohsiung, world.tokyo]
    keys = Keys(one.pk for one in schools)
    assert answering_notes(None, schools, keys) == {world.kaohsiung.pk: "Usually answers within 1 day."}
    rows = {str(row.label): row.values for row in answering_rows(None, schools, keys)}
    assert rows["Time to answer"] == {world.kaohsiung.pk: "Usually answers within 1 day."}
    assert rows["State"] == {}
    client.force_login(world.teacher_california)
    page = client.get(reverse("partnerships:invite"), {"to": world.kaohsiung.code}).content.decode()
    assert "Usually answers within 1 day." in page
