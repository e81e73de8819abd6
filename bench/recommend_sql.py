"""The peer of bench/recommend.py: the same conditions and the same score in one SQL statement over one flat table.

Nothing is made harder for PostgreSQL: masks are bigint, weeks bit strings with bit_count, every mask stands in the row, the
wishes that can never be proposed are left out by an index, and the parameters are constants when the plan is made.
"""

import os
from typing import Any, Self
from urllib.parse import quote, urlsplit, urlunsplit

import numpy as np

from bench.search import _server_url
from mado.matching.engine.columns import WishColumns
from mado.matching.engine.encoding import Encoded
from mado.matching.engine.feasibility import LIMITS
from mado.matching.engine.scoring import PARTS

COLUMNS = (
    "wish bigint, organization bigint, kind int, alternatives int, mode int, levels int, wanted_levels int, closed int, "
    "country int, wants int, wanted bigint, excluded bigint, region int, names int, bounded bigint, named bigint, "
    "sector int, wanted_sectors int, band_wanted int, interpretation int, known int, l0 bigint, l1 bigint, l2 bigint, l3 bigint, l4 bigint, l5 bigint, own bigint, "
    "practises bigint, week_known int, winter bit(384), summer bit(384), year_known int, weeks bit(64), youngest int, "
    "oldest int, said_ages boolean, size int, topics bit(32), goals bit(32), period_from int, period_to int, setting int, "
    "first_time boolean, again boolean, waiting int, reply int, continuity int, active int"
)


def _turn(mask: str) -> str:
    return f"(({mask} & 39) | (({mask} & 8) << 1) | (({mask} & 16) >> 1))"


def _bits(words: Any) -> str:
    return "".join(f"{int(word):064b}" for word in words)


def statement(w: Encoded, k: int) -> str:
    """The k best (wish, per cent), and the number of all that fit, for one wish."""
    o, p, r, s = w.offers, w.places, w.regions, w.speeches
    kinds, bands = int(o["kind"] | o["alternatives"]), [int(words[0]) for words in s["at_least"]]
    common = f"({kinds or 63} & CASE WHEN kind | alternatives = 0 THEN 63 ELSE {_turn('(kind | alternatives)')} END)"
    live = f"((mode = 0 OR {int(o['mode']) == 0}) AND {common} & 56 = 0)"
    here, there = (1 << int(p["country"])), f"(1::bigint << country)"  # noqa: F541  # as SQL
    region, bounded, named = 1 << int(r["region"]), int(r["bounded"][0]), int(r["wanted"][0])
    mine_youngest, mine_oldest = w.ages >> 5, (w.ages & 31) or 31
    offered, interpreted = (
        int(s["interpretation"]) == 4,
        f"({int(s['interpretation']) in (2, 3)} AND interpretation = 4)",
    )
    spoken = f"(ARRAY{bands}::bigint[])[band_wanted + 1] & l{int(s['band_wanted'])} <> 0"
    minutes = [
        f"30 * bit_count({name} & B'{_bits(w.weeks['slots'][at])}')" for at, name in enumerate(("winter", "summer"))
    ]
    common_weeks = f"bit_count(weeks & B'{_bits([w.years['weeks']])}')"
    week_unsaid = f"(week_known = 0 OR {not w.weeks['known']})"
    year_unsaid = f"(year_known = 0 OR {not w.years['known']})"
    level = f"(wanted_levels = 0 OR {int(o['levels'])} IN (0) OR wanted_levels & {int(o['levels'])} <> 0)"
    wanted_level = f"(levels = 0 OR {int(o['wanted_levels'])} IN (0) OR levels & {int(o['wanted_levels'])} <> 0)"
    sector = f"(wanted_sectors = 0 OR {int(p['sector'])} IN (0) OR wanted_sectors & {int(p['sector'])} <> 0)"
    wanted_sector = f"(sector = 0 OR {int(p['wanted_sectors'])} IN (0) OR sector & {int(p['wanted_sectors'])} <> 0)"
    apart = {0: "mode = 1", 1: "mode = 0", 2: "false"}[int(o["mode"])]
    conditions = [
        f"closed = 0 AND {int(o['closed']) & 3} = 0 AND {common} <> 0 AND (NOT ({apart}) OR {common} & 56 <> 0)",
        f"{level} AND {wanted_level} AND {sector} AND {wanted_sector}",
        f"(wants = 0 OR {int(p['country'])} = 0 OR wanted & {here} <> 0) AND excluded & {here} = 0",
        f"({not p['wants']} OR country = 0 OR {int(p['wanted'][0])} & {there} <> 0) AND {int(p['excluded'][0])} & {there} = 0",
        f"(names = 0 OR {int(r['region'])} = 0 OR bounded & {here} = 0 OR named & {region} <> 0)",
        f"({not r['names']} OR region = 0 OR {bounded} & {there} = 0 OR {named} & (1::bigint << region) <> 0)",
        f"youngest <= {mine_oldest} AND oldest >= {mine_youngest}",
        f"period_from <= {w.period_to} AND period_to >= {w.period_from}",
        f"(known & 1 = 0 OR {int(s['known']) & 1} = 0 OR ({offered} AND interpretation IN (2, 3)) OR {interpreted} OR {spoken})",
        f"(NOT {live} OR {week_unsaid} OR greatest({minutes[0]}, {minutes[1]}) >= {LIMITS.session_minutes})",
        f"(NOT {live} OR {year_unsaid} OR {common_weeks} >= {LIMITS.weeks}) AND organization <> {w.organization}",
        f"({bool(w.flags & 16)} AND again OR NOT ({_linked(w, 'partners')}))",
        f"NOT ({_linked(w, 'refused')})",
    ]
    own, other = _scores(w, f"({minutes[0]} + {minutes[1]}) / 2", common_weeks, week_unsaid, year_unsaid)
    return (
        f"SELECT wish, percent, count(*) OVER () FROM (SELECT wish, waiting, (400 * own * other + greatest(own + other, 1) * 1000000)"
        f" / (2 * greatest(own + other, 1) * 1000000) AS percent FROM (SELECT wish, waiting, ({own})::bigint AS own,"
        f" ({other})::bigint AS other FROM wish WHERE {' AND '.join(conditions)}) AS scored) AS best"
        f" ORDER BY percent DESC, waiting DESC, wish LIMIT {k}"
    )


