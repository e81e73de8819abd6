"""What a result was computed from, read back from where it was frozen."""

from collections.abc import Sequence

from mado.matching.engine.frozen import FrozenInput, unpacked
from mado.matching.models import PairingRound, RoundRun


def input_of(run: RoundRun) -> FrozenInput:
    """Raises ValueError when what is stored is not what was frozen."""
    return unpacked(bytes(run.input.payload), run.input.sha256)


def why_not_of(found: PairingRound) -> dict[str, Sequence[str]]:
    """Code → the conditions that shut most others out, for schools nobody fits; empty before anything is computed."""
    return dict(input_of(found.run).why_not) if found.run else {}
