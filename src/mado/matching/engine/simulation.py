"""A school year played day by day: schools begin to look, write, answer or fall silent; with and without Mado's rules.

Who fits whom and how well is the engine's own answer (candidates), and a pairing round is the engine's own round. Chance
is drawn beforehand (scenarios.World), so that regimes differ by their rules and by nothing else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from mado.matching.engine.edges import Edges, Pools, Terms
from mado.matching.engine.rounds import Rule, pair
from mado.matching.engine.rows import WishRow
from mado.matching.engine.scenarios import DAYS, Scenario, World

REFRESH_DAYS = 60
"""How often scores are computed anew: what changes in them is whether a school answers and has had an exchange."""

EdgeMaker = Callable[[Sequence[WishRow], Sequence[WishRow]], Edges]
"""Wishes of both sides → the pairs that fit, indices into the two sequences."""


@dataclass(frozen=True, slots=True)
class Regime:
    """`protected`: caps on open invitations, places left shown, dormant schools hidden, lists seen from both sides. Without
    it everyone writes to whom it likes best. `rule`: of the pairing rounds, None for none. `invites`: schools write to each
    other; without it pairs come from rounds alone."""

    name: str
    protected: bool
    rule: Rule | None = None
    invites: bool = True


REGIMES = (
    Regime("free", protected=False),
    Regime("caps", protected=True),
    Regime("caps_and_fair", protected=True, rule=Rule.FAIR),
    Regime("rounds_most", protected=True, rule=Rule.MOST, invites=False),
    Regime("rounds_stable", protected=True, rule=Rule.STABLE, invites=False),
    Regime("rounds_fair", protected=True, rule=Rule.FAIR, invites=False),
)


@dataclass(slots=True)
class _Letter:
    """An invitation, or a pair of a round (`proposed`), which both must confirm. `ends` the day on which `answer` falls."""

    sender: int
    recipient: int
    sent: int
    ends: int
    answer: str
    proposed: bool = False


@dataclass(slots=True)
class Year:
    """What happened. Counts of invitations: sent = accepted + declined + lapsed + withdrawn + open at the end.

    `first_partner`: (n,) day of a school's first partner, -1 for none; `pairs`: (day, a, b, by a round).
    `received`: (n,) invitations; `open_most`: (n,) most open at a time; `last_places`: (n,) places left at the end.
    """

    regime: Regime
    sent: int = 0
    accepted: int = 0
    declined: int = 0
    lapsed: int = 0
    withdrawn: int = 0
    still_open: int = 0
    proposed: int = 0
    pairs: list[tuple[int, int, int, bool]] = field(default_factory=list)
    first_partner: list[int] = field(default_factory=list)
    received: list[int] = field(default_factory=list)
    open_most: list[int] = field(default_factory=list)
    last_places: list[int] = field(default_factory=list)
    dormant: int = 0


def play(scenario: Scenario, world: World, regime: Regime, edges_of: EdgeMaker) -> Year:
    return _Play(scenario, world, regime, edges_of).run()


class _Play:
    def __init__(self, scenario: Scenario, world: World, regime: Regime, edges_of: EdgeMaker) -> None:
        n = world.n
        self.scenario, self.world, self.regime, self.edges_of = scenario, world, regime, edges_of
        self.year = Year(regime, first_partner=[-1] * n, received=[0] * n, open_most=[0] * n)
        self.places = world.capacity.tolist()
        self.open_in, self.open_out = [0] * n, [0] * n
        self.missed, self.answered, self.lapsed = [0] * n, [0] * n, [0] * n
        self.dormant_since = [-1] * n
        self.since = world.arrives.tolist()
        self.missed_on = [-1] * n
        self.letters: list[_Letter] = []
        self.asked: set[tuple[int, int]] = set()
        self.lists: list[list[int]] = [[] for _ in range(n)]
        self.score: dict[tuple[int, int], float] = {}
        self.edges: Edges | None = None
        self.here: tuple[list[int], list[int]] = ([], [])

    def run(self) -> Year:
        limits = self.scenario.limits
        for day in range(DAYS):
            if day % REFRESH_DAYS == 0:
                self.refresh(day)
            self.wake(day)
            self.settle(day)
            if self.regime.rule and day >= limits.first_round and (day - limits.first_round) % limits.round_every == 0:
                self.hold_round(day)
            for school in range(self.world.n if self.regime.invites else 0):
                if self.world.writes[school] and day >= self.world.arrives[school]:
                    self.act(school, day)
        self.year.still_open = sum(not letter.proposed for letter in self.letters)
        self.year.last_places = self.places
        self.year.dormant = sum(since >= 0 for since in self.dormant_since)
        return self.year

    # Who fits whom

    def refresh(self, day: int) -> None:
        """Lists anew for everybody who comes within the next refresh, as the engine scores them today."""
        n_a, n = self.world.n_a, self.world.n
        present = [school for school in range(n) if self.world.arrives[school] < day + REFRESH_DAYS]
        self.here = ([school for school in present if school < n_a], [school for school in present if school >= n_a])
        rows_a, rows_b = ([self.row(school, day) for school in side] for side in self.here)
        edges = self.edges_of(rows_a, rows_b)
        self.edges = edges
        self.score = {}
        liked: list[list[tuple[float, int, int]]] = [[] for _ in range(n)]
        columns = (edges.a.tolist(), edges.b.tolist(), edges.score_a.tolist(), edges.score_b.tolist())
        for at_a, at_b, score_a, score_b in zip(*columns, strict=True):
            a, b = self.here[0][at_a], self.here[1][at_b]
            self.score[a, b], self.score[b, a] = score_a, score_b
            both = 2 * score_a * score_b / (score_a + score_b) if score_a + score_b else 0.0
            for one, other, own in ((a, b, score_a), (b, a, score_b)):
                # As a recommendation: both sides' view in whole per cent, then who waits longest, then the lower id.
                worth = round(both * 100) if self.regime.protected else own
                liked[one].append((-worth, self.since[other] if self.regime.protected else 0, other))
        self.lists = [[other for _worth, _since, other in sorted(rows)] for rows in liked]

    def row(self, school: int, day: int) -> WishRow:
        told = self.answered[school] + self.lapsed[school]
        return replace(
            self.world.rows[school],
            waiting_days=max(0, day - self.since[school]),
            reply_rate=self.answered[school] / told if told else None,
            first_time=self.world.rows[school].first_time and self.year.first_partner[school] < 0,
        )

    # What ends today

    def wake(self, day: int) -> None:
        for school, since in enumerate(self.dormant_since):
            back = since >= 0 and day >= since + self.scenario.behaviour.comes_back_days
            if back and self.world.returns[school] and not self.world.gone[school]:
                self.dormant_since[school], self.missed[school] = -1, 0

    def settle(self, day: int) -> None:
        due = [letter for letter in self.letters if letter.ends <= day]
        self.letters = [letter for letter in self.letters if letter.ends > day]
        for letter in due:
            if letter.proposed:
                self.settle_proposed(letter, day)
            else:
                self.settle_invitation(letter, day)

    def settle_invitation(self, letter: _Letter, day: int) -> None:
        self.close(letter)
        if letter.answer == "lapse":
            self.year.lapsed += 1
            self.note_silence(letter.recipient, day)
            return
        self.note_answer(letter.recipient)
        if letter.answer == "accept" and self.places[letter.recipient] > 0 and self.places[letter.sender] > 0:
            self.year.accepted += 1
            for school in (letter.sender, letter.recipient):
                self.places[school] -= 1
            self.become_partners(letter.sender, letter.recipient, day, by_round=False)
        else:
            self.year.declined += 1

    def settle_proposed(self, letter: _Letter, day: int) -> None:
        """Both had a place held. Who was silent is counted so."""
        for one, other in ((letter.sender, letter.recipient), (letter.recipient, letter.sender)):
            if self.is_silent(one, other):
                self.note_silence(one, day)
            else:
                self.note_answer(one)
        if letter.answer == "accept":
            self.become_partners(letter.sender, letter.recipient, day, by_round=True)
        else:
            for school in (letter.sender, letter.recipient):
                self.places[school] += 1

    def close(self, letter: _Letter) -> None:
        self.open_in[letter.recipient] -= 1
        self.open_out[letter.sender] -= 1

    def become_partners(self, one: int, other: int, day: int, *, by_round: bool) -> None:
        a, b = min(one, other), max(one, other)
        self.year.pairs.append((day, a, b, by_round))
        for school in (one, other):
            if self.year.first_partner[school] < 0:
                self.year.first_partner[school] = day
            self.since[school] = day
            if self.places[school] == 0:
                self.withdraw_all(school)

    def withdraw_all(self, school: int) -> None:
        """A school without a place left takes back what it has sent."""
        for letter in self.letters:
            if letter.sender == school and not letter.proposed:
                letter.answer = "withdrawn"
                self.year.withdrawn += 1
                self.close(letter)
        self.letters = [letter for letter in self.letters if letter.answer != "withdrawn"]

    def note_answer(self, school: int) -> None:
        self.answered[school] += 1
        self.missed[school] = 0

    def note_silence(self, school: int, day: int) -> None:
        self.lapsed[school] += 1
        self.missed_on[school] = day
        self.missed[school] += 1
        if self.missed[school] >= self.scenario.limits.dormant_after_missed and self.dormant_since[school] < 0:
            self.dormant_since[school] = day

    # Who writes to whom

    def act(self, school: int, day: int) -> None:
        behaviour = self.scenario.behaviour
        if (day + school) % behaviour.acts_every or self.world.gone[school]:
            return
        for other in self.lists[school]:
            if self.open_out[school] >= min(behaviour.outgoing_most, self.places[school]):
                return
            if self.may_write(school, other, day):
                self.send(school, other, day)

    def may_write(self, sender: int, recipient: int, day: int) -> bool:
        if (
            day < self.world.arrives[recipient]
            or (sender, recipient) in self.asked
            or (recipient, sender) in self.asked
        ):
            return False
        if not self.regime.protected:
            return True
        room = self.open_in[recipient] < self.scenario.limits.open_invitations_most
        return room and self.places[recipient] > 0 and self.dormant_since[recipient] < 0

    def send(self, sender: int, recipient: int, day: int) -> None:
        world, limit = self.world, self.scenario.limits.reply_days
        self.asked.add((sender, recipient))
        if self.is_silent(recipient, sender) or world.delay[sender, recipient] > limit:
            letter = _Letter(sender, recipient, day, day + limit, "lapse")
        else:
            behaviour = self.scenario.behaviour
            likes = behaviour.accepts + behaviour.accepts_more * self.score[recipient, sender]
            answer = "accept" if world.chance[sender, recipient] < likes else "decline"
            letter = _Letter(sender, recipient, day, day + int(world.delay[sender, recipient]), answer)
        self.letters.append(letter)
        self.year.sent += 1
        self.year.received[recipient] += 1
        self.open_out[sender] += 1
        self.open_in[recipient] += 1
        self.year.open_most[recipient] = max(self.year.open_most[recipient], self.open_in[recipient])

    def is_silent(self, one: int, towards: int) -> bool:
        return bool(self.world.gone[one] or self.world.silent[towards, one])

    # Pairing rounds

    def hold_round(self, day: int) -> None:
        """Everybody here with a place left that is not dormant; pairs already asked are forbidden. Both sides have the
        round's own reply-by date to confirm."""
        edges = self.edges
        taking = [[at for at, s in enumerate(side) if self.takes_part(s, day)] for side in self.here]
        if edges is None or not (taking[0] and taking[1]):
            return
        pools, kept, schools = self._pools(edges, taking, day)
        places_a, places_b = ({school: at for at, school in enumerate(side)} for side in schools)
        forbidden = sorted(
            (places_a[a], places_b[b]) for a, b in self._asked_pairs() if a in places_a and b in places_b
        )
        rule = self.regime.rule
        assert rule is not None  # noqa: S101  # hold_round is only called with one
        outcome = pair(pools, kept, Terms(forbidden=tuple(forbidden)), rule, with_optimum=False, one_more=0)
        for at_a, at_b in outcome.pairs:
            self.propose(schools[0][at_a], schools[1][at_b], day)

    def waits_since(self, school: int) -> int:
        """As a round counts it: whoever left something unanswered goes to the end of the line."""
        return max(self.since[school], self.missed_on[school])

    def takes_part(self, school: int, day: int) -> bool:
        arrived = day >= self.world.arrives[school]
        return bool(arrived and self.places[school] > 0 and self.dormant_since[school] < 0)

    def _asked_pairs(self) -> set[tuple[int, int]]:
        return {(min(pair), max(pair)) for pair in self.asked}

    def _pools(
        self, edges: Edges, taking: list[list[int]], day: int
    ) -> tuple[Pools, Edges, tuple[list[int], list[int]]]:
        schools = tuple([side[at] for at in places] for side, places in zip(self.here, taking, strict=True))
        places = [np.full(len(side), -1, dtype=np.int32) for side in self.here]
        for column, chosen in zip(places, taking, strict=True):
            column[chosen] = np.arange(len(chosen))
        a, b = places[0][edges.a], places[1][edges.b]
        kept = (a >= 0) & (b >= 0)
        numbers = [
            (
                np.array([self.places[school] for school in side], dtype=np.int32),
                np.array([day - self.waits_since(school) for school in side], dtype=np.int32),
                np.full(len(side), -1, dtype=np.int32),
            )
            for side in schools
        ]
        pools = Pools(
            ids_a=tuple(f"{school:06d}" for school in schools[0]),
            ids_b=tuple(f"{school:06d}" for school in schools[1]),
            capacity_a=numbers[0][0], capacity_b=numbers[1][0],
            waiting_a=numbers[0][1], waiting_b=numbers[1][1],
            area_a=numbers[0][2], area_b=numbers[1][2],
        )  # fmt: skip
        return pools, Edges(a[kept], b[kept], edges.score_a[kept], edges.score_b[kept]), (schools[0], schools[1])

    def propose(self, a: int, b: int, day: int) -> None:
        """A place is held on both sides until the answers are in."""
        world, limit = self.world, self.scenario.limits.reply_days
        self.asked.add((a, b))
        self.year.proposed += 1
        silent = self.is_silent(a, b) or self.is_silent(b, a)
        confirms = self.scenario.behaviour.confirms
        agreed = world.chance[a, b] < confirms and world.chance[b, a] < confirms
        late = max(int(world.delay[a, b]), int(world.delay[b, a]))
        ends = day + (limit if silent else min(late, limit))
        self.letters.append(_Letter(a, b, day, ends, "accept" if agreed and not silent else "decline", proposed=True))
        for school in (a, b):
            self.places[school] -= 1
