"""What a conversation is about and who its two sides are, the same shape for every kind of thing."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from mado.accounts.models import User
from mado.accounts.queries import responsible_office, seat_holders, seat_organization_ids
from mado.correspondence.enums import Side
from mado.correspondence.models import Thread
from mado.directory.models import Organization
from mado.exchanges.models import Exchange, ExchangeSide
from mado.exchanges.queries import visible_to as exchanges_visible_to
from mado.partnerships.models import Invitation, school_zone
from mado.partnerships.queries import visible_to as invitations_visible_to


@dataclass(frozen=True, slots=True)
class Party:
    """One side: the school that talks."""

    side: Side
    organization: Organization

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(school_zone(self.organization))

    def people(self) -> list[User]:
        """Who is written to, and who may write for this side."""
        return list(seat_holders(self.organization))

    def has(self, user: Any) -> bool:
        return self.organization.pk in seat_organization_ids(user)

    def office(self) -> Organization | None:
        """Who is told when this side stays silent."""
        return responsible_office(self.organization)


@dataclass(frozen=True, slots=True)
class Subject:
    """`record` is what the page shows; `key` is (field of Thread, its row). An exchange that grew from an invitation
    has the invitation's key, and is the record from then on."""

    record: Invitation | Exchange
    key: tuple[str, Any]
    asking: Party
    answering: Party

    @property
    def code(self) -> str:
        return self.record.code

    @property
    def is_exchange(self) -> bool:
        return isinstance(self.record, Exchange)

    @property
    def parties(self) -> tuple[Party, Party]:
        return (self.asking, self.answering)

    @property
    def link(self) -> tuple[str, dict[str, str]]:
        """View name and kwargs of the record's own page."""
        view = "exchanges:exchange" if self.is_exchange else "partnerships:invitation"
        return view, {"code": self.code}

    def party(self, side: str) -> Party:
        return self.asking if side == Side.ASKING else self.answering

    def party_of(self, user: Any) -> Party | None:
        """The side the person speaks for today: the asked one first, should somebody stand on both."""
        return next((party for party in (self.answering, self.asking) if party.has(user)), None)


def invitation_subject(invitation: Invitation, exchange: Exchange | None = None) -> Subject:
    """`exchange` is the one that grew from it; looked up when not given."""
    grown = exchange or getattr(invitation, "exchange", None)
    return Subject(
        record=grown or invitation,
        key=("invitation", invitation),
        asking=Party(Side.ASKING, invitation.sender),
        answering=Party(Side.ANSWERING, invitation.recipient),
    )


def exchange_subject(exchange: Exchange) -> Subject:
    if exchange.invitation is not None:
        return invitation_subject(exchange.invitation, exchange)
    first, second = sorted(exchange.sides.all(), key=lambda side: side.label)
    return Subject(
        record=exchange,
        key=("exchange", exchange),
        asking=Party(Side.ASKING, first.organization),
        answering=Party(Side.ANSWERING, second.organization),
    )


def subject_of(thread: Thread) -> Subject:
    if thread.invitation is not None:
        return invitation_subject(thread.invitation)
    if thread.exchange is None:
        raise ValueError(f"thread {thread.pk} is about nothing")
    return exchange_subject(thread.exchange)


def with_subjects(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """With everything `subject_of` looks at, in a fixed number of queries."""
    sides = ExchangeSide.objects.select_related("organization__profile")
    return threads.select_related(
        "invitation__sender__profile",
        "invitation__recipient__profile",
        "invitation__exchange",
        "exchange__invitation",
        "last_message__author",
    ).prefetch_related(Prefetch("exchange__sides", queryset=sides))


def subject_for_code(user: Any, code: str) -> Subject | None:
    """The invitation or exchange of that code, if this person may see it at all."""
    if code.startswith("EX-"):
        rows = exchanges_visible_to(user).select_related(
            "invitation__sender__profile", "invitation__recipient__profile"
        )
        exchange = rows.filter(code=code).first()
        return exchange_subject(exchange) if exchange else None
    invitation = invitations_visible_to(user).filter(code=code).first()
    return invitation_subject(invitation) if invitation else None
