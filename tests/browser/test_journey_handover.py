"""A coordinator leaves in the middle of an exchange: three clicks, an end to the minute, and the exchange goes on."""

import pytest
from playwright.sync_api import expect

from tests.browser.deeds import arrange_session
from tests.browser.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

GONE = (403, 404)


def test_a_coordinator_leaves_in_the_middle_of_an_exchange(browser, journey_stack):
    base = journey_stack.url
    lin = Person.at(browser, base, language="zh-hant", email="lin@example.org", zone="Asia/Taipei", width=390)
    chen = Person.at(browser, base, language="zh-hant", email="chen@example.org", zone="Asia/Taipei")
    maria = Person.at(browser, base, language="en", email="maria@example.org", zone="America/Los_Angeles")
    officer = Person.at(browser, base, language="zh-hant", email="officer@example.org", zone="Asia/Taipei")
    lin.sign_in()
    lin.go("/exchanges/")
    lin.press('main a[href*="/exchanges/EX-"]')
    exchange = lin.page.url.strip("/").split("/")[-1]
    lin.fits()

    # 1 · A second window of the leaver, with words half typed to the partner.
    window = lin.page.context.new_page()
    window.goto(lin.page.url)
    words = window.locator('main form#write [name="body"]')
    words.fill("我們下週二可以上線。")
    expect(window.locator("main form#write [data-autosave-status]")).to_have_attribute("data-kept", "server")

    # 2 · Three clicks: the way in, who follows, yes.
    lin.go("/me/")
    lin.press('main a[href*="/people/"]')
    lin.fits()
    lin.press('main a[href$="/hand-over/"]')
    lin.fits()
    assert lin.page.locator('[name="successor"]:checked').count() == 1, "the colleague is proposed"
    lin.save()
    lin.sees("陳志明")
    lin.sees("Redwood Dual Language Elementary")
    lin.fits()
    lin.save()
    assert lin.page.url.endswith("/me/")
    assert lin.page.locator('main a[href$="/hand-over/"], main a[href*="/people/"]').count() == 0

    # 3 · The next request of the other window is refused, to write as well as to read.
    with window.expect_navigation() as answer:
        window.locator("main form#write button[type=submit]").click()
    assert answer.value.status in GONE
    for path in (f"/exchanges/{exchange}/", f"/exchanges/{exchange}/times/", f"/inbox/{exchange}/"):
        assert (path, lin.page.request.get(f"{base}/zh-hant{path}").status in GONE) == (path, True)
    window.close()

    # 4 · The partner and the office have been written to, each in their language.
    told = maria.link_in_mail(f"/en/exchanges/{exchange}/", saying="陳志明")
    officer.link_in_mail(r"/zh-hant/", saying="陳志明")

    # 5 · Who follows finds the exchange as it was, writes in the same conversation, and goes on with a session.
    chen.sign_in()
    chen.go("/exchanges/")
    chen.press(f'main a[href$="/exchanges/{exchange}/"]')
    assert chen.page.locator("main form#write [name=body]").input_value() == "", (
        "words to a partner are the writer's own"
    )
    chen.fill(body="我是陳志明，接下來由我聯絡。")
    chen.press("main form#write button[type=submit]")
    maria.sign_in()
    maria.page.goto(told)
    maria.sees("我是陳志明，接下來由我聯絡。")
    assert "我們下週二可以上線。" not in maria.page.locator("main").inner_text(), "what the leaver sent too late"
    assert "TZID=America/Los_Angeles" in arrange_session(chen, maria, exchange)
    chen.go(f"/exchanges/{exchange}/sessions/1/")
    assert chen.state() == "agreed"
