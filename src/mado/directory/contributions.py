"""What higher apps add to a school's entry in the search index, without directory knowing them."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest
from django.utils.functional import Promise

from mado.directory.models import Organization
from mado.kernel.once import Keys


@dataclass(frozen=True, slots=True)
class Contribution:
    """Facets and texts of one organisation. Contributions of several apps are merged: sets united, latest date kept."""

    takes_part: bool = False
    wish_kinds: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    last_active: dt.date | None = None
    dormant: bool = False
    full: bool = False
    """Has as many partners or open invitations as it said it can take: not open to new ones now."""
    pupils: int | None = None
    texts: tuple[str, ...] = ()

    @property
    def open_now(self) -> bool:
        """Looks for partners and can take one: a wish is open, the school takes part, is awake and has a free place."""
        return self.takes_part and bool(self.wish_kinds) and not self.dormant and not self.full

    def __or__(self, other: "Contribution") -> "Contribution":
        dates = [day for day in (self.last_active, other.last_active) if day]
        return Contribution(
            takes_part=self.takes_part or other.takes_part,
            wish_kinds=self.wish_kinds | other.wish_kinds,
            languages=self.languages | other.languages,
            topics=self.topics | other.topics,
            last_active=max(dates, default=None),
            dormant=self.dormant or other.dormant,
            full=self.full or other.full,
            pupils=self.pupils if self.pupils is not None else other.pupils,
            texts=self.texts + other.texts,
        )


Contributor = Callable[[Sequence[int]], Mapping[int, Contribution]]
_CONTRIBUTORS: list[Contributor] = []


def register_contributor(contributor: Contributor) -> None:
    """`contributor(organization_ids)` answers for those it has something to say of, in a fixed number of queries. What
    others may ask of the same schools, too, it reads with `kernel.once.read_once`."""
    if contributor not in _CONTRIBUTORS:
        _CONTRIBUTORS.append(contributor)


def contributions_for(organization_ids: Sequence[int]) -> dict[int, Contribution]:
    """Organisation id → everything the higher apps say of it."""
    merged: dict[int, Contribution] = {}
    if not organization_ids:
        return merged
    keys = organization_ids if isinstance(organization_ids, Keys) else Keys(organization_ids)
    for contributor in _CONTRIBUTORS:
        for pk, contribution in contributor(keys).items():
            merged[pk] = merged.get(pk, Contribution()) | contribution
    return merged


ChangeFollower = Callable[[Sequence[int]], None]
_CHANGE_FOLLOWERS: list[ChangeFollower] = []


def register_change_follower(follower: ChangeFollower) -> None:
    """`follower(organization ids)` runs in the transaction of a deed that changes what others find in these schools: their
    names, profiles, days, wishes, free places, whether they take part."""
    if follower not in _CHANGE_FOLLOWERS:
        _CHANGE_FOLLOWERS.append(follower)


def tell_changed(organization_ids: Iterable[int]) -> None:
    """Tell every follower, in the caller's transaction."""
    ids = sorted(set(organization_ids))
    for follower in _CHANGE_FOLLOWERS if ids else ():
        follower(ids)


_LABELS: dict[str, Mapping[str, str | Promise]] = {}


def register_facet_labels(facet: str, labels: Mapping[str, str | Promise]) -> None:
    """Words for the values a higher app contributes, e.g. of the facets "kind" and "topic"."""
    _LABELS[facet] = labels


def facet_labels(facet: str) -> Mapping[str, str | Promise]:
    """Value → label; empty when nobody registered any."""
    return _LABELS.get(facet, {})


LinkedData = Callable[[Organization], Mapping[str, object]]
_LINKED_DATA: list[LinkedData] = []


def register_linked_data(linked_data: LinkedData) -> None:
    """`linked_data(organization)` → properties of schema.org a higher app knows of it, each of them everybody's to read."""
    if linked_data not in _LINKED_DATA:
        _LINKED_DATA.append(linked_data)


def linked_data_of(organization: Organization) -> dict[str, object]:
    """What all registered say, later ones over earlier ones."""
    return {name: value for linked_data in _LINKED_DATA for name, value in linked_data(organization).items()}


RowNotes = Callable[[HttpRequest, Sequence[Organization], Keys], Mapping[int, str | Promise]]
_ROW_NOTES: dict[RowNotes, bool] = {}


def register_row_notes(notes: RowNotes, *, of_any_school: bool = False) -> None:
    """`notes(request, organizations, keys)` → organisation id → one short sentence for its row in a list (such as when
    our days meet), for those it has one for, in a fixed number of queries for the whole page. Unless `of_any_school`, it
    is asked only of schools that higher apps have said something of: few of the official lists'. Those are among `keys`,
    of which much has been read already (kernel.once)."""
    _ROW_NOTES[notes] = of_any_school


