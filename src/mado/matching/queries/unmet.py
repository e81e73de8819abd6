"""Wishes for which nobody fits: the same answer as their schools read beside them, for who cares for many schools."""

from collections.abc import Collection

import numpy as np

from mado.matching.engine.alone import Answers, carried_over
from mado.matching.queries.columns import current_columns
from mado.matching.queries.recommendations import limits_now

_ANSWERED: list[Answers] = []
"""What this process was asked last: an office looks at its list again when few wishes have changed, or none."""


def nobody_fits(wish_ids: Collection[int]) -> list[int]:
    """Those of the wishes that have a place left and for which no school fits today."""
    columns, limits = current_columns(), limits_now()
    kept = _ANSWERED[0] if _ANSWERED else None
    if kept is None or kept.limits != limits:
        kept = Answers(columns, limits, {})
    elif kept.columns is not columns:
        kept = carried_over(kept, columns)
    _ANSWERED[:] = [kept]
    asked = np.isin(columns.wish, np.array(sorted(wish_ids), "i8")) & (columns.capacity > 0)
    return kept.ask(np.flatnonzero(asked).tolist())
