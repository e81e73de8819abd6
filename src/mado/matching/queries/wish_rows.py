"""Wishes as the engine takes them, read from the database in a fixed number of queries, however many they are."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from mado.accounts.queries import taking_part
from mado.directory.models import Organization
from mado.kernel.once import Keys
from mado.matching.engine.rows import LEVELS, OWN, WEEKS, WishRow
from mado.matching.engine.slots import teaching_weeks, weekly_slots
from mado.matching.enums import PairState, RefusalReason, RoundSide
from mado.matching.models import Refusal, RoundPair
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation, Partnership
from mado.partnerships.queries import Liveness, full_for_now, liveness_of, partners_found_of_many
from mado.partnerships.queries.capacity import living_wishes
from mado.profiles.engine.overlap import SchoolDays
from mado.profiles.enums import WishState
from mado.profiles.models import SchoolProfile, TaughtLanguage, Wish
from mado.profiles.queries import profiles_of_many, school_days_of_many

DECLINED_DAYS = 365
"""For so long a school that declined another is not recommended to it, nor the other way."""


def wishes_in_play() -> QuerySet[Wish]:
    """Living wishes of schools that take part: what the columns are made of."""
    rows = Wish.objects.filter(living_wishes(), organization__in=taking_part())
    return rows.select_related("organization").prefetch_related("windows").order_by("id")


def wishes_of_schools(organization_ids: Collection[int]) -> list[Wish]:
    """Those of wishes_in_play that are of these schools."""
    return list(wishes_in_play().filter(organization__in=organization_ids))


@dataclass(frozen=True, slots=True)
class _Schools:
    """What is read once for all schools of the rows, by organisation id."""

    profiles: Mapping[int, SchoolProfile]
    taught: Mapping[int, Mapping[str, str]]
    alive: Mapping[int, Liveness]
    full: Collection[int]
    partners: Mapping[int, set[int]]
    turned_down: Mapping[int, set[int]]
    met: Mapping[int, Counter[int]] = field(default_factory=dict)
    """Partner → invitations accepted between the two."""


def wish_rows(wishes: Sequence[Wish], *, first_week: dt.date) -> list[WishRow]:
    """One row per wish, in their order, with what was learned from its school's refusals. `first_week` is the Monday from
    which weeks with lessons are counted. Wishes come with organization and windows; a wish without weekly times of its own
    has its school's."""
    if not wishes:
        return []
    schools = {wish.organization_id: wish.organization for wish in wishes}
    known = _read(schools)
    found = partners_found_of_many(wishes)
    lessons = _lessons(schools)
    days = school_days_of_many(schools.values(), first_week, first_week + dt.timedelta(weeks=WEEKS))
    weeks = _teaching_weeks(days, first_week)
    rows = []
    for wish in wishes:
        pk = wish.organization_id
        own = [(one.weekday, one.start, one.end) for one in wish.windows.all()]
        bells = [(weekday, start, end) for weekday, (start, end) in days[pk].bells.items()]
        row = WishRow(
            **_wanted(wish),
            **_of_school(wish, known),
            capacity=0 if pk in known.full else max(0, wish.partners_wanted - found.get(wish.pk, 0)),
            weekly=weekly_slots(days[pk].zone, own or bells, first_week.year),
            teaching=weeks[pk],
        )
        rows.append(learned(row, lessons.get(pk, ()), wish.pk))
    return rows


def _teaching_weeks(days: Mapping[int, SchoolDays], first_week: dt.date) -> dict[int, int]:
    """Most schools follow the calendar of their place: the same days are counted once."""
    known: dict[tuple[object, ...], int] = {}
    found = {}
    for pk, one in days.items():
        key = (frozenset(one.bells), one.closed, one.make_up)
        if key not in known:
            known[key] = teaching_weeks(one.teaches_on, first_week)
        found[pk] = known[key]
    return found


def _wanted(wish: Wish) -> dict[str, Any]:
    """What stands in the wish itself."""
    waiting = timezone.now() - (wish.state_changed_at)
    return {
        "wish": wish.pk or 0,
        "organization": wish.organization_id,
        "kind": wish.kind,
        "alternative_kinds": tuple(kind for kind in wish.alternative_kinds if kind != wish.kind),
        "mode": wish.mode,
        "partner_levels": tuple(wish.partner_levels),
        "age_from": wish.age_from,
        "age_to": wish.age_to,
        "group_size": wish.group_size,
        "band_wanted": wish.partner_language_band,
        "interpretation": wish.interpretation,
        "topics": tuple(wish.topics),
        "sdgs": tuple(wish.sdgs),
        "period_from": wish.period_from,
        "period_to": wish.period_to,
        "partner_countries": tuple(wish.partner_countries),
        "partner_regions": tuple(wish.partner_regions),
        "excluded_countries": tuple(wish.excluded_countries),
        "partner_sectors": tuple(wish.partner_sectors),
        "again": wish.partners_again,
        "propose": wish.recommend,
        "waiting_days": max(0, waiting.days) if wish.state == WishState.OPEN else 0,
    }


