"""Since when a school has waited, as a round counts it.

Who is silent waits longest of all, and would stand first in every round with nobody there to answer. So waiting counts
from the opening of the wish or from the last proposal or invitation the school left unanswered, whichever is later.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Max
from django.utils import timezone

from mado.matching.enums import PairState
from mado.matching.models import RoundPair
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation
from mado.profiles.models import Wish


def waiting_since_of(wishes: Sequence[Wish]) -> dict[int, dt.date]:
    """Wish id → the day since which its school waits. Three queries."""
    missed = _last_missed({wish.organization_id for wish in wishes})
    return {
        wish.pk: max(timezone.localdate(wish.state_changed_at), missed.get(wish.organization_id, dt.date.min))
        for wish in wishes
    }


def _last_missed(organizations: Iterable[int]) -> dict[int, dt.date]:
    """Organisation id → the day on which something it was asked last lapsed without its answer."""
    ids = list(organizations)
    lapsed = RoundPair.objects.filter(state=PairState.LAPSED).order_by()
    found: dict[int, dt.date] = {}
    for rows in (
        lapsed.filter(a__organization__in=ids, confirmed_a_at__isnull=True).values_list("a__organization"),
        lapsed.filter(b__organization__in=ids, confirmed_b_at__isnull=True).values_list("b__organization"),
        Invitation.objects.filter(recipient__in=ids, state=InvitationState.LAPSED).order_by().values_list("recipient"),
    ):
        for pk, at in rows.annotate(Max("state_changed_at")):
            found[pk] = max(found.get(pk, dt.date.min), timezone.localdate(at))
    return found