def row_notes_for(
    request: HttpRequest, organizations: Sequence[Organization], said: Mapping[int, Contribution], keys: Keys
) -> dict[int, list[str | Promise]]:
    """Organisation id → the sentences of all registered notes."""
    found: dict[int, list[str | Promise]] = {}
    known = [one for one in organizations if one.pk in said]
    for notes, of_any_school in _ROW_NOTES.items():
        asked = organizations if of_any_school else known
        for pk, sentence in notes(request, asked, keys).items() if asked else ():
            found.setdefault(pk, []).append(sentence)
    return found


OwnSchool = Callable[[HttpRequest], Organization | None]
_OWN_SCHOOLS: list[OwnSchool] = []


def register_own_school(own_school: OwnSchool) -> None:
    """`own_school(request)` → the school the reader acts for, None for everybody else. Read once per request."""
    if own_school not in _OWN_SCHOOLS:
        _OWN_SCHOOLS.append(own_school)


def own_school_of(request: HttpRequest) -> Organization | None:
    """The school the reader acts for: what distances and "like my school" start from."""
    return next((one for own_school in _OWN_SCHOOLS if (one := own_school(request)) is not None), None)


Rank = Callable[[], Sequence[int]]
Ranking = Callable[[HttpRequest], Rank | None]
_RANKINGS: list[Ranking] = []


def register_ranking(ranking: Ranking) -> None:
    """`ranking(request)` → a function that names organisations by how well they suit this reader, best first; None for
    who has nothing they could suit. Asked on every search, the function only when its order is wanted."""
    if ranking not in _RANKINGS:
        _RANKINGS.append(ranking)


def ranking_of(request: HttpRequest) -> Rank | None:
    return next((rank for ranking in _RANKINGS if (rank := ranking(request)) is not None), None)


class Owner(Protocol):
    """A person who keeps searches; accounts.User fits. `time_zone` is IANA or ""."""

    @property
    def pk(self) -> Any: ...
    @property
    def email(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def time_zone(self) -> str: ...
    @property
    def is_active(self) -> bool: ...


Owners = Callable[[Sequence[int]], Mapping[int, Owner]]
_OWNERS: list[Owners] = []


def register_owners(owners: Owners) -> None:
    """`owners(ids)` → the persons with these keys, inactive ones too, in one query."""
    if owners not in _OWNERS:
        _OWNERS.append(owners)


def owners_of(ids: Sequence[int]) -> dict[int, Owner]:
    """Key → person; keys of nobody are left out."""
    return {key: person for owners in _OWNERS for key, person in owners(ids).items()}


@dataclass(frozen=True, slots=True)
class HelpLink:
    label: str | Promise
    url: str


HelpLinks = Callable[[HttpRequest, str], HelpLink | None]
_HELP_LINKS: list[HelpLinks] = []


def register_help_link(help_link: HelpLinks) -> None:
    """`help_link(request, query string of the search)` → where a person can ask a person when a search finds nothing;
    None when this reader cannot."""
    if help_link not in _HELP_LINKS:
        _HELP_LINKS.append(help_link)


def help_links_for(request: HttpRequest, query: str) -> list[HelpLink]:
    """The links of all registered, in the order of the apps."""
    return [link for help_link in _HELP_LINKS if (link := help_link(request, query)) is not None]


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One line of the comparison. `values`: organisation id → text, or a list of texts shown one under another; a school
    without an entry shows "not stated". Rows stand by `order`: directory's own have 10 (place), 20 (level), 30 (size),
    40 (distance), 50 (wants), 60 (languages), 70 (topics), 90 (last active)."""

    label: str | Promise
    order: int
    values: Mapping[int, str | Promise | Sequence[str | Promise]]


CompareRows = Callable[[HttpRequest, Sequence[Organization], Keys], Sequence[CompareRow]]
_COMPARE_ROWS: list[CompareRows] = []


def register_compare_rows(rows: CompareRows) -> None:
    """`rows(request, organizations, keys)` → lines of the comparison of two to four schools, in a fixed number of
    queries; `keys` are theirs, with what has been read of them already (kernel.once).

    Register from a module `compare.py` of the app; it is imported at start-up. A line nobody has a value for is left out.
    """
    if rows not in _COMPARE_ROWS:
        _COMPARE_ROWS.append(rows)


def compare_rows_for(request: HttpRequest, organizations: Sequence[Organization], keys: Keys) -> list[CompareRow]:
    """The lines of all registered apps that have a value for at least one of the schools, in order."""
    rows = [row for compare in _COMPARE_ROWS for row in compare(request, organizations, keys)]
    return sorted((row for row in rows if any(row.values.values())), key=lambda row: row.order)
