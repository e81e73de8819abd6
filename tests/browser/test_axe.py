"""Every screen in four languages, in both themes, on a phone and on a desk: nothing axe finds, nothing scrolls sideways,
nothing is refused by the content security policy. Every rule is asked once per screen, in English; of the other themes,
widths and languages what each can change. axe is evaluated through the debugger, so the policy stays in force."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser.people import Person
from tests.browser.screens import ANYBODY, CLAIMANT, NEWCOMER, TEACHER, Screen, screens

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async options => (await axe.run(document, options)).violations.map(
    found => `${found.id}: ${found.nodes.slice(0, 3).map(node => node.target.join(" ")).join(" · ")}`)"""
WHOLE = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "iframes": False}
LOOKS_ONLY = {
    **WHOLE,
    "runOnly": ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"],
}
"""What another theme or width can change: the rest was looked at a moment before on the same page."""
WORDS = {
    **WHOLE,
    "runOnly": [*LOOKS_ONLY["runOnly"], "document-title", "html-has-lang", "html-lang-valid", "valid-lang"],
}
"""What another language can change."""
WIDTH = "document.documentElement.scrollWidth"


OPEN_ALL = "document.querySelectorAll('main details').forEach(part => part.open = true)"
"""What is folded away in the main part is looked at too: once per screen, in English."""
POST = """([path, pairs]) => {
    const form = Object.assign(document.createElement("form"), {method: "post", action: path});
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const [name, value] of [["csrfmiddlewaretoken", token], ...pairs]) {
        form.append(Object.assign(document.createElement("input"), {type: "hidden", name, value}));
    }
    document.body.append(form);
    form.submit();
}"""


@dataclass(frozen=True, slots=True)
class Look:
    theme: str
    width: int


LOOKS = (
    (Look("light", 1280), Look("dark", 390)),
    (Look("light", 390), Look("dark", 1280)),
)
"""English is looked at in two of the four looks, the other languages in the two that are left."""
OTHER_LANGUAGES = ("zh-hant", "ja", "ko")
WIDTHS = (390, 1280)


def visits(found: list[Screen]) -> Iterator[tuple[Screen, str, tuple[Look, ...]]]:
    """Person by person, each screen in English and in the three other languages; which of these is looked at in which
    look changes from screen to screen."""
    for number, screen in enumerate(found):
        yield screen, "en", LOOKS[number % 2]
        left = LOOKS[(number + 1) % 2]
        for place, language in enumerate(OTHER_LANGUAGES):
            yield screen, language, (left[(number // 2 + place) % 2],)


def open_suggestions(page: Page) -> None:
    page.get_by_role("combobox").type("ka")
    expect(page.get_by_role("option").first).to_be_visible()


def open_map(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.locator("[data-view=map]").click()
    expect(page.locator("#find-map .map-mark").first).to_be_visible()


DEEDS: dict[str, Callable[[Page], None]] = {"suggestions": open_suggestions, "map": open_map}


def visit(page: Page, base: str, language: str, screen: Screen) -> int:
    """Bring the page to the screen; its status. Forms are sent from a page of ours, so that their token is right."""
    address = f"{base}/{language}{screen.path}"
    if not screen.posted:
        answer = page.goto(address)
    else:
        page.goto(f"{base}/{language}/about/")
        with page.expect_navigation() as sent:
            page.evaluate(POST, [address, parse_qsl(urlsplit(address).query, keep_blank_values=True)])
        answer = sent.value
    if screen.deed:
        DEEDS[screen.deed](page)
    return answer.status if answer else 0


def faults_of(page: Page, looks: tuple[Look, ...], first: dict[str, Any] = WHOLE) -> Iterator[str]:
    """What is wrong with the page as it stands, in each of the looks; and whether it scrolls sideways in either width."""
    page.evaluate(AXE_SCRIPT)
    for place, look in enumerate(looks):
        page.emulate_media(color_scheme=look.theme, reduced_motion="reduce")
        page.set_viewport_size({"width": look.width, "height": 900})
        found = page.evaluate(RUN, LOOKS_ONLY if place else first)
        yield from (f"{look.theme} {look.width}: {violation}" for violation in found)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if (wide := page.evaluate(WIDTH)) > width:
            yield f"{width}: scrolls sideways, {wide} px"


PARTS = [
    pytest.param((ANYBODY, NEWCOMER, CLAIMANT, TEACHER), id="of schools", marks=pytest.mark.xdist_group("browser")),
    pytest.param((), id="of everybody else", marks=pytest.mark.xdist_group("screens")),
]
"""Two walks of about the same length, each in a demonstration world of its own when two processes test. Without names: all
whom the other walk does not name."""
NAMED = PARTS[0].values[0]


@pytest.fixture(scope="session")
def demo_screens(demo_stack) -> list[Screen]:
    """What the world lacks is added once."""
    return list(screens(demo_stack))


@pytest.mark.xdist_group("browser")
def test_the_instrument_finds_faults(browser, demo_stack):
    page = browser.new_context().new_page()
    page.goto(f"{demo_stack.url}/en/about/")
    page.evaluate(
        "document.querySelector('main').append(document.createElement('img'), document.createElement('input'))"
    )
    page.evaluate("document.querySelector('main').style.minWidth = '2000px'")
    found = list(faults_of(page, LOOKS[0]))
    assert [fault.split(":")[1].strip() for fault in found[:2]] == ["image-alt", "label"]
    assert found[-2:] == ["390: scrolls sideways, 2000 px", "1280: scrolls sideways, 2000 px"]


@pytest.mark.parametrize("people", PARTS)
def test_every_screen_is_open_to_everyone(browser, demo_stack, demo_screens, people):
    faults: dict[str, list[str]] = {}
    walked = [screen for screen in demo_screens if (screen.who in people if people else screen.who not in NAMED)]
    for who, rows in groupby(walked, key=lambda screen: screen.who):
        person = Person.at(browser, demo_stack.url, language="en", email=who, zone="Asia/Taipei")
        if who:
            person.sign_in()
        heard: list[str] = []

        def hear(message: ConsoleMessage, heard: list[str] = heard) -> None:
            if message.type == "error" and "the server responded with a status of 4" not in message.text:
                heard.append(message.text)

        person.page.on("console", hear)
        person.page.on("pageerror", lambda error, heard=heard: heard.append(str(error)))
        for screen, language, looks in visits(list(rows)):
            status = visit(person.page, demo_stack.url, language, screen)
            found = [] if status == screen.status else [f"answers {status} instead of {screen.status}"]
            if not screen.posted and urlsplit(person.page.url).path != f"/{language}{urlsplit(screen.path).path}":
                found.append(f"leads to {person.page.url}")
            if language == "en":
                person.page.evaluate(OPEN_ALL)
            found += [*faults_of(person.page, looks, WHOLE if language == "en" else WORDS), *heard]
            heard.clear()
            if found:
                faults[f"{who or 'anybody'} /{language}{screen.path}{screen.deed}"] = found
        person.page.context.close()
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)
