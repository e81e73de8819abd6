"""A wish of a row in one line, for the preview: as it was understood."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mado.intake.engine.headings import BY_KEY
from mado.intake.models import ListRow
from mado.intake.taking import first_foreign
from mado.profiles.answers import ages_text, countries_text, kinds_text, levels_text, topics_text
from mado.profiles.models import Wish
from mado.profiles.wording import listed
from mado.reference.languages import language_name


def wish_of_row(row: ListRow) -> str:
    """Title, kind, countries …, the parts that are said; "" for no wish."""
    school = row.organization.name_language if row.organization else row.school.get("name_language", "")
    return _wish_text(row.wish, school) if row.wish else ""


def _wish_text(values: Mapping[str, Any], own: str) -> str:
    wish = Wish(**values)
    banded = first_foreign(wish.languages, own)
    parts = (
        wish.title,
        kinds_text([kind for kind in (wish.kind, *wish.alternative_kinds) if kind]),
        countries_text(wish) if wish.partner_countries else "",
        levels_text(wish),
        listed(f"{language_name(tag)} {wish.language_band if tag == banded else ''}".strip() for tag in wish.languages),
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
