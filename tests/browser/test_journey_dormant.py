"""A school falls silent: three invitations lapse, it is shown as dormant, and comes back by one press of a mail's link."""

import pytest

from tests.browser.deeds import invite
from tests.browser.people import Person
from tests.browser.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

LET_DATES_PASS = """
import datetime as dt
from django.db.models import F
from mado.partnerships.models import Invitation
ago = dt.timedelta(days=60)
Invitation.objects.filter(code={code!r}).update(sent_at=F("sent_at") - ago, reply_by=F("reply_by") - ago)
"""
TOKYO = (
    "from mado.directory.models import Organization; print(Organization.objects.get(name='窓川区立みどり小学校').code)"
)


def row_in_find(person: Person, code: str, tone: str) -> None:
    """What the list of schools says of the school, once the index has heard of it."""
    for _ in range(60):
        person.go("/find/?q=Midori&country=JP")
        row = person.page.locator("main li.row", has=person.page.locator(f'a[href$="/schools/{code}/"]'))
        if row.locator(f".state-{tone}").count():
            return
        person.page.wait_for_timeout(500)
    raise AssertionError(f"The list never said {tone}: {row.inner_text()}")


def test_a_silent_school_goes_dormant_and_comes_back(browser, journey_stack: Stack):
    base = journey_stack.url
    tokyo = journey_stack.python(TOKYO).strip()
    bridge = Person.at(browser, base, language="zh-hant", email="bridge@example.org", zone="Asia/Taipei", width=390)
    sato = Person.at(browser, base, language="ja", email="sato@example.org", zone="Asia/Tokyo", width=390)
    nobody = Person.at(browser, base, language="en", email="", zone="UTC")

    # 1 · Two schools have asked it in vain. A third one asks.
    row_in_find(nobody, tokyo, "agreed")
    bridge.sign_in()
    bridge.go(f"/schools/{tokyo}/")
    bridge.fits()
    bridge.press(f'main a[href*="/invitations/new/?to={tokyo}"]')
    bridge.fits()
    invitation = invite(bridge, tokyo)
    bridge.fits()

    # 2 · Its date passes, too; the hourly job closes all three, and the school sleeps.
    journey_stack.python(LET_DATES_PASS.format(code=invitation))
    journey_stack.job("partnerships.lapse_invitations")
    link = sato.link_in_mail(r"/ja/here/")
    bridge.go(f"/invitations/{invitation}/")
    assert bridge.state() == "mend"
    bridge.fits()
    row_in_find(nobody, tokyo, "mend")
    nobody.go(f"/schools/{tokyo}/")
    assert nobody.page.locator("#liveness ~ p .state-mend").count() == 1
    bridge.go(f"/schools/{tokyo}/")
    assert bridge.page.locator(f'main a[href*="/invitations/new/?to={tokyo}"]').count() == 0
    bridge.go(f"/invitations/new/?to={tokyo}")
    assert bridge.page.locator('main form#invite .button-row button[value="check"]').is_disabled()
    bridge.fits()

    # 3 · A mail scanner opens the link: nothing changes. The teacher presses once, without signing in.
    assert sato.page.request.get(link).status == 200
    nobody.go(f"/schools/{tokyo}/")
    assert nobody.page.locator("#liveness ~ p .state-mend").count() == 1
    sato.page.goto(link)
    sato.sees("窓川区立みどり小学校")
    sato.fits()
    sato.press("main form .button-primary")
    assert "done=1" in sato.page.url
    assert sato.page.locator("main form").count() == 0
    sato.fits()

    # 4 · It is among the living again, and whoever asked in vain can ask anew.
    nobody.go(f"/schools/{tokyo}/")
    assert nobody.page.locator("#liveness ~ p .state-mend").count() == 0
    row_in_find(nobody, tokyo, "agreed")
    again = invite(bridge, tokyo)
    assert again != invitation
    sato.sign_in()
    sato.go(f"/invitations/{again}/")
    assert sato.state() == "waiting"
    sato.fits()
