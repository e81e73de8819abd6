"""The shell around every page: errors with a way on, languages, the policy in the headers, light and dark."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from mado.kernel.decision import no
from mado.portal.context import in_language

pytestmark = pytest.mark.django_db

OPEN_PAGES = ["/en/", "/en/about/", "/en/styleguide/", "/en/nothing-here/", "/nothing-here", "/healthz/"]


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_every_answer_carries_the_strict_policy(client, path):
    policy = client.get(path)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert [word for word in ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "data:", "*") if word in policy] == []


def test_a_page_that_is_not_there_says_so_and_leads_on(client):
    answer = client.get("/en/nothing-here/")
    assert answer.status_code == 404
    assert b"This page is not here" in answer.content
    assert reverse("portal:home").encode() in answer.content


def test_an_office_page_is_for_offices(client, world):
    client.force_login(world.teacher_california)
    answer = client.get("/en/office/claims/")
    assert answer.status_code == 403
    assert b"Only the offices of the alliance work here" in answer.content


def test_a_schools_page_shows_the_way_to_a_seat(client, world):
    client.force_login(world.stranger)
    answer = client.get(reverse("partnerships:invitations"))
    assert answer.status_code == 403
    assert reverse("accounts:claim_pick").encode() in answer.content


@pytest.mark.parametrize(
    ("person", "told"),
    [(None, True), ("stranger", True), ("teacher_california", False), ("officer", False)],
)
def test_who_has_no_seat_learns_on_a_schools_page_how_to_come_to_invite_it(client, world, person, told):
    if person:
        client.force_login(getattr(world, person))
    html = client.get(reverse("directory:school", args=[world.kaohsiung.code])).content.decode()
    assert ("To invite this school" in html) is told


def test_a_form_without_its_token_is_refused_with_a_sentence(world):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/en/theme/", {"theme": "dark"}, headers={"referer": "http://testserver/en/about/?a=1"})
    assert answer.status_code == 403
    assert b"nothing was changed" in answer.content
    assert b'href="/en/about/?a=1"' in answer.content


def test_the_way_back_never_leads_outside():
    answer = Client(enforce_csrf_checks=True).post("/en/theme/", headers={"referer": "https://elsewhere.example/x"})
    assert b"elsewhere.example" not in answer.content


@pytest.mark.parametrize("path", ["/en/invitations/new/?to=%00", "/en/mailbox/?person=%00", "/en/overlap/?a=%00"])
def test_a_character_no_database_keeps_is_answered_with_a_sentence(client, world, path, settings):
    settings.MADO_MAILBOX_PAGE = True
    client.force_login(world.teacher_california)
    answer = client.get(path)
    assert answer.status_code in (400, 422)
    assert b"NUL" in answer.content or b"code" in answer.content


def test_the_broken_page_stands_without_a_database(rf, django_assert_num_queries):
    from mado.portal.web.views.errors import broken

    with django_assert_num_queries(0):
        answer = broken(rf.get("/en/"))
    assert answer.status_code == 500
    assert b"Something went wrong on our side" in answer.content


def test_what_is_not_possible_now_is_a_page_with_the_reason(rf):
    from django.contrib.auth.models import AnonymousUser

    from mado.kernel.errors import NotPossible
    from mado.portal.middleware import SentenceErrorMiddleware

    request = rf.get("/en/")
    request.user = AnonymousUser()
    error = NotPossible(no("capacity", "The school answers three invitations already. Ask again next week."))
    answer = SentenceErrorMiddleware(lambda _request: None).process_exception(request, error)
    assert answer.status_code == 409
    assert b"The school answers three invitations already. Ask again next week." in answer.content


@pytest.mark.parametrize(
    ("path", "code", "expected"),
    [
        ("/en/about/", "ja", "/ja/about/"),
        ("/en/about/?q=高雄&page=2", "zh-hant", "/zh-hant/about/?q=高雄&page=2"),
        ("/zh-hant/nothing/?a=1", "en", "/en/nothing/?a=1"),
        ("/nothing", "en", "/nothing"),
    ],
)
def test_the_language_switch_keeps_page_and_query(path, code, expected):
    with translation.override(path.split("/")[1] if path.startswith(("/en/", "/zh-hant/")) else "en"):
        assert in_language(path, code) == expected


def test_every_page_offers_the_four_languages(client):
    html = client.get("/en/about/?x=1").content.decode()
    for code in ("zh-hant", "en", "ja", "ko"):
        assert f'href="/{code}/about/?x=1"' in html
    assert '<html lang="en"' in html
    assert 'lang="zh-Hant"' in html


def test_a_theme_is_chosen_kept_and_dropped(client):
    answer = client.post("/en/theme/", {"theme": "dark", "next": "/en/about/?x=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/en/about/?x=1")
    assert b'data-theme="dark"' in client.get("/en/about/").content
    client.post("/en/theme/", {"theme": "", "next": "/en/about/"})
    assert b'<html lang="en">' in client.get("/en/about/").content


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_choosing_a_theme_never_leads_outside(client, target):
    assert client.post("/en/theme/", {"theme": "dark", "next": target})["Location"] == "/en/"


def test_an_unknown_theme_in_the_cookie_is_nothing(client):
    client.cookies["theme"] = '"><script>'
    assert b'<html lang="en">' in client.get("/en/about/").content


def test_the_styleguide_shows_both_themes_and_no_id_twice(client):
    html = client.get("/en/styleguide/").content.decode()
    ids = [part.split('"', 1)[0] for part in html.split(' id="')[1:]]
    assert sorted(ids) == sorted(set(ids))
    assert '<section class="themed stack" data-theme="light"' in html
    assert '<section class="themed stack" data-theme="dark"' in html
