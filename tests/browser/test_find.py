"""The Find page by keyboard: the combobox, the map's marks, a tick that outlives a filter."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def page(browser, demo_stack) -> Page:
    person = Person.at(browser, demo_stack.url, language="en", email="", zone="UTC")
    person.go("/find/")
    return person.page


def test_the_combobox_is_whole_by_keyboard(page):
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.type("kaohs")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Kaohsiung")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("kaohs")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"region=TW-KHH"))


def test_suggestions_do_not_open_over_the_answer(page):
    page.get_by_role("combobox").fill("elementary")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/find/\?q=elementary$"))
    expect(page.locator("#found-title")).to_contain_text("elementary")
    page.wait_for_timeout(600)
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_filter_keeps_the_focus(page):
    page.locator("[data-facet=level] > summary").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    ticked = page.evaluate("document.activeElement.id")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("level="))
    expect(page.locator(f"#{ticked}")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-facet=level] > summary")).to_be_focused()


def test_marks_of_the_map_open_by_keyboard(page):
    marks = page.locator("#find-map .map-mark")
    expect(marks.first).to_be_visible()
    zoomed = 0
    while not page.locator("#find-map .map-list a").count() and zoomed < 12:
        zoomed += 1
        marks.first.focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(600)
    expect(page.locator("#find-map .map-list a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#find-map .map-list")).to_have_count(0)


def test_a_tick_is_no_search_and_outlives_a_filter(page):
    page.locator("input[name=codes]").first.check()
    assert page.url.endswith("/en/find/")
    page.get_by_label("Open to partners now").first.check()
    expect(page).to_have_url(re.compile(r"open_now=yes.*compare=\w+"))
    assert page.locator("#find-form input[name=compare]").input_value()


def test_a_phone_keeps_the_map_through_filters_and_the_way_back(browser, demo_stack):
    person = Person.at(browser, demo_stack.url, language="en", email="", zone="UTC", width=390)
    page = person.page
    person.go("/find/")
    page.get_by_role("button", name="Map", exact=True).click()
    expect(page.locator("#find-map .map-mark").first).to_be_visible()
    page.locator(".filter-box > summary").click()
    page.get_by_label("Open to partners now").first.check()
    expect(page).to_have_url(re.compile(r"/en/find/\?open_now=yes#map$"))
    page.goto(f"{demo_stack.url}/en/about/")
    page.go_back()
    expect(page.locator("#find-map .map-mark").first).to_be_visible()
    page.locator(".chips a").first.click()
    expect(page).to_have_url(re.compile(r"/en/find/\??#map$"))
    page.get_by_role("button", name="List", exact=True).click()
    expect(page.locator("main .row-title").first).to_be_visible()
    assert "#" not in page.url


def test_other_languages_keep_a_search_that_was_narrowed(page):
    page.get_by_label("Open to partners now").first.check()
    expect(page).to_have_url(re.compile("open_now=yes"))
    page.get_by_role("link", name="日本語").click()
    expect(page).to_have_url(re.compile(r"/ja/find/\?open_now=yes"))
    page.locator(".theme-form button[value=dark]").click()
    expect(page).to_have_url(re.compile(r"/ja/find/\?open_now=yes"))


def test_two_schools_stand_side_by_side_on_a_phone(browser, demo_stack):
    person = Person.at(browser, demo_stack.url, language="en", email="", zone="UTC", width=390)
    person.go("/find/?country=TW")
    ticks = person.page.locator("input[name=codes]")
    for at in range(2):
        ticks.nth(at).check()
    person.press(".compare-bar button")
    ends = [one.bounding_box() for one in person.page.locator(".compare thead th").all()]
    assert [round(box["x"] + box["width"]) <= 390 for box in ends] == [True, True]


@pytest.mark.parametrize("query", ["", "?country=US", "?country=TW&country=JP&country=US&kind=co_teaching"])
def test_the_first_load_weighs_little(browser, demo_stack, query):
    """Everything that comes over the wire for one page of results, map included, with nothing kept from before."""
    person = Person.at(browser, demo_stack.url, language="zh-hant", email="", zone="UTC")
    wire = person.page.context.new_cdp_session(person.page)
    wire.send("Network.enable")
    weights: dict[str, int] = {}
    wire.on("Network.loadingFinished", lambda one: weights.update({one["requestId"]: one["encodedDataLength"]}))
    person.go(f"/find/{query}")
    expect(person.page.locator("#find-map .map-mark").first).to_be_visible()
    person.page.wait_for_load_state("networkidle")
    assert 0 < sum(weights.values()) <= 150_000