def _linked(w: Encoded, name: str) -> str:
    ids = ", ".join(map(str, getattr(w, name))) or "0"
    return f"organization IN ({ids}) OR wish IN (SELECT wish FROM {name} WHERE organization = {w.organization})"


def _scores(w: Encoded, minutes: str, weeks: str, week_unsaid: str, year_unsaid: str) -> tuple[str, str]:
    """Points of the wish over each row, and of each row over the wish."""
    s, known = w.speeches, int(w.speeches["known"])
    first, rest = int(w.offers["kind"]), int(w.offers["alternatives"])
    tops, goals = w.topics & 0x3FFF, w.topics >> 14
    country, setting = w.flags & 7 >= 3, w.flags & 7
    youngest, oldest = w.ages >> 5, (w.ages & 31) or 31
    said = f"said_ages AND {bool(w.ages >> 5 and w.ages & 31)}"
    years = f"greatest(least(oldest, {oldest}) - greatest(youngest, {youngest}) + 1, 0)"

    def shared(column: str, mine: int) -> tuple[str, str]:
        both = f"1000 * bit_count({column} & B'{mine:032b}')"
        unsaid = f"WHEN {mine} = 0 OR bit_count({column}) = 0 THEN 500"
        return (
            f"CASE {unsaid} ELSE {both} / {max(mine.bit_count(), 1)} END",
            f"CASE {unsaid} ELSE {both} / bit_count({column}) END",
        )

    def kind(mine: tuple[str, str], theirs: tuple[str, str]) -> str:
        cases = zip(((0, 0), (0, 1), (1, 0), (1, 1)), (1000, 750, 500, 300), strict=True)
        told = " ".join(f"WHEN {mine[a]} & {theirs[b]} <> 0 THEN {value}" for (a, b), value in cases)
        return f"CASE WHEN {first | rest} = 0 OR kind | alternatives = 0 THEN 500 {told} ELSE 0 END"

    my_kinds, their_kinds = (str(first), str(rest)), (_turn("kind"), _turn("alternatives"))
    size = f"CASE WHEN size = 0 OR {w.group_size} = 0 THEN 500 ELSE 1000 * least(size, {w.group_size}) / greatest(size, {w.group_size}) END"
    time = f"CASE WHEN {week_unsaid} THEN 500 ELSE least(1000 * ({minutes}) / 300, 1000) END"
    calendar = f"CASE WHEN {year_unsaid} THEN 500 ELSE least(1000 * {weeks} / 20, 1000) END"
    differs = f"CASE WHEN setting = 0 OR {setting} = 0 THEN 500 WHEN (setting >= 3) <> {country} THEN 1000 ELSE 0 END"
    sector = int(w.places["sector"])
    same = f"CASE WHEN sector = 0 OR {sector} = 0 THEN 500 WHEN sector = {sector} THEN 1000 ELSE 0 END"
    practises, own, spoken = (int(words[0]) for words in (s["practises"], s["own"], s["at_least"][0]))
    fresh = "least(greatest((365 - active) * 1000 / 335, 0), 1000)"
    values: dict[str, tuple[str, str]] = {
        "topics": shared("topics", tops),
        "sdgs": shared("goals", goals),
        "language_goal": (
            f"CASE WHEN {known & 2} = 0 OR known & 1 = 0 THEN 500 WHEN own & {practises} <> 0 THEN 1000 WHEN l0 & {practises} <> 0 THEN 600 ELSE 0 END",
            f"CASE WHEN {known & 1} = 0 OR known & 2 = 0 THEN 500 WHEN practises & {own} <> 0 THEN 1000 WHEN practises & {spoken} <> 0 THEN 600 ELSE 0 END",
        ),
        "language_given": (
            f"CASE WHEN {known & 1} = 0 OR known & 2 = 0 THEN 500 WHEN practises & {own} <> 0 THEN 1000 ELSE 0 END",
            f"CASE WHEN {known & 2} = 0 OR known & 1 = 0 THEN 500 WHEN own & {practises} <> 0 THEN 1000 ELSE 0 END",
        ),
        "ages": (
            f"CASE WHEN NOT ({said}) THEN 500 ELSE 1000 * {years} / {max(oldest - youngest + 1, 1)} END",
            f"CASE WHEN NOT ({said}) THEN 500 ELSE 1000 * {years} / (oldest - youngest + 1) END",
        ),
        "size": (size, size),
        "time": ("1000" if int(w.weeks["mode"]) == 1 else time, f"CASE WHEN mode = 1 THEN 1000 ELSE {time} END"),
        "calendar": (calendar, calendar),
        "kind": (kind(my_kinds, their_kinds), kind(their_kinds, my_kinds)),
        "setting": (differs, differs),
        "sector": (same, same),
        "replies": ("CASE WHEN reply = 255 THEN 500 ELSE reply * 10 END", str(_share(w.reply))),
        "continuity": ("CASE WHEN continuity = 255 THEN 500 ELSE continuity * 10 END", str(_share(w.continuity))),
        "activity": (f"CASE WHEN active = 401 THEN 500 ELSE {fresh} END", str(_seen(w.active))),
        "equity": (
            "CASE WHEN setting >= 3 THEN 500 ELSE 0 END + CASE WHEN first_time THEN 500 ELSE 0 END",
            str(500 * country + 500 * bool(w.flags & 8)),
        ),
    }
    sides = (" + ".join(f"{PARTS[code]} * ({both[side]})" for code, both in values.items()) for side in (0, 1))
    return next(sides), next(sides)


