"""What was taken for granted where a list says nothing, in words."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from mado.matching.lists.figures import a_few, natural
from mado.matching.lists.reading import Entry, ReadList
from mado.matching.lists.wording import list_notes
from mado.partnerships.wording import full_date


@dataclass(frozen=True, slots=True)
class Assumption:
    """`lacks`: whether it was made for a row. `everywhere`: where all rows of a list lack it; `somewhere`: where some do."""

    lacks: Callable[[Entry], bool]
    everywhere: Promise
    somewhere: Promise


ASSUMPTIONS = (
    Assumption(
        lambda entry: not entry.times and bool(entry.country),
        gettext_lazy("Where no weekly times stand, the usual school day of the country and level was taken."),
        gettext_lazy("Where no weekly times stand, the usual school day of the country and level was taken: %(ids)s."),
    ),
    Assumption(
        lambda entry: not entry.waiting_since,
        gettext_lazy("Where no waiting day stands, the school waits since %(day)s."),
        gettext_lazy("Where no waiting day stands, the school waits since %(day)s: %(ids)s."),
    ),
    Assumption(
        lambda entry: "capacity" not in entry.said,
        gettext_lazy("Where no number of partners stands, the school takes one."),
        gettext_lazy("Where no number of partners stands, the school takes one: %(ids)s."),
    ),
)


def assumed(one: ReadList, today: dt.date) -> list[str]:
    """One sentence for each thing assumed of at least one row that was taken, with the ids unless it is all of them."""
    ids = sorted((entry.id for entry in one.entries), key=natural)
    entries = {entry.id: entry for entry in one.entries}
    lines = list_notes(one)
    for assumption in ASSUMPTIONS:
        lacking = [identifier for identifier in ids if assumption.lacks(entries[identifier])]
        if lacking:
            words = assumption.everywhere if len(lacking) == len(ids) else assumption.somewhere
            lines.append(str(words) % {"day": full_date(today), "ids": a_few(lacking)})
    return lines
