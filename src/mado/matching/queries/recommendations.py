"""Who fits a wish, how well and why; who does not, and why not; what change would open most."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from mado.accounts.queries import is_taking_part, may_read_all, seat_organization_ids
from mado.directory.models import Organization
from mado.matching.engine.columns import WishColumns, build_columns
from mado.matching.engine.feasibility import LIMITS, Limits
from mado.matching.engine.openings import Opening, opening_changes
from mado.matching.engine.recommend import count_feasible, fits, recommend
from mado.matching.engine.rows import WishRow
from mado.matching.engine.scoring import Explanation, Weights, explain_both
from mado.matching.engine.slots import first_week_of
from mado.matching.lessons import weights_after
from mado.matching.models import RecommendationMail, Refusal
from mado.matching.queries.columns import current_columns
from mado.matching.queries.wish_rows import wish_rows
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation
from mado.partnerships.queries import partners_found_of_many
from mado.profiles.enums import WishState
from mado.profiles.models import Wish
from mado.reference.settings import alliance

Slots = tuple[int, int]


def refusals_visible_to(user: Any) -> QuerySet[Refusal]:
    """What a school refused is its own affair: its people see it, and who reads everything."""
    rows = Refusal.objects.select_related("wish__organization", "school", "said_by")
    return rows if may_read_all(user) else rows.filter(wish__organization__in=seat_organization_ids(user))


def mails_visible_to(user: Any) -> QuerySet[RecommendationMail]:
    """One's own."""
    if not getattr(user, "is_authenticated", False):
        return RecommendationMail.objects.none()
    return RecommendationMail.objects.filter(person=user.pk)


def wishes_to_recommend(organization_ids: Collection[int]) -> list[Wish]:
    """Open wishes of these schools that have not run out, newest first: what a page recommends for."""
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate())
    rows = Wish.objects.filter(lasting, organization__in=list(organization_ids), state=WishState.OPEN)
    return list(rows.select_related("organization__profile").prefetch_related("windows"))


def refusals_of(wish: Wish) -> list[Refusal]:
    """What counts for this wish: said of it, or "not this school" of another wish of its school; newest first."""
    mine = Q(wish=wish) | Q(wish__organization=wish.organization_id, reason="school")
    return list(Refusal.objects.filter(mine).select_related("wish", "school", "said_by"))


def limits_now() -> Limits:
    """What two schools that meet live must have in common at least. One query."""
    return replace(LIMITS, session_minutes=alliance().session_minutes_least)


@dataclass(frozen=True, slots=True)
class Asking:
    """A wish that asks: its row as it stands now, its weights after what was learned."""

    wish: Wish
    row: WishRow
    weights: Weights
    limits: Limits


def asking(wishes: Sequence[Wish]) -> list[Asking]:
    """These wishes, drafts too, each as its school asks with it: a school that takes no more invitations may send some, and
    one with an open invitation between is not recommended. A fixed number of queries. Wishes come with organization."""
    if not wishes:
        return []
    between = _open_between({wish.organization_id for wish in wishes})
    found = partners_found_of_many(wishes)
    lessons, limits = _lessons_of(wishes), limits_now()
    rows = wish_rows(wishes, first_week=first_week_of(timezone.localdate()))
    return [
        Asking(
            wish,
            _asks(row, wish.partners_wanted - found[wish.pk], between),
            weights_after(lessons.get(wish.pk, ())),
            limits,
        )
        for wish, row in zip(wishes, rows, strict=True)
    ]


def _lessons_of(wishes: Sequence[Wish]) -> dict[int, list[Refusal]]:
    """Wish → what was refused for it. One query."""
    lessons: dict[int, list[Refusal]] = {}
    for refusal in Refusal.objects.filter(wish__in=[wish.pk for wish in wishes]):
        lessons.setdefault(refusal.wish_id, []).append(refusal)
    return lessons


def _asks(row: WishRow, places: int, between: Mapping[int, set[int]]) -> WishRow:
    known = between.get(row.organization, set())
    return replace(row, capacity=max(0, places), refused=tuple(sorted({*row.refused, *known})), propose=True)


