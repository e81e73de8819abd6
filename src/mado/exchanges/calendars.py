"""Sessions as calendar entries in one side's own time. Source: RFC 5545, RFC 5546 (METHOD:PUBLISH)."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from mado.exchanges.clocks import clock_notes, placed_span_text
from mado.exchanges.enums import SessionState
from mado.exchanges.models import ExchangeSide, Session
from mado.exchanges.queries import other_label, side_labelled, zone_of

STATUS = {
    SessionState.PROPOSED: "TENTATIVE",
    SessionState.CONFIRMED: "CONFIRMED",
    SessionState.HELD: "CONFIRMED",
    SessionState.NO_SHOW: "CONFIRMED",
    SessionState.CANCELLED: "CANCELLED",
}


def session_entry(session: Session, side: ExchangeSide, link: str) -> Event:
    """One session in the local time of `side`; `link` is its page's address."""
    partner = side_labelled(session.exchange, other_label(side.label)).organization
    zones: list[ZoneInfo] = [zone_of(side.organization), zone_of(partner)]
    names = {"school": partner.name, "topic": session.topic}
    title = _("Exchange with %(school)s: %(topic)s") if session.topic else _("Exchange with %(school)s")
    lines = [placed_span_text(session.starts_at, session.ends_at, zone) for zone in dict.fromkeys(zones)]
    lines += clock_notes(session.starts_at, zones)
    if session.meeting_link:
        lines.append(_("Meeting: %(link)s") % {"link": session.meeting_link})
    lines.append(link)
    entry = Event()
    entry.add("uid", session.uid)
    entry.add("sequence", session.sequence)
    entry.add("dtstamp", timezone.now())
    entry.add("last-modified", session.state_changed_at)
    entry.add("dtstart", session.starts_at.astimezone(zones[0]))
    entry.add("dtend", session.ends_at.astimezone(zones[0]))
    entry.add("summary", title % names)
    entry.add("description", "\n".join(lines))
    entry.add("status", STATUS[SessionState(session.state)])
    entry.add("url", link)
    if session.meeting_link:
        entry.add("location", session.meeting_link)
    return entry


def calendar_file(sessions: Iterable[tuple[Session, str]], side: ExchangeSide) -> bytes:
    """An iCalendar file of (session, its page's address), in the local time of `side`, in the language in force."""
    calendar = Calendar()
    calendar.add("prodid", "-//Mado//International Exchange Window//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for session, link in sessions:
        calendar.add_component(session_entry(session, side, link))
    calendar.add_missing_timezones()
    return calendar.to_ical()
