"""A teacher in Brno who has no account: how to begin, a school in Taiwan, a question, the mission's answer."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_czech_teacher_without_an_account(browser, journey_stack):
    base = journey_stack.url
    eva = Person.at(
        browser, base, language="en", email="eva@skola.example.org", zone="Europe/Prague", width=390, locale="cs-CZ"
    )
    jana = Person.at(browser, base, language="en", email="prague@example.org", zone="Europe/Prague")
    page = eva.page

    # 1 · The browser speaks Czech: from the front page the page of how to begin is one click away and speaks it, too.
    eva.go("/begin/")
    eva.fits()
    assert page.locator('main .notice a[hreflang="cs"]').get_attribute("href") == "/en/begin/cz/"
    eva.go("/")
    eva.fits()
    eva.press('main a[hreflang="cs"]')
    assert page.url.endswith("/begin/cz/")
    assert page.locator("main article").get_attribute("lang") == "cs"
    eva.sees("Education Division, Prague")
    eva.fits()
    question = page.locator('main a[href*="/ask/?"]').first.get_attribute("href")

    # 2 · Schools in Taiwan, one of them opened.
    eva.press('main article a[href*="/find/?country=TW"]')
    expect(page.locator("main .row-title a").first).to_be_visible()
    eva.fits()
    page.get_by_role("combobox").fill("Gangdu")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "country=TW" in page.url
    eva.press('main .row-title a:has-text("Gangdu")')
    eva.sees("高雄市立港都國民小學")
    assert page.locator('main [lang="zh-Hant"]').count()
    eva.fits()

    # 3 · A question, in Czech. What is missing is said, and nothing typed is lost.
    page.goto(base + question)
    assert page.locator('[name="country"]').input_value() == "CZ"
    assert page.locator('[name="language"]').input_value() == "cs"
    eva.fill(text="Dobrý den, jak začneme?", subject="Výměna s Tchaj-wanem", contact_name="Eva Nováková")
    eva.save()
    assert page.locator(".error-summary a").evaluate_all("links => links.map(l => l.hash)") == ["#id_contact_email"]
    assert page.locator('[name="text"]').input_value() == "Dobrý den, jak začneme?"
    eva.fits()
    eva.fill(contact_email=eva.email, contact_school="ZŠ Brno")
    eva.save()
    assert "/ask/sent/" in page.url
    code = re.search(r"[A-Z]{2}-\d{4}-\d{4}", page.locator("main").inner_text()).group(0)
    eva.fits()

    # 4 · The page after sending opens nothing; the link in the mail does.
    follow = eva.link_in_mail(r"/ask/[^/]+/$")
    sent = page.url.rstrip("/").split("/")[-1]
    assert page.request.get(f"{base}/en/ask/{sent}/").status == 404
    page.goto(follow)
    assert eva.state() == "waiting"
    eva.sees(code)
    eva.fits()

    # 5 · The mission takes the case from its work list and answers.
    jana.sign_in()
    jana.go("/office/desk/?section=cases")
    jana.press(f'main .table a[href$="/cases/{code}/"]')
    jana.sees("Dobrý den, jak začneme?")
    jana.press('main form[action$="/take/"] button')
    form = 'main form[action$="/answer/"]'
    jana.page.locator("main details:has(form[action$='/answer/']) > summary").click()
    jana.page.locator(f'{form} [name="text"]').fill("Welcome. Look at Gangdu Elementary first.")
    jana.press(f"{form} button[type=submit]")

    # 6 · The answer comes by mail; the link shows it, and one press says that it helped.
    eva.page.goto(eva.link_in_mail(r"/ask/[^/]+/$"))
    eva.sees("Welcome. Look at Gangdu Elementary first.")
    eva.sees("Jana Wang")
    eva.fits()
    eva.press('main form[action$="/settle/"] button')
    assert eva.state() == "agreed"
    jana.go(f"/cases/{code}/")
    assert jana.state() == "agreed"
