"""Five years after an exchange has closed its sessions are counts only, and the letter it began with is gone."""

from django.db.models import Q

from mado.exchanges.enums import ExchangeState
from mado.exchanges.models import Session
from mado.kernel.retention import register_retention
from mado.partnerships.models import Invitation
from mado.partnerships.retention import COUNTED, LETTER, five_years_ago

_OVER = (ExchangeState.VERIFIED, ExchangeState.ENDED)


def _closed(prefix: str) -> Q:
    return Q(**{f"{prefix}state__in": _OVER, f"{prefix}state_changed_at__lt": five_years_ago()})


register_retention(
    "exchanges.Session",
    "case",
    due=lambda: Session.objects.filter(_closed("exchange__")),
    clears="topic meeting_link",
    keeps="id exchange number starts_at ends_at state state_changed_at proposed_by absent_side outside_common_time uid "
    "sequence reminded_at nudged_at asked_at",
)
register_retention(
    "partnerships.Invitation",
    "case",
    due=lambda: Invitation.objects.filter(_closed("exchange__")),
    clears=LETTER,
    keeps=COUNTED,
)