def _open_between(organization_ids: Collection[int]) -> dict[int, set[int]]:
    """School → those with which an invitation stands open, either way. One query."""
    ids = list(organization_ids)
    rows = Invitation.objects.filter(Q(sender__in=ids) | Q(recipient__in=ids), state=InvitationState.SENT)
    found: dict[int, set[int]] = {}
    for sender, recipient in rows.order_by().values_list("sender_id", "recipient_id"):
        found.setdefault(sender, set()).add(recipient)
        found.setdefault(recipient, set()).add(sender)
    return found


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A school that fits, with its wish. `percent`: both sides together, 0…100; `mine`, `theirs`: what each side thinks,
    taken apart; `slots`: half hours of the week both have (winter, summer)."""

    school: Organization
    wish: Wish
    percent: int
    mine: Explanation
    theirs: Explanation
    slots: Slots


@dataclass(frozen=True, slots=True)
class Found:
    """`rows`: the best, best first; `schools`: how many fit in all; `columns`: what they were found in."""

    asking: Asking
    rows: list[Recommendation]
    schools: int
    columns: WishColumns


def recommended(wish: Wish, *, most: int = 20) -> Found:
    """The best partners of a wish as everything stands now."""
    return recommended_of_many([wish], most=most)[0]


def recommended_of_many(wishes: Sequence[Wish], *, most: int = 20) -> list[Found]:
    """The same for several wishes; the queries do not grow with them or with what is found."""
    if not wishes:
        return []
    columns = current_columns()
    askings = asking(wishes)
    found = [recommend(columns, one.row, most, weights=one.weights, limits=one.limits) for one in askings]
    ids = {int(pk) for one in found for pk in one.wishes}
    named = Wish.objects.select_related("organization").in_bulk(ids)
    result = []
    for one, best in zip(askings, found, strict=True):
        rows = [
            _recommendation(columns, one, int(position), named[int(pk)], int(percent))
            for position, pk, percent in zip(best.positions, best.wishes, best.percent, strict=True)
            if int(pk) in named
        ]
        result.append(Found(one, rows, count_feasible(columns, one.row, one.limits).schools, columns))
    return result


def _recommendation(columns: WishColumns, one: Asking, position: int, wish: Wish, percent: int) -> Recommendation:
    mine, theirs = explain_both(columns, one.row, position, one.weights)
    return Recommendation(wish.organization, wish, percent, mine, theirs, common_slots(columns, one.row, position))


def common_slots(columns: WishColumns, row: WishRow, position: int) -> Slots:
    """Half hours of the week both have, in winter and in summer; none where either is not known."""
    words = columns.weeks[columns.week[position]]["slots"]
    theirs = [sum(int(word) << 64 * place for place, word in enumerate(season)) for season in words]
    mine = row.weekly or (0, 0)
    return mine[0] & theirs[0], mine[1] & theirs[1]


def count_of(wish: Wish) -> int:
    """Schools that fit the wish as it is saved, drafts too."""
    one = asking([wish])[0]
    return count_feasible(current_columns(), one.row, one.limits).schools


@dataclass(frozen=True, slots=True)
class FitIn:
    """How well a school fits the best of one's wishes."""

    wish: Wish
    percent: int


@dataclass(frozen=True, slots=True)
class _Asker:
    """A wish as lists ask with it: its row of the columns where it has a place left there, else read anew. `known`:
    organisations with which an invitation is open."""

    wish: Wish
    asked: WishRow | int
    weights: Weights
    known: Collection[int]


def _askers(columns: WishColumns, wishes: Sequence[Wish]) -> list[_Asker]:
    """Cheaper than `asking`: the columns hold every deed already."""
    places = {wish.pk: columns.position(wish.pk) for wish in wishes}
    fresh = [wish for wish in wishes if places[wish.pk] < 0 or not columns.capacity[places[wish.pk]]]
    read = {one.wish.pk: one.row for one in asking(fresh)}
    between = _open_between({wish.organization_id for wish in wishes})
    lessons = _lessons_of(wishes)
    return [
        _Asker(
            wish,
            read.get(wish.pk, places[wish.pk]),
            weights_after(lessons.get(wish.pk, ())),
            between.get(wish.organization_id, ()),
        )
        for wish in wishes
    ]


