"""After silence or a no: other schools like the one asked that do answer."""

from dataclasses import dataclass

from django.db.models import Q

from mado.accounts.queries import taking_part
from mado.directory.models import Organization
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation, Partnership
from mado.partnerships.queries.capacity import full_for_now, living_wishes, with_room
from mado.partnerships.queries.liveness import Liveness, liveness_of
from mado.profiles.models import Wish
from mado.profiles.queries import open_to

SHOWN_MOST = 5
LOOKED_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class Alike:
    organization: Organization
    wish: Wish
    liveness: Liveness


def schools_like(asked: Organization, kind: str, sender: Organization) -> list[Alike]:
    """In the same country, with a level in common and a living wish of this kind that is open to where the sender lies,
    with a place free; who answers best first. A fixed number of queries."""
    known = {sender.pk, asked.pk, *_met(sender)}
    rows = (
        Wish.objects.filter(
            living_wishes(),
            open_to(sender.country, sender.region),
            organization__in=taking_part(),
            organization__country=asked.country,
            kind=kind,
        )
        .exclude(organization__in=known)
        .select_related("organization__profile")
    )
    if asked.levels:
        rows = rows.filter(organization__levels__overlap=asked.levels)
    wishes = with_room(list(rows.order_by("-updated_at", "-id")[:LOOKED_AT_MOST]))
    first = {wish.organization_id: wish for wish in reversed(wishes)}
    full = full_for_now(list(first))
    alive = liveness_of([pk for pk in first if pk not in full])
    found = [Alike(first[pk].organization, first[pk], one) for pk, one in alive.items()]
    return sorted(found, key=_promise)[:SHOWN_MOST]


def _promise(row: Alike) -> tuple[float, int, int, int]:
    """Sort key: who answers, who has missed little, who was seen lately. An unknown rate counts as one in two."""
    rate = 0.5 if row.liveness.reply_rate is None else row.liveness.reply_rate
    seen = row.liveness.last_active_on
    return (-rate, row.liveness.missed_in_a_row, -(seen.toordinal() if seen else 0), row.organization.pk)


def _met(school: Organization) -> set[int]:
    """Partners, and schools with an open invitation between."""
    between = Q(first=school) | Q(second=school)
    pairs = Partnership.objects.filter(between, ended_on__isnull=True).values_list("first_id", "second_id")
    asked = Invitation.objects.filter(Q(sender=school) | Q(recipient=school), state=InvitationState.SENT)
    return {pk for pair in (*pairs, *asked.values_list("sender_id", "recipient_id")) for pk in pair}
