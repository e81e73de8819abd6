"""Regions of a wish are asked for while the form is filled in: nothing ticked meanwhile, or just before, is lost."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

KHH = '[name="partner_regions"][value="TW-KHH"]'
TOKYO = '[name="partner_regions"][value="JP-13"]'


def whom(browser, stack) -> Page:
    """Whom the first wish of a school looks for: other countries than its own."""
    person = Person.at(
        browser, f"http://127.0.0.1:{stack.port}", language="en", email="teacher1@demo.example.org", zone="Asia/Taipei",
        width=390,
    )  # fmt: skip
    person.sign_in()
    page = person.page
    page.goto(page.locator('.site-menu a[href*="/my-school/"]').evaluate("link => link.href"))
    page.goto(page.locator('main a[href*="/wishes/"]').first.evaluate("link => link.href") + "whom/")
    return page


def country(page: Page, code: str):
    return page.locator(f'[name="partner_countries"][value="{code}"]')


def tick(page: Page, code: str) -> None:
    """Other tests share this world: the country is ticked, whatever they left."""
    if not country(page, code).is_checked():
        country(page, code).check()
    expect(page.locator(f"#regions-of-{code}")).to_have_count(1)


def test_what_is_ticked_while_regions_are_on_their_way_stays(browser, demo_stack):
    page = whom(browser, demo_stack)
    tick(page, "JP")
    tick(page, "GB")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/whom/?*", hold)
    with page.expect_request("**/whom/?*"):
        country(page, "GB").uncheck()
    if not page.locator(TOKYO).is_visible():
        page.locator("#regions-of-JP > summary").click()
    page.locator(TOKYO).check()
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("#regions-of-GB")).to_have_count(0)
    expect(page.locator(TOKYO)).to_be_checked()
    expect(page.locator(TOKYO)).to_be_visible()
    page.context.close()


def test_regions_ticked_as_the_tab_dies_are_there_again(browser, demo_stack):
    page = whom(browser, demo_stack)
    context, address = page.context, page.url
    page.route(lambda _url: True, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    country(page, "TW").check()
    page.locator("#regions-of-TW > summary").click()
    page.locator(KHH).check()
    page.close()
    page = context.new_page()
    page.goto(address)
    expect(country(page, "TW")).to_be_checked()
    expect(page.locator(f"{KHH}[type=checkbox]")).to_be_checked()
    expect(page.locator(KHH)).to_be_visible()
    expect(page.locator("[data-autosave-status]")).to_have_attribute("data-kept", "server")
    assert page.evaluate("localStorage.length") == 0
    context.close()
    page = whom(browser, demo_stack)
    expect(page.locator(KHH)).to_be_checked()
    page.context.close()
