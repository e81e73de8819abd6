"""WHEN a case may move: each obstacle with the sentence that says how to mend it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from mado.desks.enums import CaseKind
from mado.desks.models import DeskCase
from mado.kernel.decision import Decision, check


def is_manual_match(case: DeskCase) -> Decision:
    return check(
        case.kind == CaseKind.MANUAL_MATCH,
        "not_a_match",
        _("Schools are proposed only where a partner is looked for by hand. Answer in words instead."),
    )


def is_past_its_day(case: DeskCase) -> Decision:
    return check(
        case.answer_by < timezone.localdate(),
        "still_in_time",
        _("There is time to answer until %(date)s.") % {"date": case.answer_by.isoformat()},
    )
