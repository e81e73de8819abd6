import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from mado.accounts.enums import SEAT_ROLES
from mado.accounts.models import Appointment
from mado.accounts.queries import holding, seat_on, seat_organization_ids
from mado.audit.models import AuditEntry
from mado.directory.models import Organization
from mado.exchanges.models import Exchange, ExchangeSide, Session
from mado.integrations.enums import EVENT_OF_VERB
from mado.integrations.models import AccessToken, Webhook, WebhookDelivery
from mado.partnerships.models import Invitation

EVENTS_AT_ONCE = 500
SHOWN_DELIVERIES = 20
LOOKED_AT_DELIVERIES = 200
_INVITATION, _EXCHANGE, _SESSION = "partnerships.Invitation", "exchanges.Exchange", "exchanges.Session"


@dataclass(frozen=True, slots=True)
class Event:
    """One deed as programs are told of it: no person, no text, only what happened to what."""

    entry_id: int
    type: str
    at: str
    kind: str
    code: str
    organizations: frozenset[int]

    @property
    def payload(self) -> dict[str, Any]:
        return {
            "id": f"evt_{self.entry_id}",
            "type": self.type,
            "at": self.at,
            "object": {"kind": self.kind, "code": self.code},
        }


def tokens_visible_to(user: Any) -> QuerySet[AccessToken]:
    """Tokens of the user's own schools; offices do not see them."""
    return AccessToken.objects.filter(organization__in=seat_organization_ids(user))


def webhooks_visible_to(user: Any) -> QuerySet[Webhook]:
    """Webhooks of the user's own schools that have not been removed."""
    return Webhook.objects.filter(organization__in=seat_organization_ids(user), removed_at__isnull=True)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def token_for(secret: str) -> AccessToken | None:
    """The token this secret opens: neither revoked nor past its day, and whoever made it, and may have kept a copy, still
    acts for the school."""
    token = (
        AccessToken.objects.filter(
            digest=digest_of(secret), revoked_at__isnull=True, valid_until__gte=timezone.localdate()
        )
        .select_related("organization", "created_by")
        .first()
    )
    return token if token and still_answered_for(token) else None


def still_answered_for(program: AccessToken | Webhook) -> bool:
    """Who connected it acts for the school this minute."""
    maker = program.created_by
    return maker.is_active and seat_on(maker, program.organization) is not None


def without_maker(programs: QuerySet[Any]) -> QuerySet[Any]:
    """Those of these tokens or webhooks whose maker no longer acts for the school."""
    seats = Appointment.objects.filter(
        holding(), organization=OuterRef("organization"), user=OuterRef("created_by"), role__in=SEAT_ROLES
    )
    return programs.filter(~Exists(seats) | Q(created_by__is_active=False)).select_related("organization", "created_by")


def recent_deliveries(webhooks: Sequence[Webhook]) -> dict[int, list[WebhookDelivery]]:
    """Webhook id → the latest deliveries to it, newest first, out of the latest of all."""
    found: dict[int, list[WebhookDelivery]] = defaultdict(list)
    for delivery in WebhookDelivery.objects.filter(webhook__in=webhooks)[:LOOKED_AT_DELIVERIES]:
        if len(found[delivery.webhook_id]) < SHOWN_DELIVERIES:
            found[delivery.webhook_id].append(delivery)
    return found


def events_after(entry_id: int, limit: int = EVENTS_AT_ONCE) -> tuple[list[Event], int]:
    """The next events of the chain, and the last entry looked at. Entries come in the order of their commits: the chain
    has one writer at a time, which keeps its lock until it commits."""
    entries = list(AuditEntry.objects.filter(pk__gt=entry_id).order_by("pk")[:limit])
    told = [entry for entry in entries if entry.verb in EVENT_OF_VERB]
    return _events(told), entries[-1].pk if entries else entry_id


def events_of(organization: Organization, after: int, limit: int) -> list[Event]:
    """Events of one school after an entry of the chain, oldest first."""
    invitations = Invitation.objects.filter(Q(sender=organization) | Q(recipient=organization))
    exchanges = Exchange.objects.filter(sides__organization=organization)
    sessions = Session.objects.filter(exchange__in=exchanges)
    own = Q(pk__in=[])
    for label, rows in ((_INVITATION, invitations), (_EXCHANGE, exchanges), (_SESSION, sessions)):
        own |= Q(object_type=label, object_id__in=[str(pk) for pk in rows.values_list("pk", flat=True)])
    entries = AuditEntry.objects.filter(own, pk__gt=after, verb__in=EVENT_OF_VERB).order_by("pk")[:limit]
    return _events(list(entries))


def _events(entries: Sequence[AuditEntry]) -> list[Event]:
    """In a fixed number of queries, whatever the number of entries."""
    keys: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        keys[entry.object_type].add(int(entry.object_id))
    concerned: dict[tuple[str, int], tuple[str, str, frozenset[int]]] = {}
    for pk, code, sender, recipient in Invitation.objects.filter(pk__in=keys[_INVITATION]).values_list(
        "pk", "code", "sender", "recipient"
    ):
        concerned[_INVITATION, pk] = ("invitation", code, frozenset((sender, recipient)))
    sessions = Session.objects.filter(pk__in=keys[_SESSION]).values_list("pk", "number", "exchange", "exchange__code")
    rows = list(sessions)
    sides = _sides(keys[_EXCHANGE] | {exchange for _pk, _number, exchange, _code in rows})
    for pk, code in Exchange.objects.filter(pk__in=keys[_EXCHANGE]).values_list("pk", "code"):
        concerned[_EXCHANGE, pk] = ("exchange", code, sides[pk])
    for pk, number, exchange, code in rows:
        concerned[_SESSION, pk] = ("session", f"{code}/{number}", sides[exchange])
    return [
        Event(entry.pk, EVENT_OF_VERB[entry.verb].value, entry.at.isoformat(), *found)
        for entry in entries
        if (found := concerned.get((entry.object_type, int(entry.object_id))))
    ]


def _sides(exchanges: Iterable[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for exchange, organization in ExchangeSide.objects.filter(exchange__in=exchanges).values_list(
        "exchange", "organization"
    ):
        found[exchange].add(organization)
    return defaultdict(frozenset, {key: frozenset(value) for key, value in found.items()})
