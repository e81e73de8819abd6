"""What a conversation is about and who its two sides are, the same shape for every kind of thing."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from mado.accounts.models import User
from mado.accounts.queries import people_to_write_to, responsible_office, seat_holders, seat_organization_ids
from mado.correspondence.enums import Side
from mado.correspondence.models import Thread
from mado.desks.models import DeskCase
from mado.desks.queries.cases import cases_visible_to, own_offices
from mado.directory.models import Organization
from mado.exchanges.models import Exchange, ExchangeSide
from mado.exchanges.queries import visible_to as exchanges_visible_to
from mado.partnerships.models import Invitation, school_zone
from mado.partnerships.queries import visible_to as invitations_visible_to


@dataclass(frozen=True, slots=True)
class Party:
    """One side: a school, or in a case the office that has it."""

    side: Side
    organization: Organization
    is_office: bool = False

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(school_zone(self.organization))

    def people(self) -> list[User]:
        """Who is written to."""
        return list(people_to_write_to(self.organization) if self.is_office else seat_holders(self.organization))

    def has(self, user: Any) -> bool:
        """Whether the person speaks for this side today."""
        own = own_offices(user) if self.is_office else seat_organization_ids(user)
        return self.organization.pk in own

    def office(self) -> Organization | None:
        """Who is told when this side stays silent; nobody above an office: its cases have dates of their own."""
        return None if self.is_office else responsible_office(self.organization)


@dataclass(frozen=True, slots=True)
class Subject:
    """`record` is what the page shows; `key` is (field of Thread, its row). An exchange that grew from an invitation
    has the invitation's key, and is the record from then on."""

    record: Invitation | Exchange | DeskCase
    key: tuple[str, Any]
    asking: Party
    answering: Party

    @property
    def code(self) -> str:
        return self.record.code

    @property
    def kind(self) -> str:
        """exchange · case · invitation"""
        if isinstance(self.record, Exchange):
            return "exchange"
        return "case" if isinstance(self.record, DeskCase) else "invitation"

    @property
    def parties(self) -> tuple[Party, Party]:
        return (self.asking, self.answering)

    @property
    def link(self) -> tuple[str, dict[str, str]]:
        """View name and kwargs of the record's own page."""
        views = {"exchange": "exchanges:exchange", "case": "desks:case", "invitation": "partnerships:invitation"}
        return views[self.kind], {"code": self.code}

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


def case_subject(case: DeskCase) -> Subject | None:
    """A school and the office that has its case. None for a case of a person without a school, who is answered on its
    page, and for a concern: no mail may say what it is about."""
    if case.organization is None or case.office is None or case.is_confidential:
        return None
    return Subject(
        record=case,
        key=("case", case),
        asking=Party(Side.ASKING, case.organization),
        answering=Party(Side.ANSWERING, case.office, is_office=True),
    )


def subject_of(thread: Thread) -> Subject:
    if thread.invitation is not None:
        return invitation_subject(thread.invitation)
    if thread.exchange is not None:
        return exchange_subject(thread.exchange)
    subject = case_subject(thread.case) if thread.case else None
    if subject is None:
        raise ValueError(f"thread {thread.pk} has no two sides")
    return subject


def with_subjects(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """With everything `subject_of` looks at, in a fixed number of queries."""
    sides = ExchangeSide.objects.select_related("organization__profile")
    return threads.select_related(
        "invitation__sender__profile",
        "invitation__recipient__profile",
        "invitation__exchange",
        "exchange__invitation",
        "case__organization__profile",
        "case__office",
        "last_message__author",
    ).prefetch_related(Prefetch("exchange__sides", queryset=sides))


def subject_for_code(user: Any, code: str) -> Subject | None:
    """The invitation, exchange or case of that code, if this person may see it at all and it can be talked about."""
    if code.startswith("EX-"):
        rows = exchanges_visible_to(user).select_related(
            "invitation__sender__profile", "invitation__recipient__profile"
        )
        exchange = rows.filter(code=code).first()
        return exchange_subject(exchange) if exchange else None
    if code.startswith("CS-"):
        case = cases_visible_to(user).filter(code=code).first()
        return case_subject(case) if case else None
    invitation = invitations_visible_to(user).filter(code=code).first()
    return invitation_subject(invitation) if invitation else None
