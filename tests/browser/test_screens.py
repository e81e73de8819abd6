"""No screen is forgotten: every route that answers a person with a page is in the list axe walks, or says why not."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver, resolve

from mado.portal.access import ACCESS
from tests.browser.screens import PATHS, read
from tests.browser.test_axe import DEEDS

NO_SCREEN = {
    "healthz": "two letters for a watchdog",
    "directory:find_points": "JSON for the map",
    "directory:find_ground": "JSON for the map",
    "directory:find_suggest": "JSON for the search box",
    "directory:find_export": "a file",
    "directory:search": "leads on to the Find page",
    "statistics:export": "a file",
    "intake:template": "a file",
    "intake:rejected": "a file",
    "intake:wishes": "a file",
    "intake:progress": "a part of intake:upload, which is looked at while the list is written",
    "matching:count": "a part of the pages of a wish, which are looked at with it",
    "matching:round_count": "a part of matching:round_new, which is looked at with its counts",
    "matching:round_progress": "a part of matching:round, which is looked at while the round is computed",
    "matching:round_export": "a file",
    "matching:round_numbers": "a file",
    "exchanges:session_ics": "a file",
    "exchanges:exchange_ics": "a file",
    "correspondence:feed": "a calendar for programs",
    "profiles:photo_file": "a picture",
    "profiles:logo_file": "a picture",
    "profiles:wish_new": "begins a wish and leads on to its first page",
    "account_email_verification_sent": "shown only between signing up and the code of the mail: journeys go through it",
    "account_confirm_login_code": "shown only after a code was asked for; the same template as the code at signing up",
    "account_set_password": "leads on to changing the password for everybody who has one",
    "mfa_reauthenticate": "shown only where signing in is long past",
    "mfa_deactivate_totp": "leads on where nothing is activated",
    "mfa_view_recovery_codes": "not there before a second factor is",
    "mfa_generate_recovery_codes": "not there before a second factor is",
    "mfa_download_recovery_codes": "a file",
    "mfa_authenticate": "shown only between password and second factor",
}


def names(path: str) -> str:
    """The route behind a path of the list; one stands for every code, so that whole numbers are taken, too."""
    return resolve("/en" + path.split("?", maxsplit=1)[0]).view_name


def seen() -> set[str]:
    dummies = AnyCode()
    return {names(read(who, word).path) for who, paths in PATHS.items() for word in paths.format_map(dummies).split()
            if not word.startswith("!404")}  # fmt: skip


class AnyCode(dict[str, str]):
    def __missing__(self, _key: str) -> str:
        return "1"


def callbacks() -> dict[str, Callable[..., Any]]:
    """Every named route below the languages and beside them, with its view."""

    def walk(patterns: list[Any], space: str = "") -> Any:
        for one in patterns:
            if isinstance(one, URLPattern):
                if one.name:
                    yield f"{space}{one.name}", one.callback
            else:
                yield from walk(one.url_patterns, f"{one.namespace}:" if one.namespace else space)

    return dict(walk(get_resolver().url_patterns))


def answers_get(view: Callable[..., Any] | None) -> bool:
    """What the decorators of django.views.decorators.http say; a view without one answers everything."""
    while view is not None:
        methods = (
            inspect.getclosurevars(view).nonlocals.get("request_method_list") if inspect.isfunction(view) else None
        )
        if methods is not None:
            return "GET" in methods
        view = getattr(view, "__wrapped__", None)
    return True


def test_every_page_of_the_access_table_is_looked_at():
    views = callbacks()
    rows = {name for name in ACCESS if not name.startswith("api-1:")}
    accounts = {name for name in views if name.startswith(("account_", "mfa_"))}
    pages = {name for name in rows | accounts if answers_get(views[name])}
    assert pages - seen() - NO_SCREEN.keys() == set()


def test_reasons_are_given_only_where_nothing_is_looked_at():
    views = callbacks()
    assert {name for name in NO_SCREEN if name in seen() or not answers_get(views.get(name))} == set()


@pytest.mark.parametrize("word", [word for paths in PATHS.values() for word in paths.split()])
def test_every_word_of_the_list_can_be_read(word):
    screen = read("", word)
    assert screen.path.startswith("/")
    assert screen.deed in {"", *DEEDS}
