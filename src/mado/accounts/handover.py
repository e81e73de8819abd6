"""What follows when a seat passes on: higher apps say what they keep for a school, and tell whoever must know.

The school keeps everything, because nothing belongs to a person but drafts. So followers move nothing: they count, and
they write to partners. Higher apps register at start-up (their `followers` modules), this app calls them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.functional import Promise

from mado.accounts.models import User
from mado.directory.models import Organization


@dataclass(frozen=True, slots=True)
class HandOver:
    """A seat has passed from `leaver` to `successor`; None when nobody acts for the school any more.

    `told`: organisations whose people have been written to. A follower adds those it writes to and passes over those
    that are there, so that a partner reads of it once.
    """

    organization: Organization
    leaver: User
    successor: User | None
    told: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Kept:
    """One line of what stays with the school: "Exchanges under way", 3. `partners`: schools that are written to."""

    label: str | Promise
    count: int
    partners: tuple[Organization, ...] = ()


@dataclass(frozen=True, slots=True)
class EndsToo:
    """One line of what ends with a person's seat at a school: "Access tokens you made", and what each is called."""

    label: str | Promise
    names: tuple[str, ...]


Follower = Callable[[HandOver], None]
Counter = Callable[[Organization], Iterable[Kept]]
DraftFilter = Callable[[Organization], Q]
Ending = Callable[[User, Organization], Iterable[EndsToo]]
_FOLLOWERS: list[tuple[int, Follower]] = []
_COUNTERS: list[tuple[int, Counter]] = []
_DRAFTS: list[DraftFilter] = []
_ENDINGS: list[Ending] = []


def register_handover_follower(follower: Follower, *, order: int) -> None:
    """`follower(handover)` runs in the transaction of the hand-over, the lowest `order` first; its error undoes it."""
    if all(known is not follower for _order, known in _FOLLOWERS):
        _FOLLOWERS.append((order, follower))
        _FOLLOWERS.sort(key=lambda pair: pair[0])


def register_kept(counter: Counter, *, order: int) -> None:
    """`counter(organization)` yields what the app keeps for the school, for the page that asks before a hand-over."""
    if all(known is not counter for _order, known in _COUNTERS):
        _COUNTERS.append((order, counter))
        _COUNTERS.sort(key=lambda pair: pair[0])


def register_school_drafts(drafts: DraftFilter) -> None:
    """`drafts(organization)` is a filter of accounts.Draft: what somebody typed on this school's behalf."""
    if drafts not in _DRAFTS:
        _DRAFTS.append(drafts)


def register_ending(ending: Ending) -> None:
    """`ending(person, organization)` yields what stops with the person's seat, for the pages that ask before it ends."""
    if ending not in _ENDINGS:
        _ENDINGS.append(ending)


def follow_handover(handover: HandOver) -> None:
    for _order, follower in _FOLLOWERS:
        follower(handover)


def kept_for(organization: Organization) -> list[Kept]:
    """Everything that stays with the school, in order; lines of nothing are left out."""
    return [line for _order, counter in _COUNTERS for line in counter(organization) if line.count]


def ends_with_seat(person: User, organization: Organization) -> list[EndsToo]:
    """Everything that stops when the person no longer acts for the school; lines of nothing are left out."""
    return [line for ending in _ENDINGS for line in ending(person, organization) if line.names]


def school_drafts(organization: Organization) -> Q:
    """Drafts typed on behalf of the school; nothing when no app has any."""
    found = Q(pk__in=[])
    for drafts in _DRAFTS:
        found |= drafts(organization)
    return found
