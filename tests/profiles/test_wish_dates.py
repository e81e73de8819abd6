"""An open wish that runs out is written about before its last day and when it has passed; each once."""

import datetime as dt

import pytest
from django.utils import timezone

from mado.audit.models import AuditEntry
from mado.notify.models import OutboxMessage
from mado.profiles.models import SchoolProfile, Wish
from mado.profiles.services import change_wish, pause_wish, remind_of_wishes, renew_wish


def in_days(number):
    return timezone.localdate() + dt.timedelta(days=number)


def written(key):
    return sorted(OutboxMessage.objects.filter(key=key).values_list("recipient_email", flat=True))


@pytest.fixture
def wish(world):
    return world.wish_kaohsiung


def stands_until(wish, days):
    Wish.objects.filter(pk=wish.pk).update(valid_until=in_days(days))
    wish.refresh_from_db()


def test_a_wish_far_from_its_end_or_without_one_is_left_alone(wish):
    stands_until(wish, 15)
    assert remind_of_wishes() == 0
    Wish.objects.filter(pk=wish.pk).update(valid_until=None)
    assert remind_of_wishes() == 0


def test_a_wish_is_written_about_once_before_and_once_after(world, wish):
    acting = sorted([world.teacher_kaohsiung.email, world.deputy_kaohsiung.email])
    for days, told in ((14, 1), (13, 0), (0, 0), (-1, 1), (-2, 0)):
        stands_until(wish, days)
        assert remind_of_wishes() == told, days
    assert written("profiles.wish_ending") == acting
    assert written("profiles.wish_ended") == acting
    assert AuditEntry.objects.filter(verb="profiles.remind_of_wish", actor_id=None).count() == 2
    mail = OutboxMessage.objects.filter(key="profiles.wish_ending").first()
    assert f"/my-school/{wish.organization.code}/wishes/{wish.code}/" in mail.body


@pytest.mark.parametrize("way", ["renew", "change"])
def test_a_wish_that_stands_longer_is_written_about_anew(world, wish, way):
    stands_until(wish, 3)
    assert remind_of_wishes() == 1
    if way == "renew":
        renew_wish(wish=wish, actor=world.teacher_kaohsiung)
    else:
        change_wish(wish=wish, actor=world.teacher_kaohsiung, changes={"valid_until": in_days(90)})
    assert remind_of_wishes() == 0
    stands_until(wish, 3)
    assert remind_of_wishes() == 1


def test_who_rests_or_sleeps_is_left_in_peace(world, wish):
    stands_until(wish, 3)
    pause_wish(wish=wish, actor=world.teacher_kaohsiung)
    assert remind_of_wishes() == 0
    Wish.objects.filter(pk=wish.pk).update(state="open")
    SchoolProfile.objects.filter(organization=wish.organization).update(dormant_since=timezone.now())
    assert remind_of_wishes() == 0


def test_what_ran_out_long_ago_is_history(wish):
    stands_until(wish, -31)
    assert remind_of_wishes() == 0
