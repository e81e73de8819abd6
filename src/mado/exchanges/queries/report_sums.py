"""A report with its sums, each in its unit: persons, person-times, sessions."""

from dataclasses import dataclass

from mado.exchanges.enums import GoOn
from mado.exchanges.models import Exchange, Report, Session, SessionCount
from mado.exchanges.queries.sessions import held_sessions
from mado.exchanges.queries.sides import sides_of


@dataclass(frozen=True, slots=True)
class ReportSums:
    """`rows`: each held session with its count, an empty one where nothing was typed. `pupil_times`, `adult_times` are person-times."""

    report: Report
    rows: tuple[tuple[Session, SessionCount], ...]
    pupil_times: int
    adult_times: int

    @property
    def person_times(self) -> int:
        return self.pupil_times + self.adult_times

    @property
    def persons(self) -> int:
        return (self.report.pupils or 0) + (self.report.adults or 0)

    @property
    def go_on_label(self) -> str:
        return str(GoOn(self.report.go_on).label) if self.report.go_on else ""


def report_sums(report: Report, held: list[Session]) -> ReportSums:
    """`report.counts` may be prefetched; counts of sessions that are no longer held are left out."""
    counts = {count.session_id: count for count in report.counts.all()}
    rows = tuple((session, counts.get(session.pk) or SessionCount(session=session)) for session in held)
    pupils = sum(count.pupils or 0 for _session, count in rows)
    adults = sum(count.adults or 0 for _session, count in rows)
    return ReportSums(report, rows, pupils, adults)


def both_reports(exchange: Exchange) -> list[ReportSums]:
    """The reports of both sides, side A's first; empty before the exchange is completed. One query for the counts."""
    reports = {
        report.side_id: report for report in Report.objects.filter(side__exchange=exchange).prefetch_related("counts")
    }
    held = held_sessions(exchange)
    found = []
    for side in sides_of(exchange):
        if side.pk in reports:
            reports[side.pk].side = side
            side.exchange = exchange
            found.append(report_sums(reports[side.pk], held))
    return found
