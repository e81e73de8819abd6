"""Every screen of the main job, by whom it is seen: one list for the tests and for whoever looks at pictures of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from tests.browser.stack import Stack

ANYBODY = ""
TEACHER, SENDER, MEETING, ACTIVE, ENDED = (f"teacher{n}@demo.example.org" for n in (1, 2, 6, 8, 17))
WRITER = "teacher48@demo.example.org"
NEWCOMER, MISSION, OFFICER, MINISTRY = (
    f"{name}@demo.example.org" for name in ("newcomer.us", "mission.us", "officer", "ministry")
)

ADDITIONS = """
import datetime as dt
from django.utils import timezone
from mado.accounts.models import User
from mado.directory.models import Organization
from mado.exchanges.models import Exchange
from mado.exchanges.services import confirm_session, propose_session
from mado.profiles.models import Wish
from mado.profiles.services import start_wish
person = lambda number: User.objects.get(email=f"teacher{number}@demo.example.org")
exchange = Exchange.objects.filter(state="paired", sides__organization__name="新北市立和風國民小學").get()
monday = timezone.localdate() + dt.timedelta(days=14 - timezone.localdate().weekday())
for days, topic in ((1, "朝の会"), (3, "給食")):
    starts = dt.datetime.combine(monday + dt.timedelta(days=days), dt.time(2), dt.UTC)
    session = propose_session(exchange=exchange, actor=person(6), starts_at=starts, minutes=45, topic=topic, accept_outside=True)
    if days == 1:
        confirm_session(session=session, actor=person(26))
