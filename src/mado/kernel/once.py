"""Facts about the same few things that several apps ask for on one page: each is read once."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Keys(tuple[int, ...]):  # noqa: SLOT001  # it carries the answers, and a tuple may have no slots of its own
    """Primary keys that are asked about together, with the answers already read. Lives as long as one page is made."""

    def __init__(self, _keys: Iterable[int] = ()) -> None:
        self._answers: dict[object, Any] = {}

    def read(self, query: Callable[[Sequence[int]], T]) -> T:
        """`query(keys)`, asked the first time only. Whoever gets the answer leaves it as it is: others read it, too."""
        if query not in self._answers:
            self._answers[query] = query(self)
        return cast("T", self._answers[query])


def read_once(keys: Sequence[int], query: Callable[[Sequence[int]], T]) -> T:
    """`query(keys)`; where the keys are Keys, others that ask the same of them do not read it again."""
    return keys.read(query) if isinstance(keys, Keys) else query(keys)
