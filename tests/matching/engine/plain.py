"""What a pair of wishes comes to, written with sets and loops from the words of docs/explanation/recommendations.md: what the
engine's bits and tables are held against."""

import datetime as dt

from mado.matching.engine.rows import WishRow

ORDER = ("", "A1", "A2", "B1", "B2", "C1")
NOT_ONLINE = {"visit_in", "visit_out", "sister_school"}
EVERY_KIND = {"cultural", "co_teaching", "online_course"} | NOT_ONLINE


def kinds(row: WishRow) -> set[str]:
    return ({row.kind, *row.alternative_kinds} - {""}) or EVERY_KIND


def turned(kind: str) -> str:
    return {"visit_in": "visit_out", "visit_out": "visit_in"}.get(kind, kind)


def common_kinds(a: WishRow, b: WishRow) -> set[str]:
    return kinds(a) & {turned(kind) for kind in kinds(b)}


def must_meet_live(a: WishRow, b: WishRow) -> bool:
    return "live" in (a.mode, b.mode) and not common_kinds(a, b) & NOT_ONLINE


def meets(wanted: tuple[str, ...], there: tuple[str, ...]) -> bool:
    return not wanted or not there or bool(set(wanted) & set(there))


def speaks(row: WishRow, band: str) -> set[str]:
    """Languages at that band or better; a band not said is good enough."""
    return {tag for tag, own in row.languages if own in ("", "own") or ORDER.index(own) >= ORDER.index(band)}


def has_common_language(a: WishRow, b: WishRow) -> bool:
    if not a.languages or not b.languages:
        return True
    for one, other in ((a, b), (b, a)):
        if one.interpretation == "offered" and other.interpretation in ("needed", "welcome"):
            return True
    return bool(speaks(a, b.band_wanted) & speaks(b, a.band_wanted))


def welcomes(row: WishRow, country: str) -> bool:
    if country in row.excluded_countries:
        return False
    return not row.partner_countries or not country or country in row.partner_countries


def welcomes_region(row: WishRow, country: str, region: str) -> bool:
    """Of a country of which regions are named, only those."""
    named = {code for code in row.partner_regions if code.startswith(f"{country}-")}
    return not named or not region or region in named


def minutes(a: WishRow, b: WishRow) -> tuple[int, int] | None:
    if a.weekly is None or b.weekly is None:
        return None
    return tuple(30 * (a.weekly[season] & b.weekly[season]).bit_count() for season in (0, 1))


def taught(row: WishRow, first_week: dt.date) -> set[int]:
    """Numbers of the weeks with lessons of which a day lies in the period of the wish."""
    found = set()
    for week in range(53):
        monday = first_week + dt.timedelta(days=7 * week)
        begins_too_late = row.period_to is not None and monday > row.period_to
        ends_too_early = row.period_from is not None and monday + dt.timedelta(days=6) < row.period_from
        if row.teaching >> week & 1 and not begins_too_late and not ends_too_early:
            found.add(week)
    return found


def weeks(a: WishRow, b: WishRow, first_week: dt.date) -> int | None:
    if a.teaching is None or b.teaching is None:
        return None
    return len(taught(a, first_week) & taught(b, first_week))


def ages(row: WishRow) -> range:
    return range(row.age_from or 0, (row.age_to or 31) + 1)


def failing(a: WishRow, b: WishRow, first_week: dt.date) -> set[str]:
    """Codes of the conditions that do not hold between the asking wish and a partner."""
    live = must_meet_live(a, b)
    time, calendar = minutes(a, b), weeks(a, b, first_week)
    known = b.organization in a.partners or a.organization in b.partners
    holds = {
        "kind": bool(common_kinds(a, b)),
        "mode": {a.mode, b.mode} != {"live", "async"} or bool(common_kinds(a, b) & NOT_ONLINE),
        "levels": meets(a.levels, b.partner_levels) and meets(b.levels, a.partner_levels),
        "ages": bool(set(ages(a)) & set(ages(b))),
        "language": has_common_language(a, b),
        "period": (a.period_from or dt.date.min) <= (b.period_to or dt.date.max)
        and (b.period_from or dt.date.min) <= (a.period_to or dt.date.max),
        "places": welcomes(a, b.country) and welcomes(b, a.country),
        "regions": welcomes_region(a, b.country, b.region) and welcomes_region(b, a.country, a.region),
        "sectors": meets(a.partner_sectors, (b.sector,) if b.sector else ())
        and meets(b.partner_sectors, (a.sector,) if a.sector else ()),
        "capacity": a.capacity > 0 and b.capacity > 0,
        "dormant": not a.dormant and not b.dormant,
        "proposed": b.propose,
        "weekly": not live or time is None or max(time) >= 30,
        "weeks": not live or calendar is None or calendar >= 4,
        "same_school": a.organization != b.organization,
        "partners": not known or (a.again and b.again),
        "refused": b.organization not in a.refused and a.organization not in b.refused,
    }
    return {code for code, held in holds.items() if not held}


