"""The front page: for guests a window with two ways in, for people what needs them today."""

import datetime as dt

import pytest
from django.utils import timezone

from mado.kernel import today
from mado.kernel.today import TodayItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def only_these(monkeypatch):
    """Sets what the apps would say today."""

    def set_items(*items: TodayItem) -> None:
        monkeypatch.setattr(today, "_SOURCES", [lambda _user: list(items)])

    return set_items


def item(kind: str, title: str, due: dt.datetime | None = None) -> TodayItem:
    return TodayItem(kind, title, f"Detail of {title}", f"Do {title}", f"/en/{title}/", due)


def test_a_guest_sees_two_panes_each_in_its_own_language(client):
    html = client.get("/en/").content.decode()
    assert 'class="pane pane-mine" lang="en"' in html
    assert 'class="pane pane-theirs" lang="zh-Hant"' in html
    assert 'data-clock="America/Los_Angeles"' in html
    assert 'data-clock="Asia/Taipei"' in html
    assert html.index("pane-mine") < html.index('class="sill"') < html.index("pane-theirs")


def test_at_home_the_own_pane_comes_first(client):
    html = client.get("/zh-hant/").content.decode()
    assert 'class="pane pane-mine" lang="zh-Hant"' in html
    assert html.index("pane-mine") < html.index("pane-theirs")


def test_the_search_box_leads_to_the_directory(client):
    html = client.get("/ja/").content.decode()
    assert 'role="search" method="get" action="/ja/' in html
    assert 'name="q"' in html


def test_a_guest_is_shown_the_way_in_of_the_own_country(client):
    answer = client.get("/en/", headers={"accept-language": "cs-CZ,cs;q=0.9,en;q=0.5"})
    assert '<p lang="cs"><a href="/en/begin/cz/" hreflang="cs">Česko: Partnerská škola' in answer.content.decode()
    assert 'data-clock="Europe/Prague"' in answer.content.decode()
    assert "Accept-Language" in answer["Vary"]
    assert "/begin/kr/" in client.get("/ko/", headers={"accept-language": "ko-KR"}).content.decode()
    assert "hreflang" not in client.get("/en/", headers={"accept-language": "fr"}).content.decode().split("<main")[1]


def test_a_country_without_a_page_of_its_own_is_not_taken_for_another(client):
    html = client.get("/en/", headers={"accept-language": "en-AU,en-US;q=0.8,en;q=0.5"}).content.decode()
    assert "hreflang" not in html.split("<main")[1]
    assert 'data-clock="America/Los_Angeles"' in html


def test_what_needs_me_comes_first_with_its_date(client, world, only_these):
    soon = timezone.now() + dt.timedelta(days=3)
    only_these(
        item("step", "profile"), item("coming", "session"), item("needs", "answer", soon), item("moves", "claim")
    )
    client.force_login(world.teacher_california)
    html = client.get("/en/").content.decode()
    assert "1 thing needs you" in html
    assert "in 3 days" in html
    places = [html.index(f"Detail of {title}") for title in ("answer", "claim", "session", "profile")]
    assert places == sorted(places)
    assert html.count("button button-primary") == 1


def test_a_date_that_passed_is_said(client, world, only_these):
    only_these(item("needs", "report", timezone.now() - dt.timedelta(days=2)))
    client.force_login(world.teacher_california)
    assert "the date has passed" in client.get("/en/").content.decode()


def test_who_waits_for_a_seat_is_not_told_to_begin_with_one(client, world, only_these):
    only_these(item("moves", "claim"))
    client.force_login(world.stranger)
    html = client.get("/en/").content.decode()
    assert "Begin with your school" not in html
    assert "All is done for now" in html


def test_with_nothing_to_do_the_next_step_is_the_main_thing(client, world, only_these):
    only_these(item("step", "profile"))
    client.force_login(world.teacher_california)
    html = client.get("/en/").content.decode()
    assert "Nothing needs you today" in html
    assert 'class="button button-primary" href="/en/profile/"' in html


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        ("stranger", "Begin with your school’s seat"),
        ("teacher_california", "A school abroad may be looking for yours."),
        ("officer", "When a school asks you something"),
    ],
)
def test_an_empty_home_still_says_the_next_best_step(client, world, only_these, person, sentence):
    only_these()
    client.force_login(getattr(world, person))
    assert sentence in client.get("/en/").content.decode()