def _of_school(wish: Wish, known: _Schools) -> dict[str, Any]:
    """What its school says of itself and what it has done."""
    school = wish.organization
    profile = known.profiles.get(school.pk)
    alive = known.alive.get(school.pk, Liveness())
    met = known.met.get(school.pk, Counter())
    seen = alive.last_active_on
    return {
        "country": school.country,
        "region": school.region,
        "sector": school.sector,
        "setting": profile.setting if profile else "",
        "levels": tuple(school.levels),
        "languages": _languages(wish, school, known.taught.get(school.pk, {})),
        "practises": tuple(known.taught.get(school.pk, ())),
        "dormant": bool(profile and profile.dormant_since),
        "first_time": not met,
        "reply_rate": alive.reply_rate,
        "active_days_ago": max(0, (timezone.localdate() - seen).days) if seen else None,
        "continuity": sum(count > 1 for count in met.values()) / len(met) if met else None,
        "partners": tuple(sorted(known.partners.get(school.pk, ()))),
        "refused": tuple(sorted(known.turned_down.get(school.pk, ()))),
    }


def _languages(wish: Wish, school: Organization, taught: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Each language of the wish with how well its pupils speak it: their own, the band of the lessons in it, else that of
    the wish."""
    own = school.name_language.split("-")[0]
    return tuple(
        (tag, OWN if tag.split("-")[0] == own else taught.get(tag) or wish.language_band) for tag in wish.languages
    )


def _read(schools: Mapping[int, Organization]) -> _Schools:
    ids = Keys(schools)
    taught: defaultdict[int, dict[str, str]] = defaultdict(dict)
    rows = TaughtLanguage.objects.filter(profile__organization__in=ids)
    for pk, language, band in rows.values_list("profile__organization_id", "language", "band"):
        taught[pk][language] = band
    partners: defaultdict[int, set[int]] = defaultdict(set)
    between = Partnership.objects.filter(Q(first__in=ids) | Q(second__in=ids), ended_on__isnull=True)
    for one, other in between.values_list("first_id", "second_id"):
        partners[one].add(other)
        partners[other].add(one)
    turned_down, met = _answered(ids)
    return _Schools(
        profiles=ids.read(profiles_of_many),
        taught=taught,
        alive=liveness_of(ids),
        full=full_for_now(ids),
        partners=partners,
        turned_down=turned_down,
        met=met,
    )


def _answered(ids: Sequence[int]) -> tuple[dict[int, set[int]], dict[int, Counter[int]]]:
    """Who turned whom down lately, asked by the other or by a pairing round, and with whom how many invitations were
    accepted, in either direction. Two queries."""
    since = timezone.now() - dt.timedelta(days=DECLINED_DAYS)
    lately = Q(state=InvitationState.DECLINED, state_changed_at__gte=since)
    rows = Invitation.objects.filter(
        lately | Q(state=InvitationState.ACCEPTED), Q(sender__in=ids) | Q(recipient__in=ids)
    ).order_by()
    turned_down: defaultdict[int, set[int]] = defaultdict(set)
    met: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for sender, recipient, state in rows.values_list("sender_id", "recipient_id", "state"):
        if state == InvitationState.DECLINED:
            turned_down[recipient].add(sender)
        else:
            met[sender][recipient] += 1
            met[recipient][sender] += 1
    for decliner, other in _declined_in_rounds(ids, since):
        turned_down[decliner].add(other)
    return dict(turned_down), dict(met)


def _declined_in_rounds(ids: Sequence[int], since: dt.datetime) -> list[tuple[int, int]]:
    """(who said no, to whom) of the pairs a round proposed to these schools."""
    rows = RoundPair.objects.filter(
        Q(a__organization__in=ids) | Q(b__organization__in=ids),
        state=PairState.DECLINED,
        state_changed_at__gte=since,
    ).order_by()
    return [
        (a, b) if side == RoundSide.A else (b, a)
        for a, b, side in rows.values_list("a__organization_id", "b__organization_id", "declined_side")
    ]


def _lessons(ids: Iterable[int]) -> dict[int, list[Refusal]]:
    found: defaultdict[int, list[Refusal]] = defaultdict(list)
    for refusal in Refusal.objects.filter(wish__organization__in=list(ids)).select_related("wish"):
        found[refusal.wish.organization_id].append(refusal)
    return dict(found)


def learned(row: WishRow, refusals: Iterable[Refusal], wish: int) -> WishRow:
    """The row as its school's refusals have narrowed it. "Not this school" holds for all its wishes, the rest for the wish it
    was said of; a school refused for whatever reason is not recommended for that wish again."""
    refused = set(row.refused)
    excluded, kinds, levels = list(row.excluded_countries), list(row.alternative_kinds), list(row.partner_levels)
    for refusal in refusals:
        here = refusal.wish_id == wish
        if here or refusal.reason == RefusalReason.SCHOOL:
            refused.add(refusal.school_id)
        if here and refusal.reason == RefusalReason.COUNTRY and refusal.value not in excluded:
            excluded.append(refusal.value)
        if here and refusal.reason == RefusalReason.KIND and refusal.value in kinds:
            kinds.remove(refusal.value)
        if here and refusal.reason == RefusalReason.LEVEL:
            levels = [level for level in levels or LEVELS if level != refusal.value]
    return replace(
        row,
        refused=tuple(sorted(refused)),
        excluded_countries=tuple(excluded),
        alternative_kinds=tuple(kinds),
        partner_levels=tuple(levels),
    )
