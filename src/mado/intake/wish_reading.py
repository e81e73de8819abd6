"""What a row says of a wish, read as `mado pair` reads it; and what is wrong with it."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from mado.directory.importing.cells import cleaned
from mado.intake.engine.headings import BY_KEY
from mado.intake.row_texts import RowTexts
from mado.matching.engine.rows import BANDS
from mado.matching.lists import cells, days
from mado.profiles.input_rules import wish_problems, with_places_agreed
from mado.profiles.models import Wish

_READ: Mapping[str, Callable[[str], Any]] = {
    "wish_kind": partial(cells.choices, field="wish_kind"),
    "wish_mode": partial(cells.choice, field="wish_mode"),
    "wish_countries": cells.countries,
    "wish_levels": partial(cells.choices, field="levels"),
    "wish_languages": cells.banded_languages,
    "wish_band": cells.band,
    "wish_topics": partial(cells.choices, field="wish_topics"),
    "wish_group_size": lambda text: cells.whole(text, 1, 500),
    "wish_age_from": lambda text: cells.whole(text, 4, 30),
    "wish_age_to": lambda text: cells.whole(text, 4, 30),
    "wish_period": days.period,
    "wish_partners": lambda text: cells.whole(text, 1, 20),
    "wish_again": cells.yes,
}
_COLUMN_OF: Mapping[str, str] = {
    "alternative_kinds": "wish_kind",
    "partner_countries": "wish_countries",
    "partner_regions": "wish_regions",
    "partner_levels": "wish_levels",
    "language_band": "wish_languages",
    "partner_language_band": "wish_band",
    "period_from": "wish_period",
    "period_to": "wish_period",
    "partners_wanted": "wish_partners",
    "partners_again": "wish_again",
}
"""Field of a wish → the column it stands in, where the two have other names."""
READ_FIELDS = (
    *("title", "kind", "mode", "note", "languages", "topics", "group_size", "age_from", "age_to"),
    *_COLUMN_OF,
)
"""Fields of a wish that a row can say."""
_MAKES_A_WISH = ("wish_title", "wish_kind", "wish_countries", "wish_regions")
"""Without any of these a row says nothing of a wish: a list of schools that teach in English is no list of wishes."""


def read_wish(texts: RowTexts) -> dict[str, Any]:
    """Fields of profiles.input_rules.WISH_FIELDS, only what the row says, as JSON keeps it."""
    if not any(texts.raw(key).strip() for key in _MAKES_A_WISH):
        return {}
    said = {key: texts.said(key, read) for key, read in _READ.items()}
    regions = texts.said("wish_regions", partial(cells.regions, wanted=said["wish_countries"] or ()))
    kinds, languages, period = (
        said["wish_kind"] or (),
        said["wish_languages"] or (),
        said["wish_period"] or (None, None),
    )
    wish: dict[str, Any] = {
        "title": texts.text("wish_title"),
        "kind": next(iter(kinds), ""),
        "alternative_kinds": list(kinds[1:]),
        "mode": said["wish_mode"],
        "partner_countries": list(said["wish_countries"] or ()),
        "partner_regions": list(regions or ()),
        "partner_levels": list(said["wish_levels"] or ()),
        "languages": [tag for tag, _band in languages],
        "language_band": next((band for _tag, band in languages if band in BANDS), ""),
        "partner_language_band": said["wish_band"],
        "topics": list(said["wish_topics"] or ()),
        "group_size": said["wish_group_size"],
        "age_from": said["wish_age_from"],
        "age_to": said["wish_age_to"],
        "period_from": period[0],
        "period_to": period[1],
        "partners_wanted": said["wish_partners"],
        "partners_again": said["wish_again"],
        "note": texts.text("wish_note"),
    }
    nothing: tuple[object, ...] = ("", None, [])
    new = Wish()
    wish = with_places_agreed(new, {name: value for name, value in wish.items() if value not in nothing})
    for name, sentence in wish_problems(new, wish).items():
        texts.problem("wish_rule", _column_of(name), sentence=str(sentence))
    return {name: value.isoformat() if name.startswith("period_") else value for name, value in wish.items()}


def differing_columns(said: Mapping[str, Any], known: Sequence[Mapping[str, Any]]) -> list[str]:
    """Columns in which a row says otherwise than the wish it means: of several of one name the one most like it. What the
    row does not say is no difference, and the title is what the two have in common."""
    names = [name for name in said if name != "title"]
    ways = [[name for name in names if _compared(said[name]) != _compared(one[name])] for one in known]
    nearest = {_column_of(name) for name in min(ways, key=len)}
    return [key for key in BY_KEY if key in nearest]


def _compared(value: Any) -> Any:
    """As it comes back from a file: lists in no order, dates as text, texts as one clean line."""
    if isinstance(value, list):
        return sorted(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return cleaned(value) if isinstance(value, str) else value


def _column_of(name: str) -> str:
    return _COLUMN_OF.get(name, f"wish_{name}")
