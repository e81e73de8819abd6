"""A workflow is a frozen table of moves. The same table draws buttons, the API's `available_moves`,
the documentation's diagram and the hypothesis walk. `Workflow.perform` is the one door that changes a state."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mado.kernel.decision import YES, Decision, no
from mado.kernel.errors import NotPermitted, NotPossible

Guard = Callable[[Any], Decision]
Tone = Literal["primary", "plain", "danger"]

SYSTEM = "system"
"""The permission of moves that only a date or a job makes: no person may, whatever their role."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row: `name` is a verb; `sources` and `target` are states; `permission` says who; `guards` say when."""

    name: str
    label: str | Promise
    sources: tuple[str, ...]
    target: str
    permission: str
    guards: tuple[Guard, ...] = ()
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class AvailableMove:
    """A move this actor may make in principle, with the decision whether it is possible now."""

    move: Move
    decision: Decision


class WorkflowTableError(ValueError):
    """The table itself is wrong; raised when it is built, that is at import."""


@dataclass(frozen=True)
class Workflow:
    """`states` is a TextChoices class; `ends` are the states nothing leaves."""

    name: str
    states: Any
    initial: str
    moves: tuple[Move, ...]
    ends: tuple[str, ...] = ()
    _by_name: dict[str, Move] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        known = set(self.states.values)
        for move in self.moves:
            if move.name in self._by_name:
                raise WorkflowTableError(f"{self.name}: move {move.name!r} stands twice")
            if unknown := {*move.sources, move.target} - known:
                raise WorkflowTableError(f"{self.name}.{move.name}: unknown states {sorted(unknown)}")
            self._by_name[move.name] = move
        reached = self._reachable()
        if lost := known - reached:
            raise WorkflowTableError(f"{self.name}: nothing leads to {sorted(lost)}")
        left = {source for move in self.moves for source in move.sources}
        if stuck := known - left - set(self.ends):
            raise WorkflowTableError(f"{self.name}: nothing leaves {sorted(stuck)}")

    def _reachable(self) -> set[str]:
        reached = {self.initial}
        while True:
            new = {m.target for m in self.moves if reached.intersection(m.sources)} - reached
            if not new:
                return reached
            reached |= new

    def move(self, name: str) -> Move:
        """The row of that name; KeyError when there is none."""
        return self._by_name[name]

    def decide(self, thing: Any, name: str) -> Decision:
        """Whether the move is possible now, whoever asks: the state first, then every guard."""
        move = self._by_name[name]
        if thing.state not in move.sources:
            return no("state", _("This has already moved on. Reload the page to see where it stands."))
        decision = YES
        for guard in move.guards:
            decision = decision & guard(thing)
        return decision

    def available(self, thing: Any, actor: Any) -> Iterator[AvailableMove]:
        """Moves out of the present state that `actor` may make, each with its decision: the buttons."""
        for move in self.moves:
            if thing.state in move.sources and self._may(actor, move, thing):
                yield AvailableMove(move, self.decide(thing, move.name))

    def perform(self, thing: Any, name: str, actor: Any) -> Move:
        """The one door: check who and when, then set and save the state. The caller holds the row lock.

        Raises NotPermitted or NotPossible. `actor` None is the system itself (a job).
        """
        move = self._by_name[name]
        if not self._may(actor, move, thing):
            raise NotPermitted(move.permission)
        decision = self.decide(thing, name)
        if not decision:
            raise NotPossible(decision)
        thing.state = move.target
        thing.state_changed_at = timezone.now()
        thing.save(update_fields=["state", "state_changed_at"])
        return move

    @staticmethod
    def _may(actor: Any, move: Move, thing: Any) -> bool:
        if actor is None:
            return move.permission == SYSTEM
        return move.permission != SYSTEM and bool(actor.has_perm(move.permission, thing))

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram, for the documentation."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {s} --> {m.target}: {m.name}" for m in self.moves for s in m.sources]
        lines += [f"    {end} --> [*]" for end in self.ends]
        return "\n".join(lines)
