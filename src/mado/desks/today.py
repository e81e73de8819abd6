"""What cases ask of a person today."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.desks.enums import CaseState
from mado.desks.queries.cases import cases_of_asker, cases_that_wait_for_asker, cases_that_wait_for_office
from mado.kernel.today import TodayItem, register_today
from mado.partnerships.wording import full_date, spoken_name

SHOWN_MOST = 10
"""Cases on the home page; the work list shows them all."""


def _end_of_day(day: dt.date, user: User) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(23, 59), tzinfo=ZoneInfo(user.time_zone or "UTC"))


def office_desk(user: User) -> Iterator[TodayItem]:
    """Cases that wait for the person's office."""
    for case in cases_that_wait_for_office(user)[:SHOWN_MOST]:
        yield TodayItem(
            kind="needs",
            title=_("%(asker)s asks: %(subject)s") % {"asker": case.asker_name, "subject": case.subject},
            detail=_("Your office answers by %(date)s.") % {"date": full_date(case.answer_by)},
            action=_("Open the case"),
            url=reverse("desks:case", kwargs={"code": case.code}),
            due=_end_of_day(case.answer_by, user),
        )


def own_cases(user: User) -> Iterator[TodayItem]:
    """What the person or the school asked, when it is their turn; what the office is at."""
    for case in cases_that_wait_for_asker(user)[:SHOWN_MOST]:
        asked = case.state == CaseState.INFO_REQUESTED
        yield TodayItem(
            kind="needs",
            title=_("The office asks about: %(subject)s") % {"subject": case.subject}
            if asked
            else _("There is an answer to: %(subject)s") % {"subject": case.subject},
            detail=_("Please reply by %(date)s.") % {"date": full_date(case.answer_by)}
            if asked
            else _("Say by %(date)s whether it helps.") % {"date": full_date(case.answer_by)},
            action=_("Read and answer"),
            url=reverse("desks:case", kwargs={"code": case.code}),
            due=_end_of_day(case.answer_by, user),
            tone="mend" if asked else "waiting",
        )
    waiting = cases_of_asker(user).filter(state__in=(CaseState.OPENED, CaseState.TAKEN))
    for case in waiting[:SHOWN_MOST]:
        office = spoken_name(case.office) if case.office else _("The office")
        yield TodayItem(
            kind="moves",
            title=case.subject,
            detail=_("%(office)s answers by %(date)s.") % {"office": office, "date": full_date(case.answer_by)},
            action=_("See the case"),
            url=reverse("desks:case", kwargs={"code": case.code}),
            due=_end_of_day(case.answer_by, user),
        )


register_today(office_desk)
register_today(own_cases)
