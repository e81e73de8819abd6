"""Every screen, by whom it is seen: one list for the tests and for whoever looks at pictures of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from mado.demo.primitives import DEMO_PASSWORD
from tests.browser.screens_world import ADDITIONS, FACTS
from tests.browser.stack import Stack

ANYBODY = ""
TEACHER, SENDER, MEETING, ACTIVE, ENDED = (f"teacher{n}@demo.example.org" for n in (1, 2, 6, 8, 17))
WRITER = "teacher48@demo.example.org"
NEWCOMER, CLAIMANT, MISSION, MISSION_JP, OFFICER, CEO, MINISTRY = (
    f"{name}@demo.example.org"
    for name in ("newcomer.us", "newcomer.tw", "mission.us", "mission.jp", "officer", "ceo", "ministry")
)

PATHS: dict[str, str] = {
    ANYBODY: """
        / /about/ /styleguide/ /begin/ /begin/us/ /begin/gb/ /begin/jp/ /begin/kr/ /begin/de/ /begin/cz/ /begin/vn/
        /begin/tw/ /offices/ /offices/?q=Brno /offices/?q=xqz /questions/ /ask/ /ask/?country=CZ&language=cs !422+/ask/?text=
        /ask/sent/{sent_link}/ /ask/{follow}/ !422+/ask/{follow}/reply/?text=
        /rounds/
        /find/ /find/?q=%E9%AB%98%E9%9B%84&takes_part=yes /find/?q=xqzzzk&country=JP /find/?kind=co_teaching&country=US
        /find/#suggestions /find/?country=JP#map /find/compare/ /find/compare/?codes={home},{abroad},{unknown}
        /searches/stop/{search_stop}/ +/searches/stop/{search_stopped}/ /recommendations/mails/{recommendation_stop}/
        /schools/{home}/ /schools/{abroad}/ /schools/{unknown}/ /schools/{dormant}/ /schools/{university}/ /schools/{full}/
        /overlap/ /overlap/?a={home}&b={abroad} /figures/ /figures/codebook/
        /here/{here}/ /fewer-mails/{fewer}/ +/fewer-mails/{fewer}/ /seats/invited/{offered}/ /renew/{renew}/
        /account/login/ +/account/login/?login=nobody@example.org&password=x /account/signup/ +/account/signup/?name=
        /account/password/reset/ /account/password/reset/done/ /account/password/reset/key/done/
        /account/password/reset/key/1-x/ /account/login/code/ /account/inactive/
        /seats/ask/ /seats/ask/?q=Prairie /mailbox/ /mailbox/{mail}/ /mailbox/{letter}/ /sign-in-as/ !404/nothing-here/
    """,
    NEWCOMER: """
        / /me/ /cases/ /cases/new/ /searches/ /inbox/ /me/mails/ /me/calendar/ /seats/ask/{unknown}/
        !422+/seats/ask/{unknown}/?position= /seats/claims/{claim_us}/ !403/my-school/{home}/ !403/office/claims/
        /schools/{home}/ !404/cases/{case_new}/
    """,
    CLAIMANT: "/ /seats/claims/{claim_tw}/ /seats/invited/{offered}/",
    TEACHER: """
        +/account/reauthenticate/?password={password} /account/2fa/totp/activate/
        /rounds/pairs/{pair_asked}/ !422+/rounds/pairs/{pair_asked}/decline/?reason= /rounds/{round_out}/
        / /me/ !422+/me/?name= /find/?sort=distance&open_now=yes /searches/ /searches/save/?country=JP&level=primary
        !422+/searches/save/?name= /find/compare/?codes={home},{abroad},{dormant}
        /find/seek-and-open/ /find/seek-and-open/?country=US /find/seek-and-open/?country=FR /schools/{abroad}/ /schools/{home}/ /schools/{dormant}/ /schools/{full}/
        /my-school/{home}/ /my-school/{home}/about/ /my-school/{home}/facts/ /my-school/{home}/place/
        /my-school/{home}/programmes/ /my-school/{home}/links/ /my-school/{home}/languages/ /my-school/{home}/taught/
        /my-school/{home}/topics/ /my-school/{home}/people/ /my-school/{home}/technique/ /my-school/{home}/safety/
        /my-school/{home}/record/ /my-school/{home}/awards/ /my-school/{home}/day/ /my-school/{home}/capacity/
        /my-school/{home}/calendar/ !422+/my-school/{home}/calendar/add/?name= /my-school/{home}/picture/ /my-school/{home}/logo/
        /my-school/{home}/calendar/file/ !422+/my-school/{home}/calendar/file/?kind=
        !422+/my-school/{home}/facts/?age_youngest=99&age_oldest=3
        /my-school/{home}/texts/ /my-school/{home}/texts/en/ /my-school/{home}/texts/ko/
        /my-school/{home}/wishes/{open_wish}/ /my-school/{home}/wishes/{draft_wish}/
        /my-school/{home}/wishes/{open_wish}/kind/ /my-school/{home}/wishes/{draft_wish}/kind/
        /my-school/{home}/wishes/{open_wish}/forms/ /my-school/{home}/wishes/{open_wish}/whom/
        /my-school/{home}/wishes/{open_wish}/group/ /my-school/{home}/wishes/{open_wish}/languages/
        /my-school/{home}/wishes/{open_wish}/topics/ /my-school/{home}/wishes/{open_wish}/goals/
        /my-school/{home}/wishes/{open_wish}/times/ /my-school/{home}/wishes/{open_wish}/terms/
        /my-school/{home}/wishes/{open_wish}/capacity/ /my-school/{home}/wishes/{open_wish}/texts/
        /my-school/{home}/wishes/{open_wish}/texts/en/ /my-school/{home}/wishes/{open_wish}/check/
        /my-school/{home}/wishes/{draft_wish}/check/ !422+/my-school/{home}/wishes/{draft_wish}/kind/?title=
        /my-programs/{home}/ +/my-programs/{home}/tokens/?name=Library&valid_until={soon}
        !422+/my-programs/{home}/tokens/?name= !422+/my-programs/{home}/webhooks/?url=http://localhost
        /invitations/ /invitations/?show=sent /invitations/new/?to={abroad} /invitations/new/?to={full}
        !422+/invitations/new/?to={university} /invitations/{asked}/ /invitations/{declined}/ /invitations/{accepted}/
        /exchanges/ /exchanges/{reported}/ /exchanges/{verified}/ /exchanges/{verified}/sessions/1/
        /inbox/ /inbox/?show=us /inbox/?q=xqzzz /inbox/{asked}/ /inbox/{reported}/ !422+/inbox/{asked}/?body=
        /cases/ /cases/new/?kind=manual_match&q=Brno !422+/cases/new/?kind=other /cases/{case_new}/
        /me/mails/ !422+/me/mails/?quiet_from=99 /me/calendar/ +/me/calendar/
        /recommendations/{open_wish}/ /recommendations/{open_wish}/?school=school /recommendations/{draft_wish}/
        /recommendations/{open_wish}/{abroad}/ /recommendations/{open_wish}/{dormant}/
        /account/password/change/ /account/email/ /account/2fa/ /account/reauthenticate/ /account/logout/
        /people/{home}/ /people/{home}/ask/ !422+/people/{home}/ask/?email=x /seats/{seat}/hand-over/
        !422+/seats/{seat}/hand-over/?email= +/seats/{seat}/hand-over/?successor=other&email=next@example.org&name=Chen&language=en&reply_by={soon}
        /seats/{seat}/end/
    """,
    SENDER: """
        / /invitations/{sent}/ /exchanges/{active}/ /exchanges/{active}/sessions/2/ /exchanges/{active}/times/
        /exchanges/{active}/sessions/new/ /my-school/{sender}/calendar/file/ /cases/ /cases/{case_answered}/ !422+/cases/{case_answered}/object/?text=
    """,
    MEETING: """
        / /exchanges/ /exchanges/{paired}/ /exchanges/{paired}/times/ /exchanges/{paired}/sessions/new/
        !422+/exchanges/{paired}/sessions/new/?topic= /exchanges/{paired}/sessions/1/ /exchanges/{paired}/sessions/2/
        /inbox/{paired}/ /schools/{abroad}/
    """,
    ACTIVE: "/ /exchanges/{completed}/ /exchanges/{completed}/report/check/",
    WRITER: "/ /recommendations/ /exchanges/{completed}/ /exchanges/{completed}/report/ /exchanges/{completed}/report/check/",
    ENDED: """
        / /recommendations/{fitted_wish}/ /recommendations/{fitted_wish}/{fitting}/ /schools/{fitting}/
        /recommendations/{fitted_wish}/{fitting}/refuse/ !422+/recommendations/{fitted_wish}/{fitting}/refuse/?reason=
        /invitations/ /invitations/{withdrawn}/ /invitations/{lapsed}/ /exchanges/ /cases/ /inbox/
    """,
    MISSION: """
        / /office/claims/ /office/claims/{claim_us}/ !422+/office/claims/{claim_us}/refuse/?reason= /office/invitations/
        /office/exchanges/ /office/exchanges/{abroad_verified}/ /office/schools/{abroad}/vouch/ /figures/ /office/seats/
        /office/seats/?need=ending /office/renew/ /office/desk/ /office/dormant/ /office/lists/ /office/calendars/US-CA/
    """,
    MISSION_JP: "/ /office/desk/ /office/dormant/ /cases/{case_asked}/ /office/renew/",
    OFFICER: """
        / /office/claims/ /office/claims/?state=approved /office/invitations/ /invitations/{asked}/ /office/exchanges/
        /office/exchanges/{reported}/ /office/exchanges/{active}/ /exchanges/{active}/
        /figures/person_times_home/records/?year=114 /office/schools/{home}/vouch/
        /office/seats/?need=all /office/seats/?need=none /office/seats/?need=single /office/renew/ /office/dormant/
        /people/{home}/ /people/{home}/stand-in/ !422+/people/{home}/stand-in/?email= /me/
        /office/desk/ /office/desk/?section=cases /office/desk/?section=silent /office/desk/?section=dormant
        /office/desk/?section=cases&country=VN !422+/office/desk/views/?name=&query=section%3Dcases
        +/office/desk/ask_after/?row={silent} +/office/desk/assign/?row={case_new_pk} +/office/desk/hand_on/?row={case_new_pk}
        !422+/office/desk/hand_on/?row={case_new_pk}&step=show
        /cases/{case_new}/ !422+/cases/{case_new}/ask/?text= /cases/{case_answered}/ /cases/{case_new}/propose/
        /cases/{case_new}/propose/?q=school&picked={abroad}&add={prairie} !422+/cases/{case_new}/propose/?step=send&picked={abroad}
        /office/lists/ /office/lists/new/ !422+/office/lists/new/?office= /office/lists/{list_new}/columns/
        !422+/office/lists/{list_new}/columns/?country= /office/lists/{list_checked}/preview/
        /office/lists/{list_checked}/preview/?show=choose /office/lists/{list_checked}/preview/?show=change
        /office/lists/{list_checked}/preview/?show=reject /office/lists/{list_done}/ /office/lists/{list_done}/recipients/
        /office/lists/{list_undone}/ /office/lists/{list_working}/ /office/lists/{list_failed}/
        /office/calendars/ /office/calendars/TW/ /office/calendars/TW-KHH/ /office/calendars/TW-KHH/bells/primary/
        /office/calendars/entries/{span}/ !422+/office/calendars/entries/{span}/?first= /inbox/
        /office/rounds/ /office/rounds/new/ /office/rounds/new/?a_countries=TW&b_countries=JP !422+/office/rounds/new/?name=
        /office/rounds/{round_draft}/schools/ /office/rounds/{round_draft}/balance/
        !422+/office/rounds/{round_draft}/schools/?deed=add&side=a&code=NOBODY
        !422+/office/rounds/{round_draft}/schools/?deed=search&a_countries=XX /office/rounds/{round_working}/
        /office/rounds/{round_ready}/rules/ /office/rounds/{round_ready}/rules/?rule=fair&show=unpaired_b
        /office/rounds/{round_ready}/rules/?rule=fair&show=one_more /office/rounds/{round_ready}/rules/?rule=fair&show=pairs
        /office/rounds/{round_ready}/pairs/ !422+/office/rounds/{round_ready}/pairs/?deed=pin&a=NOBODY&b=NOBODY
        /office/rounds/{round_trial}/pairs/ /office/rounds/{round_ready}/letters/
        !422+/office/rounds/{round_ready}/letters/?deed=look&reply_by=
    """,
    CEO: """
        / /office/desk/ /office/stray-mail/ /office/stray-mail/{stray}/ !422+/office/stray-mail/{stray}/release/?code=
        /cases/{case_enquiry}/ /office/settings/ !422+/office/settings/?reply_days= /office/mandates/
        /office/rounds/{round_out}/answers/ /office/rounds/{round_out}/schools/ /rounds/{round_out}/ /rounds/pairs/{pair_done}/
        /office/mandates/new/ !422+/office/mandates/new/?office= /office/mandates/{mandate}/
        !422+/office/mandates/{mandate}/?country= /office/lists/ /office/dormant/ /office/claims/
    """,
    MINISTRY: """
        /office/settings/ /office/mandates/ /office/mandates/{mandate}/ /office/claims/ /office/invitations/ /office/exchanges/
        /office/desk/ /office/lists/ /office/lists/{list_done}/ /office/seats/ /office/renew/ /office/dormant/ /office/calendars/
        /figures/ /figures/person_times_home/records/ /figures/?year=114
    """,
}
"""A path may begin with the status it is to answer with (!404), then with a + where a form is sent there: the query is what
is sent. A # names what is done on the page before anybody looks: see DEEDS of test_axe."""


@dataclass(frozen=True, slots=True)
class Screen:
    who: str
    path: str
    status: int = 200
    posted: bool = False
    deed: str = ""


def read(who: str, text: str) -> Screen:
    """One word of PATHS."""
    status = int(text[1:4]) if text.startswith("!") else 200
    path, _, deed = text[4 if text.startswith("!") else 0 :].partition("#")
    return Screen(who, path.removeprefix("+"), status, path.startswith("+"), deed)


def screens(stack: Stack) -> Iterator[Screen]:
    """Adds to the demonstration world what it lacks, then every screen with the codes of this world."""
    stack.python(ADDITIONS)
    facts = json.loads(stack.python(FACTS).strip().splitlines()[-1])
    for who, paths in PATHS.items():
        yield from (read(who, text) for text in paths.format(password=quote(DEMO_PASSWORD), **facts).split())
