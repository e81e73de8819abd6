"""All writes of this app."""

from mado.profiles.services.profile import (
    add_closed_span,
    change_profile,
    make_profile,
    remove_closed_span,
    set_bell_days,
    take_typical_breaks,
)
from mado.profiles.services.wishes import (
    change_wish,
    open_wish,
    pause_wish,
    set_wish_windows,
    start_wish,
    withdraw_wish,
)

__all__ = [
    "add_closed_span",
    "change_profile",
    "change_wish",
    "make_profile",
    "open_wish",
    "pause_wish",
    "remove_closed_span",
    "set_bell_days",
    "set_wish_windows",
    "start_wish",
    "take_typical_breaks",
    "withdraw_wish",
]
