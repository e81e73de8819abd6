"""What the shell promises in a browser: nothing typed is lost, nothing scrolls sideways, the policy is never broken."""

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

OPEN_PAGES = ("/", "/about/", "/styleguide/", "/find/", "/figures/", "/seats/ask/", "/account/login/", "/nothing-here/")
SCHOOL_PAGES = ("/", "/invitations/", "/exchanges/", "/me/")
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('mado:kept:')).length"


def listen(page: Page) -> list[str]:
    """Everything the browser complains of from now on, except that a page asked for is not there."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 404" not in message.text:
            heard.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def teacher(browser, stack, *, width: int = 390) -> Person:
    person = Person.at(
        browser, f"http://127.0.0.1:{stack.port}", language="zh-hant", email="teacher1@demo.example.org",
        zone="Asia/Taipei", width=width,
    )  # fmt: skip
    person.sign_in()
    return person


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_or_breaks_the_policy(browser, demo_stack, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    heard = listen(page)
    for language in ("en", "zh-hant"):
        for path in OPEN_PAGES:
            page.goto(f"http://127.0.0.1:{demo_stack.port}/{language}{path}")
            assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, width)
    assert heard == []
    context.close()


def test_a_schools_pages_fit_a_phone(browser, demo_stack):
    person = teacher(browser, demo_stack)
    heard = listen(person.page)
    for path in SCHOOL_PAGES:
        person.go(path)
        assert (path, person.page.evaluate("document.documentElement.scrollWidth")) == (path, 390)
    assert heard == []


def test_the_menu_of_a_phone_opens_and_closes_by_key(browser, demo_stack):
    person = teacher(browser, demo_stack)
    person.page.locator(".site-menu > summary").press("Enter")
    expect(person.page.locator(".site-menu a").first).to_be_visible()
    person.page.keyboard.press("Escape")
    expect(person.page.locator(".site-menu a").first).to_be_hidden()


def test_the_head_of_a_school_is_one_line_at_any_width(browser, demo_stack):
    person = teacher(browser, demo_stack, width=1440)
    for language in ("en", "ja", "ko", "zh-hant"):
        person.page.goto(f"{person.base}/{language}/about/")
        for width in (1025, 1100, 1180, 1280, 1440):
            person.page.set_viewport_size({"width": width, "height": 700})
            height = person.page.locator(".site-header-inner").bounding_box()["height"]
            assert (language, width, height < 100) == (language, width, True)


def test_the_first_tab_leads_past_the_head(browser, demo_stack):
    page = browser.new_context().new_page()
    page.goto(f"http://127.0.0.1:{demo_stack.port}/en/about/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_nothing_typed_is_lost(browser, demo_stack):
    """A tab is killed, the line is cut, the session ends: each time the text is there again."""
    person = teacher(browser, demo_stack)
    page, context = person.page, person.page.context
    person.page.goto(person.page.locator('.site-menu a[href*="/my-school/"]').evaluate("link => link.href") + "about/")
    address = page.url
    name = page.locator("form[data-autosave] textarea").first.get_attribute("name")

    def field(on: Page):
        return on.locator(f'[name="{name}"]')

    def status(on: Page):
        return on.locator("[data-autosave-status]")

    field(page).fill("Typed, and saved")
    expect(status(page)).to_have_attribute("data-kept", "server")
    assert page.evaluate(KEPT) == 0

    field(page).fill("Typed as the tab was killed")
    page.close()
    page = context.new_page()
    page.goto(address)
    expect(field(page)).to_have_value("Typed as the tab was killed")
    expect(status(page)).to_have_attribute("data-kept", "server")

    context.set_offline(True)
    field(page).fill("Typed in a tunnel")
    expect(status(page)).to_have_attribute("data-kept", "device")
    context.set_offline(False)
    expect(status(page)).to_have_attribute("data-kept", "server")

    session = [cookie for cookie in context.cookies() if cookie["name"] == "sessionid"]
    context.clear_cookies(name="sessionid")
    field(page).fill("Typed after the session ended")
    expect(status(page).locator("a")).to_have_attribute("href", sign_in_address(address))
    context.add_cookies(session)
    page.goto(address)
    expect(field(page)).to_have_value("Typed after the session ended")
    expect(status(page)).to_have_attribute("data-kept", "server")
    assert page.evaluate(KEPT) == 0


def sign_in_address(address: str) -> str:
    """Where the link of the status line leads: the sign-in page in the page's language, and back to the form."""
    parts = address.split("/")[3:]
    return f"/{parts[0]}/account/login/?next=" + "".join(f"%2F{part}" for part in parts)