start_wish(organization=Organization.objects.get(name="高雄市立望港國民小學"), actor=person(1))
"""
"""What the demonstration world has no case of: a session asked for, one agreed on, a wish just begun."""

FACTS = """
import json
from mado.accounts.models import Appointment, SeatClaim
from mado.directory.models import Organization
from mado.exchanges.models import Exchange
from mado.notify.models import OutboxMessage
from mado.partnerships.models import Invitation
from mado.profiles.models import Wish
school = lambda name: Organization.objects.get(name=name).code
wish = lambda state: Wish.objects.get(state=state, organization__name="高雄市立望港國民小學").code
letter = lambda state, sender: Invitation.objects.filter(state=state, sender__name=sender).first().code
exchange = lambda state, name: Exchange.objects.filter(state=state, sides__organization__name=name).first().code
claim = lambda email: SeatClaim.objects.get(claimant__email=f"{email}@demo.example.org").code
print(json.dumps({
    "home": school("高雄市立望港國民小學"), "abroad": school("Redwood Dual Language Elementary"),
    "unknown": school("경기온누리초등학교"), "university": school("國立望海大學"), "prairie": school("Prairie Window Academy"),
    "open_wish": wish("open"), "draft_wish": wish("draft"), "asked": letter("sent", "Lakeside Lantern School"),
    "declined": letter("declined", "高雄市立望港國民小學"), "accepted": letter("accepted", "高雄市立望港國民小學"),
    "sent": letter("sent", "高雄市立晴嵐高級中學"), "withdrawn": letter("withdrawn", "臺南市立鹽田國民小學"),
    "lapsed": letter("lapsed", "臺南市立鹽田國民小學"), "reported": exchange("reported", "高雄市立望港國民小學"),
    "verified": exchange("verified", "高雄市立望港國民小學"), "active": exchange("active", "高雄市立晴嵐高級中學"),
    "abroad_verified": exchange("verified", "Redwood Dual Language Elementary"),
    "paired": exchange("paired", "新北市立和風國民小學"), "completed": exchange("completed", "新竹市立風城高級中學"),
    "claim_us": claim("newcomer.us"), "claim_kr": claim("newcomer.kr"), "claim_tw": claim("newcomer.tw"),
    "seat": Appointment.objects.get(organization__name="高雄市立望港國民小學", role="coordinator").pk,
    "mail": OutboxMessage.objects.order_by("-pk").first().pk,
}))
"""

PATHS: dict[str, str] = {
    ANYBODY: """
        / /about/ /styleguide/ /find/ /find/?q=%E9%AB%98%E9%9B%84&takes_part=yes /find/?q=xqzzzk&country=JP
        /find/?kind=co_teaching&country=US /schools/{home}/ /schools/{abroad}/ /schools/{unknown}/
        /find/compare/ /find/compare/?codes={home},{abroad},{unknown} /overlap/ /overlap/?a={home}&b={abroad} /account/login/ /account/signup/ /account/password/reset/
        /seats/ask/ /seats/ask/?q=Prairie /figures/ /figures/codebook/ /mailbox/ /mailbox/{mail}/ /sign-in-as/ !404/nothing-here/
    """,
    NEWCOMER: "/ /me/ /seats/ask/{unknown}/ /seats/claims/{claim_us}/ !403/my-school/{home}/ !403/office/claims/",
    TEACHER: """
        / /me/ /find/?sort=distance&open_now=yes /searches/ /searches/save/?country=JP&level=primary /schools/{abroad}/ /schools/{home}/ /my-school/{home}/ /my-school/{home}/about/
        /my-school/{home}/languages/ /my-school/{home}/day/ /my-school/{home}/capacity/ /my-school/{home}/calendar/
        /my-school/{home}/wishes/{open_wish}/ /my-school/{home}/wishes/{draft_wish}/
        /my-school/{home}/wishes/{open_wish}/kind/ /my-school/{home}/wishes/{draft_wish}/kind/
        /my-school/{home}/wishes/{open_wish}/whom/ /my-school/{home}/wishes/{open_wish}/group/
        /my-school/{home}/wishes/{open_wish}/languages/ /my-school/{home}/wishes/{open_wish}/topics/
        /my-school/{home}/wishes/{open_wish}/times/ /my-school/{home}/wishes/{open_wish}/capacity/
        /my-school/{home}/wishes/{open_wish}/check/ /my-school/{home}/wishes/{draft_wish}/check/ /invitations/
        /invitations/new/?to={abroad} /invitations/{asked}/ /invitations/{declined}/ /invitations/{accepted}/ /exchanges/
        /exchanges/{reported}/ /exchanges/{verified}/ /exchanges/{verified}/sessions/1/ /account/password/change/
        /account/email/ /account/2fa/ /people/{home}/ /people/{home}/ask/ /seats/{seat}/hand-over/ /seats/{seat}/end/
    """,
    SENDER: "/ /invitations/{sent}/ /exchanges/{active}/ /exchanges/{active}/sessions/2/ /exchanges/{active}/times/",
    MEETING: """
        / /exchanges/ /exchanges/{paired}/ /exchanges/{paired}/times/ /exchanges/{paired}/sessions/new/
        /exchanges/{paired}/sessions/1/ /exchanges/{paired}/sessions/2/ /schools/{abroad}/
    """,
    ACTIVE: "/ /exchanges/{completed}/ /exchanges/{completed}/report/ /exchanges/{completed}/report/check/",
    WRITER: "/ /exchanges/{completed}/ /exchanges/{completed}/report/ /exchanges/{completed}/report/check/",
    ENDED: "/invitations/ /invitations/{withdrawn}/ /invitations/{lapsed}/ /exchanges/",
    MISSION: """
        / /office/claims/ /office/claims/{claim_us}/ /office/invitations/ /office/exchanges/ /office/exchanges/{abroad_verified}/
        /office/schools/{abroad}/vouch/ /figures/ /office/seats/ /office/seats/?need=ending /office/renew/
    """,
    OFFICER: """
        / /office/claims/ /office/claims/?state=approved /office/invitations/ /invitations/{asked}/ /office/exchanges/
        /office/exchanges/{reported}/ /office/exchanges/{active}/ /exchanges/{active}/ /figures/person_times_home/records/?year=114
        /office/schools/{home}/vouch/ /office/seats/?need=all /people/{home}/ /people/{home}/stand-in/ /me/ /office/calendars/ /office/calendars/TW-KHH/ /office/calendars/TW-KHH/bells/primary/
    """,
    MINISTRY: "/ /office/settings/ /office/mandates/ /office/claims/ /office/invitations/ /office/exchanges/ /figures/ /figures/person_times_home/records/ /figures/?year=114",
}
"""A path may begin with the status it is to answer with."""


@dataclass(frozen=True, slots=True)
class Screen:
    who: str
    path: str
    status: int


def screens(stack: Stack) -> Iterator[Screen]:
    """Adds to the demonstration world what it lacks, then every screen with the codes of this world."""
    stack.python(ADDITIONS)
    facts = json.loads(stack.python(FACTS).strip().splitlines()[-1])
    for who, paths in PATHS.items():
        for path in paths.format(**facts).split():
            status = int(path[1:4]) if path.startswith("!") else 200
            yield Screen(who, path[4:] if path.startswith("!") else path, status)
