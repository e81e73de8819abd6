"""A teacher sees who fits, reads why, turns one school down, changes her wish as suggested, and invites."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person
from tests.browser.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

SCHOOL = """
from mado.directory.models import Organization
print(Organization.objects.get(name="高雄市立市場國民小學").code)
"""


def fitting(person: Person) -> list[str]:
    """Schools recommended on the page, best first, by their own names."""
    return person.page.locator("main .row:has(.fit-number) .row-title .name").all_inner_texts()


def test_from_a_recommendation_to_an_invitation(browser, journey_stack: Stack):
    base = journey_stack.url
    market = Person.at(browser, base, language="en", email="market@example.org", zone="Asia/Taipei")
    school = journey_stack.python(SCHOOL).strip()

    # 1 · On her home stand the schools that fit, with the reasons of both sides.
    market.sign_in()
    market.go("/")
    assert set(fitting(market)) == {"한빛초등학교", "누리초등학교"}
    market.sees("You both want: Culture and festivals")
    first = fitting(market)[0]

    # 2 · The number is taken apart for both sides.
    number = market.page.locator("main .fit-number").first.inner_text().split()[0]
    market.press("main .fit-number")
    market.sees(f"Fits you: {number} of 100")
    assert market.page.locator("main .fit-table").count() == 2
    market.fits()

    # 3 · Not for us, with a reason; what was learned is seen and can be undone.
    market.press('main .sill a[href$="/refuse/"]')
    market.fill(reason="school")
    market.save()
    market.sees("1 school fits")
    market.sees(f"{first} (")
    assert first not in fitting(market)
    market.press("main section:has(#learned) form button")
    market.sees("2 schools fit")

    # 4 · The change that would open most, made in the wish: the count grows.
    market.press("main section:has(#open-more) .row-title a")
    market.page.locator('[name="partner_countries"][value="AU"]').check()
    market.save()
    market.go("/recommendations/")
    market.sees("4 schools fit")
    assert {"Wattle Primary School", "Banksia Primary School"} <= set(fitting(market))
    market.page.set_viewport_size({"width": 390, "height": 800})
    market.fits()
    market.page.set_viewport_size({"width": 1280, "height": 900})

    # 5 · Why another school does not fit.
    market.page.locator('[name="school"]').fill("Lighthouse")
    market.press("main section:has(#why-not) button")
    market.press("main section:has(#why-not) .row-title a")
    market.sees("Your wish asks for schools of other countries.")

    # 6 · While another wish is written, the count follows what is typed.
    market.go(f"/my-school/{school}/")
    market.press('main form[action$="/wishes/new/"] button')
    market.go(re.sub(r"^.*?/en(/my-school/.*)/kind/$", r"\1/whom/", market.page.url))
    count = market.page.locator("#fit-count strong")
    before = int(count.inner_text())
    market.page.locator('[name="partner_countries"][value="KR"]').check()
    expect(count).to_have_text("2")
    assert before > 2

    # 7 · A country that is ticked shows its regions at once; who has not said where it lies is not left out.
    market.page.locator('#wish-regions summary:has-text("South Korea: only some regions")').click()
    market.page.locator('[name="partner_regions"][value="KR-26"]').check()
    expect(count).to_have_text("1")
    market.page.locator('[name="partner_countries"][value="AU"]').check()
    expect(count).to_have_text("3")
    assert market.page.locator('[name="partner_regions"]:checked').get_attribute("value") == "KR-26"
    market.page.locator('[name="partner_countries"][value="KR"]').uncheck()
    expect(market.page.locator("#wish-regions fieldset")).to_have_count(0)
    expect(count).to_have_text("2")

    # 8 · From the list to the letter, with the right wish.
    market.go("/recommendations/")
    market.press('main .row:has-text("Wattle") a.button')
    market.fill(about_us="We are a class of twenty-five.", proposal="Four meetings about our street.")
    market.press('main form#invite .button-row button[value="check"]')
    market.press('main button[value="send"]')
    assert market.state() == "waiting"
    market.go("/recommendations/")
    assert "Wattle Primary School" not in fitting(market)
