"""What simulated years come to: who got a partner, how long it took, how invitations piled up. Every figure with its unit."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from statistics import fmean
from typing import Any

import numpy as np

from mado.matching.engine.scenarios import DAYS, Scenario, World, draw
from mado.matching.engine.simulation import REGIMES, EdgeMaker, Regime, Year, play

CURVE_DAYS = tuple(range(0, 271, 15))
"""Days of waiting at which the curve of those without a partner is read."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One year. Shares 0…1, waiting in days, counts of schools and invitations.

    `schools_a`, `served_a`: schools that began to look in the year; those with a partner at its end. `wait_a`: days from
    the beginning to the first partner, the middle school of all that looked, those without counted to the year's end.
    `gini`: of the invitations received by the schools of the scarce side (b), 0 everybody alike … 1 all to one;
    `top_tenth`: the share of them that went to the most invited tenth. `open_most`: most open invitations any school had
    at a time. `answered`: share of the invitations that ended with a yes or a no. `per_partner`: invitations for each pair.
    `second_a`: pairs that gave a school of side a one more partner than its first.
    `places_left_b`: places of the scarce side nobody took.
    """

    schools_a: float
    schools_b: float
    served_a: float
    served_b: float
    served_share_a: float
    served_share_b: float
    pairs: float
    round_pairs: float
    second_a: float
    wait_a: float
    wait_b: float
    sent: float
    answered: float
    per_partner: float
    gini: float
    top_tenth: float
    open_most: float
    dormant: float
    places_left_b: float


def figures(world: World, year: Year) -> Figures:
    a, b = (slice(0, world.n_a), slice(world.n_a, world.n))
    first = np.array(year.first_partner)
    waits = waiting(world, year)
    looked = world.arrives < DAYS
    received = np.array(year.received)[b][looked[b]]
    ended = year.accepted + year.declined + year.lapsed
    pairs = len(year.pairs)
    return Figures(
        schools_a=int(looked[a].sum()),
        schools_b=int(looked[b].sum()),
        served_a=int((first[a] >= 0).sum()),
        served_b=int((first[b] >= 0).sum()),
        served_share_a=float((first[a] >= 0).sum() / looked[a].sum()),
        served_share_b=float((first[b] >= 0).sum() / looked[b].sum()),
        pairs=pairs,
        round_pairs=sum(by_round for _day, _a, _b, by_round in year.pairs),
        second_a=pairs - int((first[a] >= 0).sum()),
        wait_a=float(np.median(waits[a][looked[a]])),
        wait_b=float(np.median(waits[b][looked[b]])),
        sent=year.sent,
        answered=(year.accepted + year.declined) / ended if ended else 0.0,
        per_partner=year.sent / pairs if pairs else 0.0,
        gini=gini(received.tolist()),
        top_tenth=top_share(received.tolist(), 0.1),
        open_most=max(year.open_most),
        dormant=year.dormant,
        places_left_b=int(sum(year.last_places[world.n_a :])),
    )


def waiting(world: World, year: Year) -> np.ndarray:
    """(n,) days from the beginning to the first partner; to the end of the year where there is none."""
    first = np.array(year.first_partner)
    return np.where(first >= 0, first, DAYS) - world.arrives


def still_waiting(world: World, year: Year) -> list[float]:
    """Share of side a without a partner so many days after its beginning (CURVE_DAYS): of those that looked for so long."""
    first = np.array(year.first_partner)[: world.n_a]
    arrives = world.arrives[: world.n_a]
    shares = []
    for days in CURVE_DAYS:
        seen = arrives + days <= DAYS
        without = (first < 0) | (first > arrives + days)
        shares.append(float((without & seen).sum() / seen.sum()) if seen.any() else 0.0)
    return shares


def gini(values: Sequence[int]) -> float:
    """0 when all are alike, towards 1 when one has everything; 0 for nothing at all."""
    ordered = sorted(values)
    total = sum(ordered)
    if not total:
        return 0.0
    n = len(ordered)
    return sum((2 * place - n + 1) * value for place, value in enumerate(ordered)) / (n * total)


def top_share(values: Sequence[int], part: float) -> float:
    """What the largest `part` of the values have of the sum; at least one value is counted."""
    ordered = sorted(values, reverse=True)
    total = sum(ordered)
    return sum(ordered[: max(1, round(len(ordered) * part))]) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Summary:
    """Several years of one regime: the mean of each figure, the least and the greatest; `curve`: see still_waiting."""

    regime: Regime
    years: int
    mean: Figures
    least: Figures
    most: Figures
    curve: tuple[float, ...]

    def as_json(self) -> dict[str, Any]:
        rows = {name: asdict(getattr(self, name)) for name in ("mean", "least", "most")}
        return {
            "regime": self.regime.name,
            "years": self.years,
            **{name: {key: round(value, 4) for key, value in row.items()} for name, row in rows.items()},
            "still_waiting": [round(share, 4) for share in self.curve],
        }


def simulate(
    scenario: Scenario, seeds: Sequence[int], edges_of: EdgeMaker, regimes: Sequence[Regime] = REGIMES
) -> list[Summary]:
    """The same years under every regime."""
    worlds = [draw(scenario, seed) for seed in seeds]
    found = []
    for regime in regimes:
        years = [play(scenario, world, regime, edges_of) for world in worlds]
        rows = [figures(world, year) for world, year in zip(worlds, years, strict=True)]
        curves = [still_waiting(world, year) for world, year in zip(worlds, years, strict=True)]
        found.append(
            Summary(
                regime, len(rows), _over(rows, fmean), _over(rows, min), _over(rows, max),
                tuple(fmean(column) for column in zip(*curves, strict=True)),
            )
        )  # fmt: skip
    return found


def _over(rows: Sequence[Figures], how: Any) -> Figures:
    return Figures(**{one.name: float(how(getattr(row, one.name) for row in rows)) for one in fields(Figures)})
