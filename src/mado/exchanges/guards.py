"""WHEN it may: each answers with a sentence a person can act on."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mado.exchanges.enums import ExchangeState, ReportState
from mado.exchanges.models import Exchange, Report, Session, SessionCount
from mado.exchanges.queries import HANDED_IN, held_sessions, open_sessions
from mado.kernel.decision import YES, Decision, Reason, check, no
from mado.profiles.enums import MeetingMode

OPEN_STATES = (ExchangeState.PAIRED, ExchangeState.ACTIVE)


def is_open(exchange: Exchange) -> Decision:
    """Sessions can be proposed, answered and recorded."""
    if exchange.state == ExchangeState.COMPLETED:
        return no(
            "completed",
            gettext_lazy("The exchange was completed. Choose “Go on with sessions” to add one while no report is in."),
        )
    return check(exchange.state in OPEN_STATES, "closed", gettext_lazy("The exchange is closed."))


def is_exchange_open(session: Session) -> Decision:
    return is_open(session.exchange)


def has_not_begun(session: Session) -> Decision:
    """A date that is past cannot be agreed any more."""
    return check(
        session.starts_at > timezone.now(),
        "past",
        gettext_lazy("This time is past. Say what happened, or propose another time."),
    )


def has_begun(session: Session) -> Decision:
    return check(
        session.starts_at <= timezone.now(),
        "ahead",
        gettext_lazy("The session has not begun. Record it once its time has come."),
    )


def has_held_session(exchange: Exchange) -> Decision:
    return check(held_sessions(exchange), "no_session", gettext_lazy("No session has been recorded as held."))


def has_contact(exchange: Exchange) -> Decision:
    """A live exchange needs a held session; one that works in turns declares its work in the report."""
    if exchange.mode == MeetingMode.ASYNC:
        return YES
    return check(
        held_sessions(exchange),
        "no_session",
        gettext_lazy("No session has been recorded as held. Record at least one, or end the exchange early."),
    )


def has_no_open_session(exchange: Exchange) -> Decision:
    """What is still agreed must be recorded, moved or cancelled first: counts would be wrong otherwise."""
    left = open_sessions(exchange)
    if not left:
        return YES
    return no(
        "open_session",
        _("Session %(number)s is still open. Record what happened, or cancel it, and then complete.")
        % {"number": left[0].number},
    )


def _reports(exchange: Exchange) -> list[Report]:
    return list(Report.objects.filter(side__exchange=exchange))


def has_no_report_handed_in(exchange: Exchange) -> Decision:
    return check(
        all(report.state in (ReportState.DRAFT, ReportState.RETURNED) for report in _reports(exchange)),
        "report_in",
        gettext_lazy("A report has been handed in, so the sessions stand as they are."),
    )


def has_both_reports(exchange: Exchange) -> Decision:
    """Handed in, or accepted in this very deed."""
    handed_in = sum(report.state in HANDED_IN for report in _reports(exchange))
    return check(handed_in == 2, "report_missing", gettext_lazy("The report of one side is not handed in."))


def is_exchange_completed(report: Report) -> Decision:
    return check(
        report.side.exchange.state == ExchangeState.COMPLETED,
        "not_completed",
        gettext_lazy("The exchange is not at its reports. Complete it first."),
    )


def is_exchange_reported(report: Report) -> Decision:
    return check(
        report.side.exchange.state == ExchangeState.REPORTED,
        "not_reported",
        gettext_lazy("Both reports must be in before one is accepted."),
    )


def is_report_whole(report: Report) -> Decision:
    """Everything there and the numbers agree; the reasons' codes are names of the form's fields."""
    held = held_sessions(report.side.exchange)
    counts = {count.session_id: count for count in report.counts.all()}
    reasons = _missing(report, held, counts)
    if not reasons:
        reasons = _contradictions(report, held, counts)
    return Decision(tuple(reasons))


def _missing(report: Report, held: list[Session], counts: dict[int, SessionCount]) -> list[Reason]:
    reasons = []
    for session in held:
        count = counts.get(session.pk)
        values = {"pupils": count.pupils if count else None, "adults": count.adults if count else None}
        sentences = {
            "pupils": _("Say how many pupils were present at session %(number)s; 0 if none."),
            "adults": _("Say how many adults were present at session %(number)s; 0 if none."),
        }
        reasons += [
            Reason(f"count_{session.pk}_{who}", sentences[who] % {"number": session.number})
            for who, value in values.items()
            if value is None
        ]
    if report.pupils is None:
        reasons.append(Reason("pupils", _("Say how many different pupils took part in all.")))
    if report.adults is None:
        reasons.append(Reason("adults", _("Say how many different adults took part in all; 0 if none.")))
    if not report.made.strip():
        reasons.append(Reason("made", _("Say in a sentence or two what was made or done together.")))
    if not report.learned.strip():
        reasons.append(Reason("learned", _("Say in a sentence or two what the pupils learned.")))
    if not report.go_on:
        reasons.append(Reason("go_on", _("Say whether you would go on.")))
    return reasons


def _contradictions(report: Report, held: list[Session], counts: dict[int, SessionCount]) -> list[Reason]:
    """Only asked when nothing is missing, so every number is there."""
    pupils, adults = report.pupils or 0, report.adults or 0
    reasons = []
    for session in held:
        count = counts[session.pk]
        if (count.pupils or 0) > pupils:
            reasons.append(Reason(f"count_{session.pk}_pupils", _more_present(session, count.pupils or 0, pupils)))
        if (count.adults or 0) > adults:
            reasons.append(
                Reason(
                    f"count_{session.pk}_adults",
                    _(
                        "Session %(number)s has %(present)s adults present, but you report %(distinct)s different "
                        "adults in all. Correct one of the two numbers."
                    )
                    % {"number": session.number, "present": count.adults, "distinct": adults},
                )
            )
    if pupils == 0:
        reasons.append(Reason("pupils", _("An exchange needs pupils: say how many of yours took part.")))
    elif held and not any(counts[session.pk].pupils for session in held):
        sentence = _("No session has a pupil of yours present. Correct the numbers of at least one session.")
        reasons.append(Reason(f"count_{held[0].pk}_pupils", sentence))
    elif held and not reasons:
        reasons += _more_distinct_than_present(report, held, counts)
    return reasons + _beyond_the_group(report)


def _more_present(session: Session, present: int, distinct: int) -> str:
    return _(
        "Session %(number)s has %(present)s pupils present, but you report %(distinct)s different pupils in all. "
        "Correct one of the two numbers."
    ) % {"number": session.number, "present": present, "distinct": distinct}


def _more_distinct_than_present(report: Report, held: list[Session], counts: dict[int, SessionCount]) -> list[Reason]:
    """Whoever took part was present at least once: persons cannot exceed person-times."""
    reasons = []
    for who, distinct in (("pupils", report.pupils or 0), ("adults", report.adults or 0)):
        present = sum(getattr(counts[session.pk], who) or 0 for session in held)
        if distinct > present:
            reasons.append(
                Reason(
                    who,
                    _(
                        "You report %(distinct)s different persons, but all sessions together had %(present)s present. "
                        "Count only those who came at least once."
                    )
                    % {"distinct": distinct, "present": present},
                )
            )
    return reasons


def _beyond_the_group(report: Report) -> list[Reason]:
    """More pupils than the group said at the start: correct the number, or say that the group became larger."""
    said, now = report.side.group_size, report.group_size
    if said is None or report.pupils is None or report.pupils <= max(said, now or 0):
        return []
    return [
        Reason(
            "pupils",
            ngettext(
                "You report %(pupils)s different pupils, but your group had %(group)s pupil at the start. Correct the "
                "number, or fill in “Our group became larger”.",
                "You report %(pupils)s different pupils, but your group had %(group)s pupils at the start. Correct the "
                "number, or fill in “Our group became larger”.",
                said,
            )
            % {"pupils": report.pupils, "group": said},
        )
    ]
