"""What people of several journeys do: invite a school, agree on a session."""

import re

from tests.browser.people import Person


def invite(teacher: Person, school: str) -> str:
    """A structured letter, checked, then sent; returns the invitation's code."""
    teacher.go(f"/schools/{school}/")
    teacher.go(f"/invitations/new/?to={school}")
    teacher.fill(
        kind="cultural",
        mode="both",
        about_us="We are a fourth-grade class of twenty-five in a dual-language programme.",
        proposal="Four meetings about our markets and what we cook at home.",
        first_step="One minute of video: the way to school.",
        language="en",
        group_size="25",
    )
    teacher.press('main form#invite .button-row button[value="check"]')
    teacher.press('main button[value="send"]')
    assert teacher.state() == "waiting"
    return teacher.page.url.strip("/").split("/")[-1]


def arrange_session(asker: Person, other: Person, exchange: str) -> str:
    """Times from the overlap finder; where lessons never meet, one of the times it offers outside them. Returns the
    other person's calendar of it."""
    asker.go(f"/exchanges/{exchange}/times/")
    offered = asker.page.locator(f'main a[href*="/exchanges/{exchange}/sessions/new/"]')
    asker.go(re.sub(r"^.*?/(en|zh-hant)/", "/", offered.first.get_attribute("href")))
    asker.fill(topic="What is on your table?")
    outside = asker.page.locator('[name="accept_outside"]')
    if outside.count():
        outside.first.check()
    asker.save()
    other.go(f"/exchanges/{exchange}/sessions/1/")
    other.press('main form[action$="/move/confirm/"] button')
    assert other.state() == "agreed"
    calendar = other.page.request.get(f"{other.base}/{other.language}/exchanges/{exchange}/sessions/1/session.ics")
    return calendar.text()