def fits_of(wishes: Sequence[Wish], organization_ids: Collection[int]) -> dict[int, FitIn]:
    """Organisation → its fit with the best of these wishes, for those that fit one. A fixed number of queries."""
    best: dict[int, FitIn] = {}
    if not wishes or not organization_ids:
        return best
    columns, limits = current_columns(), limits_now()
    for one in _askers(columns, wishes):
        ids = set(organization_ids).difference(one.known)
        for pk, fit in fits(columns, one.asked, ids, weights=one.weights, limits=limits).items():
            if fit.percent is not None and (pk not in best or fit.percent > best[pk].percent):
                best[pk] = FitIn(one.wish, fit.percent)
    return best


def ranked(wishes: Sequence[Wish], *, most: int) -> list[int]:
    """Organisations that fit one of these wishes, best first, by their best percent. A fixed number of queries."""
    columns, limits = current_columns(), limits_now()
    best: dict[int, int] = {}
    for one in _askers(columns, wishes):
        found = recommend(columns, one.asked, most, weights=one.weights, limits=limits)
        for pk, percent in zip(found.organizations.tolist(), found.percent.tolist(), strict=True):
            if pk not in one.known:
                best[pk] = max(percent, best.get(pk, 0))
    return sorted(best, key=lambda pk: -best[pk])[:most]


@dataclass(frozen=True, slots=True)
class Pair:
    """A wish and a school looked at together. `fit` stands when they fit; else `failing` holds the codes of conditions of
    the school's wish that comes nearest, `row` that wish as the engine sees it, and `obstacle` what is asked before any of
    them: "not_taking_part", "no_wish", "invited"."""

    asking: Asking
    school: Organization
    fit: Recommendation | None = None
    wish: Wish | None = None
    row: WishRow | None = None
    failing: tuple[str, ...] = ()
    obstacle: str = ""
    invitation: Invitation | None = None


def pair_of(wish: Wish, school: Organization) -> Pair:
    """Read from the database alone, so it holds for schools that stand in no columns, too."""
    one = asking([wish])[0]
    if school.pk == wish.organization_id:
        return Pair(one, school, wish=wish, row=one.row, failing=("same_school",))
    invitation = Invitation.objects.filter(
        Q(sender=wish.organization, recipient=school) | Q(sender=school, recipient=wish.organization),
        state=InvitationState.SENT,
    ).first()
    if invitation is not None:
        return Pair(one, school, obstacle="invited", invitation=invitation)
    if not is_taking_part(school):
        return Pair(one, school, obstacle="not_taking_part")
    wishes = {row.pk: row for row in _unexpired(school)}
    if not wishes:
        return Pair(one, school, obstacle="no_wish")
    first_week = first_week_of(timezone.localdate())
    rows = {row.wish: row for row in wish_rows(list(wishes.values()), first_week=first_week)}
    columns = build_columns(rows.values(), first_week=first_week)
    fit = fits(columns, one.row, [school.pk], weights=one.weights, limits=one.limits)[school.pk]
    theirs = int(columns.wish[fit.position])
    if fit.percent is None:
        return Pair(one, school, wish=wishes[theirs], row=rows[theirs], failing=fit.failing)
    found = _recommendation(columns, one, fit.position, wishes[theirs], fit.percent)
    return Pair(one, school, fit=found, wish=wishes[theirs], row=rows[theirs])


def _unexpired(school: Organization) -> list[Wish]:
    """Open wishes of the school, those of one that sleeps, too: why not is asked of it as well."""
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate())
    rows = Wish.objects.filter(lasting, organization=school, state=WishState.OPEN)
    return list(rows.select_related("organization").prefetch_related("windows"))


def openings_of(found: Found, *, most: int = 3) -> list[Opening]:
    """The changes of the wish that would open most schools, those that open most first."""
    one = found.asking
    tried = opening_changes(found.columns, one.row, limits=one.limits, most=_EVERY)
    told: dict[object, Opening] = {}
    # Of two that open as many, the smaller one first: one more country before any country.
    for change in sorted(tried, key=lambda change: (-change.opens, change.value in _ANY)):
        told.setdefault(change.field if change.field in _SCALES else change, change)
    return list(told.values())[:most]


_EVERY = 1000
_ANY = ((), "")
_SCALES = frozenset({"band_wanted", "age_from", "age_to", "period_from", "period_to"})
"""Of the steps of such a field only the one that opens most is told, the nearest of equals."""
