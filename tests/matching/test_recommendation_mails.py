"""The weekly mail: in its reader's language, with what is new, once, and never when nothing is."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from mado.kernel.errors import NotPermitted
from mado.matching.models import RecommendationMail, ToldRecommendation
from mado.matching.services.recommendation_mails import (
    person_of_token,
    send_recommendations,
    stop_token,
    want_mails,
)
from mado.matching.services.refusals import refuse_recommendation
from mado.matching.tasks import rebuild_columns, refresh_columns
from mado.matching.tasks import send_recommendations as job
from mado.notify.models import OutboxMessage
from tests.matching.recommendation_world import school_of

MORNING = dt.datetime(2026, 12, 1, 1, 0, tzinfo=dt.UTC)
"""Nine o'clock in Taipei."""
WEEK = dt.timedelta(days=7)


def mails():
    return list(OutboxMessage.objects.filter(key="matching.new_recommendations").order_by("id"))


@pytest.fixture
def wanted(world):
    want_mails(actor=world.teacher_kaohsiung)
    return world


def test_the_best_new_ones_are_told_once(wanted):
    school_of(wanted, "Oakland")
    assert send_recommendations(now=MORNING) == 1
    (mail,) = mails()
    assert mail.recipient_email == wanted.teacher_kaohsiung.email
    assert mail.language == "zh-hant"
    assert wanted.california.name in mail.body
    assert "Oakland" in mail.body
    fit = f"/zh-hant/recommendations/{wanted.wish_kaohsiung.code}/{wanted.california.code}/"
    assert fit in mail.body
    assert stop_token(wanted.teacher_kaohsiung) in mail.body
    assert ToldRecommendation.objects.count() == 2
    assert send_recommendations(now=MORNING) == 0
    assert send_recommendations(now=MORNING + WEEK) == 0
    school_of(wanted, "Fresno")
    assert send_recommendations(now=MORNING + WEEK + dt.timedelta(hours=1)) == 0
    assert send_recommendations(now=MORNING + 2 * WEEK) == 1
    assert "Fresno" in mails()[-1].body
    assert "Oakland" not in mails()[-1].body


def test_three_at_most_best_first(wanted):
    for number in range(4):
        school_of(wanted, f"School {number}")
    send_recommendations(now=MORNING)
    assert ToldRecommendation.objects.count() == 3
    assert send_recommendations(now=MORNING + WEEK) == 1
    assert ToldRecommendation.objects.count() == 5


def test_nothing_is_sent_when_nothing_is_new_or_wanted(world):
    assert send_recommendations(now=MORNING) == 0
    want_mails(actor=world.teacher_kaohsiung)
    refuse_recommendation(
        wish=world.wish_kaohsiung, school=world.california, reason="school", actor=world.teacher_kaohsiung
    )
    assert send_recommendations(now=MORNING) == 0
    assert mails() == []


def test_at_eight_on_the_readers_own_clock(wanted):
    assert send_recommendations(now=MORNING - dt.timedelta(hours=2)) == 0
    assert send_recommendations(now=MORNING - dt.timedelta(hours=1)) == 1


def test_who_no_longer_acts_for_a_school_gets_none(wanted):
    wanted.teacher_kaohsiung.appointments.update(valid_to=dt.date(2026, 1, 1))
    assert send_recommendations(now=MORNING) == 0


def test_one_click_ends_them_without_signing_in(wanted):
    address = reverse("matching:mail_stop", args=[stop_token(wanted.teacher_kaohsiung)])
    client = Client()
    assert "Stop these mails" in client.get(address).content.decode()
    assert "no more of these mails" in client.post(address).content.decode()
    assert not RecommendationMail.objects.exists()
    assert client.post(address).status_code == 200
    assert client.get(reverse("matching:mail_stop", args=["1.forged"])).status_code == 404
    assert person_of_token(stop_token(wanted.teacher_kaohsiung)) == wanted.teacher_kaohsiung


def test_who_is_not_signed_in_cannot_want_them(db):
    with pytest.raises(NotPermitted):
        want_mails(actor=AnonymousUser())


def test_wanting_twice_is_wanting_once(wanted):
    want_mails(actor=wanted.teacher_kaohsiung)
    assert RecommendationMail.objects.count() == 1


def test_the_jobs_run(wanted):
    refresh_columns(0)
    rebuild_columns(0)
    job(0)
