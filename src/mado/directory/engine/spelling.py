"""Which spelling a mistyped word was answered by."""

from collections.abc import Iterable


def distance(one: str, other: str) -> int:
    """Edits between two words; exchanged neighbours count one (optimal string alignment)."""
    two_above: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        row = [i + 1]
        for j, sign in enumerate(other):
            cost = min(above[j + 1] + 1, row[j] + 1, above[j] + (letter != sign))
            if i and j and letter == other[j - 1] and sign == one[i - 1]:
                cost = min(cost, two_above[j - 1] + 1)
            row.append(cost)
        two_above, above = above, row
    return above[-1]


def nearest(word: str, known: Iterable[tuple[str, int]], most: int) -> str:
    """The commonest of the nearest known words within `most` edits; "" when there is none. `known`: (word, uses)."""
    best = min(
        ((edits, -uses, candidate) for candidate, uses in known if (edits := distance(word, candidate)) <= most),
        default=None,
    )
    return best[2] if best else ""