def _share(value: int) -> int:
    return 500 if value == 255 else value * 10


def _seen(days: int) -> int:
    return 500 if days == 401 else min(max((365 - days) * 1000 // 335, 0), 1000)


class Peer:
    """A scratch database with the flat table."""

    def __enter__(self) -> Self:
        import psycopg

        self.url, self.name = _server_url(), f"bench_recommend_{os.getpid()}"
        self.server = psycopg.connect(self.url, autocommit=True)
        self.server.execute(f'CREATE DATABASE "{self.name}"')
        self.db = psycopg.connect(urlunsplit(urlsplit(self.url)._replace(path=f"/{quote(self.name)}")), autocommit=True)
        self.db.execute("SET jit = off")
        self.db.execute("SET max_parallel_workers_per_gather = 0")
        self.db.execute("SET work_mem = '256MB'")
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()
        self.server.execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')
        self.server.close()

    def fill(self, columns: WishColumns) -> None:
        self.db.execute(f"CREATE UNLOGGED TABLE wish ({COLUMNS})")
        with self.db.cursor().copy("COPY wish FROM STDIN") as copy:
            for first in range(0, len(columns), 50_000):
                copy.write("".join(_lines(columns, first, min(first + 50_000, len(columns)))))
        for name in ("partners", "refused"):
            self.db.execute(f"CREATE UNLOGGED TABLE {name} (wish bigint, organization bigint)")
            wishes = np.repeat(columns.wish, np.diff(getattr(columns, f"{name}_start")))
            with self.db.cursor().copy(f"COPY {name} FROM STDIN") as copy:
                copy.write("".join(f"{a}\t{b}\n" for a, b in zip(wishes, getattr(columns, name), strict=True)))
            self.db.execute(f"CREATE INDEX ON {name} (organization)")
        self.db.execute("CREATE INDEX ON wish (kind, levels) WHERE closed = 0")
        self.db.execute("VACUUM ANALYZE")

    def best(self, wish: Encoded, k: int) -> tuple[list[tuple[int, int]], int]:
        rows = self.db.execute(statement(wish, k).encode()).fetchall()
        return [(row[0], row[1]) for row in rows], rows[0][2] if rows else 0


def _lines(c: WishColumns, first: int, last: int) -> list[str]:
    rows = slice(first, last)
    offers, places, speeches = c.offers[c.offer[rows]], c.places[c.place[rows]], c.speeches[c.speech[rows]]
    regions = c.regions[c.region[rows]]
    weeks = [[_bits(side) for side in record["slots"]] for record in c.weeks]
    years = [_bits([record["weeks"]]) for record in c.years]
    ages = c.ages[rows].astype(int)
    flags = c.flags[rows]
    taken: list[Any] = [
        c.wish[rows], c.organization[rows],
        *(offers[name] for name in ("kind", "alternatives", "mode", "levels", "wanted_levels", "closed")),
        places["country"], places["wants"], places["wanted"][:, 0], places["excluded"][:, 0],
        regions["region"], regions["names"], regions["bounded"][:, 0], regions["wanted"][:, 0], places["sector"],
        places["wanted_sectors"], speeches["band_wanted"], speeches["interpretation"], speeches["known"],
        *(speeches["at_least"][:, band, 0] for band in range(6)), speeches["own"][:, 0], speeches["practises"][:, 0],
        c.weeks["known"][c.week[rows]], [weeks[at][0] for at in c.week[rows]], [weeks[at][1] for at in c.week[rows]],
        c.years["known"][c.year[rows]], [years[at] for at in c.year[rows]],
        ages >> 5, np.where(ages & 31 == 0, 31, ages & 31), (ages >> 5 > 0) & (ages & 31 > 0), c.group_size[rows],
        [f"{topics & 0x3FFF:032b}" for topics in c.topics[rows].tolist()],
        [f"{topics >> 14:032b}" for topics in c.topics[rows].tolist()],
        c.period_from[rows], c.period_to[rows], flags & 7, flags & 8 != 0, flags & 16 != 0,
        c.waiting[rows], c.reply[rows], c.continuity[rows], c.active[rows],
    ]  # fmt: skip
    texts = [[str(value) for value in (part.tolist() if isinstance(part, np.ndarray) else part)] for part in taken]
    return ["\t".join(row) + "\n" for row in zip(*texts, strict=True)]
