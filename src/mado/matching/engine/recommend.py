"""The best partners of one wish, exact and seen from both sides. docs/explanation/recommendations.md

`asked` is a wish of the columns, by its position, or a WishRow, also one that is still being written (wish 0).
What both sides think is combined as the harmonic mean of the two scores: high only when both are. It is shown in whole
per cent; among equal per cent the longest waiting comes first, then the lower wish id.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Recommendations:
    """Best first, at most k. Shapes (m,). `positions`: rows of the columns; `own`, `other`: points (millionths) of the asked
    wish over the partner and the other way round; `percent`: both together, 0…100.
    `feasible`: how many wishes fit at all; `schools`: of how many organisations; -1 when it was not asked."""

    positions: NDArray[np.int64]
    wishes: NDArray[np.int64]
    organizations: NDArray[np.int64]
    own: NDArray[np.int64]
    other: NDArray[np.int64]
    percent: NDArray[np.int64]
    feasible: int
    schools: int

    def __len__(self) -> int:
        return len(self.positions)


@dataclass(frozen=True, slots=True)
class Opening:
    """One change of a wish and how many more wishes would fit. `field`: the WishRow's field; `value`: what it would be."""

    field: str
    value: object
    opens: int
