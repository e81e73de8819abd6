"""A wish of a row in one line, for the preview: as it was understood."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mado.intake.engine.headings import BY_KEY
from mado.profiles.answers import ages_text, countries_text, kinds_text, languages_text, levels_text, topics_text
from mado.profiles.models import Wish


def wish_text(values: Mapping[str, Any]) -> str:
    """Title, kind, countries …, the parts that are said; "" for no wish."""
    if not values:
        return ""
    wish = Wish(**values)
    parts = (
        wish.title,
        kinds_text([kind for kind in (wish.kind, *wish.alternative_kinds) if kind]),
        countries_text(wish) if wish.partner_countries else "",
        levels_text(wish),
        " ".join(part for part in (languages_text(wish.languages), wish.language_band) if part),
        _named("wish_band", wish.partner_language_band),
        topics_text(wish.topics),
        ages_text(wish),
        _named("wish_group_size", wish.group_size),
        " – ".join(str(values[name]) for name in ("period_from", "period_to") if name in values),
        _named("wish_partners", values.get("partners_wanted")),
        _named("wish_again", _("yes") if wish.partners_again else ""),
        wish.note,
    )
    return " · ".join(part for part in parts if part)


def _named(key: str, value: object) -> str:
    return f"{BY_KEY[key].heading(get_language() or 'en')}: {value}" if value else ""