def share(mine: tuple[object, ...], theirs: tuple[object, ...]) -> int:
    if not mine or not theirs:
        return 500
    return 1000 * len(set(mine) & set(theirs)) // len(set(mine))


def goal(a: WishRow, b: WishRow) -> int:
    if not a.practises or not b.languages:
        return 500
    if set(a.practises) & {tag for tag, band in b.languages if band == "own"}:
        return 1000
    return 600 if set(a.practises) & {tag for tag, _band in b.languages} else 0


def given(a: WishRow, b: WishRow) -> int:
    if not a.languages or not b.practises:
        return 500
    return 1000 if {tag for tag, band in a.languages if band == "own"} & set(b.practises) else 0


def age_value(a: WishRow, b: WishRow) -> int:
    if None in (a.age_from, a.age_to, b.age_from, b.age_to):
        return 500
    return 1000 * len(set(ages(a)) & set(ages(b))) // len(ages(a))


def size_value(a: WishRow, b: WishRow) -> int:
    if not a.group_size or not b.group_size:
        return 500
    small, large = sorted((a.group_size, b.group_size))
    return 1000 * small // large


def time_value(a: WishRow, b: WishRow) -> int:
    if a.mode == "async":
        return 1000
    found = minutes(a, b)
    return 500 if found is None else min(1000, 1000 * (sum(found) // 2) // 300)


def kind_value(a: WishRow, b: WishRow) -> int:
    named = ({a.kind, *a.alternative_kinds} - {""}, {b.kind, *b.alternative_kinds} - {""})
    if not all(named):
        return 500
    mine, theirs = {a.kind} - {""}, {turned(b.kind)} - {""}
    rest, their_rest = set(a.alternative_kinds) - mine, {turned(kind) for kind in b.alternative_kinds} - theirs
    for one, other, value in (
        (mine, theirs, 1000),
        (mine, their_rest, 750),
        (rest, theirs, 500),
        (rest, their_rest, 300),
    ):
        if one & other:
            return value
    return 0


def hundredths(rate: float | None) -> int:
    return 500 if rate is None else round(100 * rate) * 10


def values(a: WishRow, b: WishRow, first_week: dt.date) -> dict[str, int]:
    """What `a` finds in `b`, in thousandths."""
    country = {"rural", "remote"}
    calendar = weeks(a, b, first_week)
    seen = b.active_days_ago
    return {
        "topics": share(a.topics, b.topics),
        "sdgs": share(a.sdgs, b.sdgs),
        "language_goal": goal(a, b),
        "language_given": given(a, b),
        "ages": age_value(a, b),
        "size": size_value(a, b),
        "time": time_value(a, b),
        "calendar": 500 if calendar is None else min(1000, 1000 * calendar // 20),
        "kind": kind_value(a, b),
        "setting": 500 if not (a.setting and b.setting) else 1000 * ((a.setting in country) != (b.setting in country)),
        "sector": 500 if not (a.sector and b.sector) else 1000 * (a.sector == b.sector),
        "replies": hundredths(b.reply_rate),
        "activity": 500 if seen is None else max(0, min(1000, (365 - seen) * 1000 // 335)),
        "continuity": hundredths(b.continuity),
        "equity": 500 * (b.setting in country) + 500 * b.first_time,
    }


def points(a: WishRow, b: WishRow, first_week: dt.date, weights: dict[str, int]) -> int:
    return sum(weights[code] * value for code, value in values(a, b, first_week).items())


def percent(own: int, other: int) -> int:
    """Halves up."""
    from fractions import Fraction

    if own + other == 0:
        return 0
    mean = Fraction(2 * own * other, own + other)
    return int(mean * 100 / 1_000_000 + Fraction(1, 2))
