"""A school's own program reads who fits: the same schools, in the same order, with the same words as on the page."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mado.api.v1.own import MOST_RECOMMENDED
from mado.demo.primitives import open_wish
from mado.integrations.services import issue_token, revoke_token
from mado.matching.services.refusals import refuse_recommendation
from mado.profiles.services import pause_wish
from tests.matching.recommendation_world import school_of

URL = "/api/v1/me/recommendations"


def token_of(school, actor):
    until = timezone.localdate() + dt.timedelta(days=30)
    return issue_token(organization=school, actor=actor, name="Website", valid_until=until)


@pytest.fixture
def secret(world):
    return token_of(world.kaohsiung, world.teacher_kaohsiung)[1]


def ask(secret, query="", **headers):
    answer = Client().get(URL + query, headers={"Authorization": f"Bearer {secret}"} | headers)
    assert answer.status_code == 200
    return answer.json()


def pairs(rows):
    return [(row["wish"], row["partner"]) for row in rows]


def test_one_row_is_said_whole(world, secret):
    (row,) = ask(secret)
    page = Client()
    page.force_login(world.teacher_kaohsiung)
    (shown,) = page.get(reverse("matching:wish", args=[world.wish_kaohsiung.code])).context["rows"]
    assert row == {
        "wish": world.wish_kaohsiung.code,
        "partner": world.california.code,
        "partner_wish": world.wish_california.code,
        "percent": shown.percent,
        "reasons": shown.reasons.both + shown.reasons.mine,
    }
    assert "You both want: Culture and festivals" in row["reasons"]


def test_the_same_as_on_the_page_in_the_same_order(world, secret, client):
    for number, topics in enumerate((["culture"], ["music"], ["culture", "music"])):
        school_of(world, f"School {number}", topics=topics)
    client.force_login(world.teacher_kaohsiung)
    shown = client.get(reverse("matching:wish", args=[world.wish_kaohsiung.code])).context["rows"]
    told = [(row["partner"], row["percent"], row["reasons"]) for row in ask(secret)]
    assert told == [(one.school.code, one.percent, one.reasons.both + one.reasons.mine) for one in shown]
    assert len(told) == 4


def test_in_the_language_of_the_question(world, secret):
    english, japanese = (ask(secret, **{"Accept-Language": language})[0] for language in ("en", "ja"))
    assert english["reasons"] != japanese["reasons"]
    assert english | {"reasons": []} == japanese | {"reasons": []}


def test_a_token_opens_its_own_school_and_no_other(world, secret):
    california = token_of(world.california, world.teacher_california)[1]
    assert pairs(ask(california)) == [(world.wish_california.code, world.kaohsiung.code)]
    assert ask(token_of(world.tokyo, world.teacher_tokyo)[1]) == []
    asked = f"?school={world.california.code}&wish={world.wish_california.code}"
    assert pairs(ask(secret, asked)) == [(world.wish_kaohsiung.code, world.california.code)]


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer ", "Bearer mado_wrong", "Bearer 窓", "Basic bWFkbw=="])
def test_a_bad_token_opens_nothing(world, secret, value):
    assert Client().get(URL, headers={"Authorization": value}).status_code == 401
    assert Client().get(URL + f"?token={secret}").status_code == 401


def test_an_ended_token_opens_nothing(world):
    token, secret = token_of(world.kaohsiung, world.teacher_kaohsiung)
    assert len(ask(secret)) == 1
    revoke_token(token=token, actor=world.teacher_kaohsiung)
    assert Client().get(URL, headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_nobody_is_told_by_a_signed_in_session_alone(world, client):
    client.force_login(world.teacher_kaohsiung)
    assert client.get(URL).status_code == 401


def test_it_is_only_read(world, secret):
    assert Client().post(URL, headers={"Authorization": f"Bearer {secret}"}).status_code == 405


def test_every_open_wish_has_its_own_and_a_resting_one_none(world, secret):
    second = open_wish(world.kaohsiung, countries=[], title="Second")
    both = {(world.wish_kaohsiung.code, world.california.code), (second.code, world.california.code)}
    assert set(pairs(ask(secret))) == both
    pause_wish(wish=second, actor=world.teacher_kaohsiung)
    assert pairs(ask(secret)) == [(world.wish_kaohsiung.code, world.california.code)]


def test_what_the_school_refused_is_not_told(world, secret):
    refuse_recommendation(
        wish=world.wish_kaohsiung, school=world.california, reason="school", actor=world.teacher_kaohsiung
    )
    assert ask(secret) == []
    assert ask(token_of(world.california, world.teacher_california)[1]) == []


def test_of_many_the_best_of_each_wish(world, secret, client):
    for number in range(MOST_RECOMMENDED + 1):
        school_of(world, f"School {number}", topics=["music"])
    told = ask(secret)
    assert len(told) == MOST_RECOMMENDED
    assert told[0]["partner"] == world.california.code
    assert [row["percent"] for row in told] == sorted((row["percent"] for row in told), reverse=True)


def test_the_queries_do_not_grow_with_the_rows(world, secret):
    def cost():
        ask(secret)
        with CaptureQueriesContext(connection) as found:
            ask(secret)
        return len(found)

    one = cost()
    school_of(world, "Oakland")
    school_of(world, "Fresno")
    assert len(ask(secret)) == 3
    assert cost() == one
