"""All writes of this app."""

from mado.profiles.services.logo import remove_logo, set_logo
from mado.profiles.services.photo import remove_photo, set_photo
from mado.profiles.services.profile import (
    NewSpan,
    add_closed_span,
    add_closed_spans,
    change_profile,
    make_profile,
    remove_closed_span,
    set_bell_days,
    take_typical_breaks,
)
from mado.profiles.services.rows import set_awards, set_sister_schools, set_taught_languages
from mado.profiles.services.texts import save_texts, translate_texts, translator
from mado.profiles.services.wish_dates import remind_of_wishes
from mado.profiles.services.wishes import (
    change_wish,
    copy_wish,
    open_wish,
    pause_wish,
    renew_wish,
    renewed_until,
    set_wish_windows,
    start_wish,
    withdraw_wish,
)

__all__ = [
    "NewSpan",
    "add_closed_span",
    "add_closed_spans",
    "change_profile",
    "change_wish",
    "copy_wish",
    "make_profile",
    "open_wish",
    "pause_wish",
    "remind_of_wishes",
    "remove_closed_span",
    "remove_logo",
    "remove_photo",
    "renew_wish",
    "renewed_until",
    "save_texts",
    "set_awards",
    "set_bell_days",
    "set_logo",
    "set_photo",
    "set_sister_schools",
    "set_taught_languages",
    "set_wish_windows",
    "start_wish",
    "take_typical_breaks",
    "translate_texts",
    "translator",
    "withdraw_wish",
]
