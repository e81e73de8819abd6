import re

import pytest
from django.http import HttpResponse
from django.middleware.csrf import _does_token_match, get_token
from django.test import RequestFactory

from mado.kernel.unchanged import remembered_for_strangers


class Counting:
    """A view that counts how often it is really asked."""

    def __init__(self, token=False):
        self.asked = 0
        self.token = token
        self.stamp = 1
        self.view = remembered_for_strangers(lambda: self.stamp)(self._page)

    def _page(self, request):
        self.asked += 1
        if self.token:
            return HttpResponse(f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">')
        return HttpResponse(f"page {self.asked}", headers={"Vary": "Cookie"})


def get(view, path, cookies=None, **headers):
    request = RequestFactory(headers=headers).get(path)
    request.COOKIES.update(cookies or {})
    return view(request)


@pytest.mark.django_db(transaction=True)
def test_a_page_is_remembered_until_the_stamp_is_another():
    counting = Counting()
    pages = [get(counting.view, "/unchanged/one").content for _ in range(3)]
    assert pages == [b"page 1"] * 3
    assert get(counting.view, "/unchanged/one")["Vary"] == "Cookie"
    counting.stamp = 2
    assert get(counting.view, "/unchanged/one").content == b"page 2"


@pytest.mark.django_db(transaction=True)
def test_each_address_theme_and_part_is_its_own_page():
    counting = Counting()
    for ask in ({}, {"cookies": {"theme": "dark"}}, {"hx-request": "true"}):
        get(counting.view, "/unchanged/two", **ask)
    get(counting.view, "/unchanged/two?q=1")
    assert counting.asked == 4


@pytest.mark.django_db(transaction=True)
def test_nothing_is_remembered_for_somebody():
    counting = Counting()
    for _ in range(2):
        get(counting.view, "/unchanged/three", {"sessionid": "x"})
    assert counting.asked == 2


@pytest.mark.django_db(transaction=True)
def test_each_reader_gets_a_token_of_their_own():
    counting = Counting(token=True)
    first, second = (RequestFactory().get("/unchanged/four") for _ in range(2))
    pages = [counting.view(request).content.decode() for request in (first, second)]
    assert counting.asked == 1
    assert pages[0] != pages[1]
    for request, page in zip((first, second), pages, strict=True):
        token = re.search('value="(.*?)"', page)[1]
        assert _does_token_match(token, request.META["CSRF_COOKIE"])


@pytest.mark.django_db(transaction=True)
def test_without_a_stamp_nothing_is_remembered():
    counting = Counting()
    counting.stamp = None
    for _ in range(2):
        get(counting.view, "/unchanged/six")
    assert counting.asked == 2


@pytest.mark.django_db
def test_inside_a_transaction_nothing_is_remembered():
    counting = Counting()
    for _ in range(2):
        get(counting.view, "/unchanged/five")
    assert counting.asked == 2
