"""Everything dated of one person's schools as one calendar. Sources: RFC 5545; RFC 7986 §5.7 (refresh)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from mado.accounts.queries import seat_organization_ids
from mado.correspondence.queries import subject_of
from mado.correspondence.queries.threads import questions_for
from mado.exchanges.calendars import session_entry
from mado.exchanges.models import Exchange
from mado.exchanges.queries import mine_and_theirs, of_seats, with_sides
from mado.partnerships.enums import InvitationState
from mado.partnerships.queries import received_by, sent_from
from mado.partnerships.wording import spoken_name

DAYS_BACK = dt.timedelta(days=180)


def feed_bytes(user: Any) -> bytes:
    """The sessions of half a year back and all ahead, the days by which somebody answers; in the language in force. The
    same state gives the same bytes. No names of pupils: Mado knows none here."""
    calendar = Calendar()
    calendar.add("prodid", "-//Mado//International Exchange Window//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Exchanges on Mado"))
    calendar.add("refresh-interval", dt.timedelta(hours=4), parameters={"VALUE": "DURATION"})
    for entry in (*_sessions(user), *_reply_dates(user), *_answer_dates(user)):
        calendar.add_component(entry)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _page(view: str, **kwargs: Any) -> str:
    return settings.MADO_SITE_URL.rstrip("/") + reverse(view, kwargs=kwargs)


def _sessions(user: Any) -> Iterator[Event]:
    since = timezone.now() - DAYS_BACK
    exchanges = with_sides(of_seats(user)).prefetch_related("sessions").order_by("id")
    for exchange in exchanges:
        for session in sorted(exchange.sessions.all(), key=lambda row: row.number):
            if session.ends_at > since:
                yield _session(user, exchange, session)


def _session(user: Any, exchange: Exchange, session: Any) -> Event:
    session.exchange = exchange
    mine, _theirs = mine_and_theirs(user, exchange)
    link = _page("exchanges:session", code=exchange.code, number=session.number)
    entry = session_entry(session, mine, link)
    entry.pop("dtstamp")
    entry.add("dtstamp", session.state_changed_at)
    return entry


def _all_day(uid: str, day: dt.date, changed: dt.datetime, title: str, link: str) -> Event:
    entry = Event()
    entry.add("uid", f"{uid}@mado")
    entry.add("dtstamp", changed)
    entry.add("dtstart", day)
    entry.add("dtend", day + dt.timedelta(days=1))
    entry.add("summary", title)
    entry.add("description", link)
    entry.add("url", link)
    entry.add("transp", "TRANSPARENT")
    return entry


def _reply_dates(user: Any) -> Iterator[Event]:
    own = seat_organization_ids(user)
    for row in received_by(own).filter(state=InvitationState.SENT).order_by("id"):
        title = _("Last day to answer the invitation of %(school)s") % {"school": spoken_name(row.sender)}
        link = _page("partnerships:invitation", code=row.code)
        yield _all_day(f"{row.code}-answer", row.reply_by, row.state_changed_at, title, link)
    for row in sent_from(own).filter(state=InvitationState.SENT).order_by("id"):
        title = _("%(school)s answers your invitation by today") % {"school": spoken_name(row.recipient)}
        link = _page("partnerships:invitation", code=row.code)
        yield _all_day(f"{row.code}-wait", row.reply_by, row.state_changed_at, title, link)


def _answer_dates(user: Any) -> Iterator[Event]:
    for message in questions_for(user):
        subject = subject_of(message.thread)
        school = spoken_name(subject.party(message.side).organization)
        title = _("Last day to answer the message of %(school)s") % {"school": school}
        link = _page("correspondence:thread", code=subject.code)
        if message.answer_by:
            yield _all_day(f"message-{message.pk}", message.answer_by, message.at, title, link)
