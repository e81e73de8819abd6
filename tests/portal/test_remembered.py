"""Parts of the shell remembered for strangers differ in nothing from the same parts rendered anew."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import Client
from django.urls import resolve

from mado.portal import remembered

TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')


def page(path: str, client: Client | None = None, **cookies: str) -> str:
    client = client or Client()
    for name, value in cookies.items():
        client.cookies[name] = value
    return TOKEN.sub(r"\1", client.get(path).content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/about/?q=<a>&b=%22", "/ja/about/", "/ko/find/?q=고", "/en/nothing-here/"])
def test_remembered_and_rendered_anew_are_the_same(path, monkeypatch):
    monkeypatch.setattr(remembered, "_PARTS", {})
    other = path.replace("?q=", "?other=")
    page(other)
    known = page(path)
    monkeypatch.setattr(remembered, "_PARTS", {})
    assert known == page(path)
    assert "\ue000" not in known


@pytest.mark.django_db
def test_each_theme_language_and_route_has_its_own(monkeypatch):
    monkeypatch.setattr(remembered, "_PARTS", {})
    page("/en/about/")
    assert 'data-theme="dark"' in page("/en/about/", theme="dark")
    assert 'value="dark" aria-pressed="true"' in page("/en/about/", theme="dark")
    assert 'value="dark" aria-pressed="true"' not in page("/en/about/")
    assert '<html lang="ja"' in page("/ja/about/")
    assert re.search(r'href="/en/find/" aria-current="page"', page("/en/find/"))
    assert not re.search(r'href="/en/find/" aria-current="page"', page("/en/about/"))


@pytest.mark.django_db
def test_everybody_gets_the_own_token(monkeypatch):
    monkeypatch.setattr(remembered, "_PARTS", {})
    one, two = (
        re.search(r'csrfmiddlewaretoken" value="([^"]+)', Client().get("/en/about/").content.decode()) for _ in "ab"
    )
    assert one and two and one[1] != two[1]


def test_somebody_signed_in_gets_the_own_shell(client, world, monkeypatch):
    monkeypatch.setattr(remembered, "_PARTS", {})
    page("/en/about/")
    client.force_login(world.teacher_california)
    html = client.get("/en/about/").content.decode()
    assert "Sign out" in html
    assert all("Sign out" not in text for text in remembered._PARTS.values())  # what strangers will get


PART = """{% remembered "part" query %}<a href="?{{ query }}">{{ query }}</a>{% endremembered %}"""


def test_a_text_a_template_names_is_put_in_anew_and_escaped(rf, monkeypatch):
    monkeypatch.setattr(remembered, "_PARTS", {})
    request = rf.get("/en/find/")
    request.user, request.resolver_match = AnonymousUser(), resolve("/en/find/")
    template = engines["django"].from_string(PART)
    shown = [template.render({"query": query}, request) for query in ("q=1", "q=1&page=2", "\ue000token\ue000<")]
    assert shown == [
        '<a href="?q=1">q=1</a>',
        '<a href="?q=1&amp;page=2">q=1&amp;page=2</a>',
        '<a href="?\ue000token\ue000&lt;">\ue000token\ue000&lt;</a>',
    ]
    assert len(remembered._PARTS) == 1
    assert all("q=1" not in text for text in remembered._PARTS.values())
