"""Days of a calendar in words: what they are, what they are called, who says so."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from mado.profiles.wording import span_text
from mado.reference.calendars import told_text
from mado.reference.engine.inheritance import Stretch
from mado.reference.enums import SpanKind
from mado.reference.places import country_name, region_name
from mado.reference.sources import source_text

SCOPE_WORDS: dict[str, str | Promise] = {
    "typical": pgettext_lazy("who says so", "assumed"),
    "country": pgettext_lazy("who says so", "calendar of the country"),
    "region": pgettext_lazy("who says so", "calendar of the region"),
    "school": pgettext_lazy("who says so", "the school"),
}


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """`lang`: the language of `name` where it is the place's own word, else ""."""

    dates: str
    first: dt.date
    kind: str
    name: str
    lang: str
    scope: str
    source: str
    row: int


def calendar_rows(stretches: Iterable[Stretch], language: str) -> list[CalendarRow]:
    """`language` is that of the place, in which public holidays are named."""
    rows = []
    for stretch in stretches:
        span = stretch.told.span
        text = told_text(stretch.told)
        rows.append(
            CalendarRow(
                span_text(stretch.first, stretch.last),
                stretch.first,
                str(SpanKind(span.kind).label),
                text,
                "" if span.key else language,
                str(SCOPE_WORDS[stretch.told.scope]),
                source_text(span.source),
                span.row,
            )
        )
    return rows


def place_name(country: str, region: str) -> str:
    """Kaohsiung, Taiwan · Taiwan, in the reader's language."""
    if not region:
        return country_name(country)
    return f"{region_name(region)} · {country_name(country)}"
