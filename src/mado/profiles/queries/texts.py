"""Free texts in several languages: which may be translated, and which one a reader is shown."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import langcodes
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mado.kernel.privacy import classified
from mado.profiles.enums import TextOrigin
from mado.profiles.models import ProfileText, SchoolProfile, Wish
from mado.reference.languages import language_name

PROFILE_TEXTS: Mapping[str, str | Promise] = MappingProxyType(
    {
        "about": _("About your school"),
        "local_features": _("What is special about the place"),
        "special_programmes": _("Special programmes"),
        "clubs": _("Clubs"),
        "consent_practice": _("How you ask parents"),
    }
)
WISH_TEXTS: Mapping[str, str | Promise] = MappingProxyType(
    {
        "title": _("Title of the wish"),
        "note": _("What you imagine"),
        "purpose": _("What for"),
        "aims": _("What the pupils should learn"),
        "outcomes": _("What comes out in the end"),
        "evaluation": _("How both sides look back on it"),
        "budget_note": _("About costs"),
    }
)
OFFERED = ("en", "zh-Hant", "ja", "ko", "fr", "de", "es", "vi", "th", "id", "cs", "pl")
"""Languages a school is offered for its texts: those of the screens first."""


def text_fields(thing: SchoolProfile | Wish) -> Mapping[str, str | Promise]:
    """Field → what it is called. Only fields everybody may read: what is not public is neither translated nor sent."""
    named = PROFILE_TEXTS if isinstance(thing, SchoolProfile) else WISH_TEXTS
    classes = classified()[thing._meta.label]  # noqa: SLF001  # Django's public API
    return {name: title for name, title in named.items() if classes[name][0] == "public"}


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _script(tag: str) -> tuple[str | None, str | None]:
    try:
        full = langcodes.Language.get(tag).maximize()
    except langcodes.LanguageTagError:
        return tag, None
    return full.language, full.script


def same_language(one: str, other: str) -> bool:
    """Whether who reads one reads the other: zh-TW and zh-Hant are the same, zh-Hans is not; en-GB and en are."""
    return bool(one and other) and _script(one) == _script(other)


def language_of(thing: SchoolProfile | Wish) -> str:
    """The language the thing's own fields are written in."""
    said = thing.about_language if isinstance(thing, SchoolProfile) else thing.text_language
    return said or thing.organization.name_language


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as one reader is shown it. `original` is "" when the text shown is the original itself."""

    text: str
    language: str
    original: str = ""
    original_language: str = ""
    is_machine: bool = False
    is_checked: bool = False
    is_outdated: bool = False
    """The original has changed since this was written."""

    @property
    def original_language_name(self) -> str:
        return language_name(self.original_language)


def reading_of(
    thing: SchoolProfile | Wish, name: str, texts: Iterable[ProfileText], reader: str | None = None
) -> Reading | None:
    """The text in the reader's language, else in English, else as it was written. None when nothing is written."""
    original, own = getattr(thing, name), language_of(thing)
    if not original:
        return None
    reader = reader or get_language() or "en"
    if same_language(own, reader):
        return Reading(original, own)
    found = [row for row in texts if row.field == name]
    for wanted in (reader, "en"):
        if same_language(own, wanted):
            break
        for row in found:
            if same_language(row.language, wanted):
                return Reading(
                    row.text,
                    row.language,
                    original,
                    own,
                    row.origin == TextOrigin.MACHINE,
                    row.checked_by_id is not None,
                    row.original_digest not in ("", digest_of(original)),
                )
    return Reading(original, own)


def readings_of(thing: SchoolProfile | Wish, reader: str | None = None) -> dict[str, Reading]:
    """Every text of the thing; its `texts` should be prefetched."""
    rows = list(thing.texts.all()) if thing.pk else []
    found = {name: reading_of(thing, name, rows, reader) for name in text_fields(thing)}
    return {name: reading for name, reading in found.items() if reading}


def texts_in(thing: SchoolProfile | Wish, language: str) -> dict[str, ProfileText]:
    """Field → the thing's text in that language."""
    return {row.field: row for row in thing.texts.filter(language=language)}


@dataclass(frozen=True, slots=True)
class LanguageState:
    """How far the texts of a thing stand in one language. `written` and `wanted` count texts."""

    language: str
    written: int
    wanted: int
    machine: int
    outdated: int


def language_states(thing: SchoolProfile | Wish, rows: Sequence[ProfileText]) -> list[LanguageState]:
    """One line per language offered or written; the thing's own language left out."""
    originals = {name: getattr(thing, name) for name in text_fields(thing) if getattr(thing, name)}
    own = language_of(thing)
    tags = dict.fromkeys([*OFFERED, *(row.language for row in rows)])
    found = []
    for tag in tags:
        if same_language(tag, own):
            continue
        here = [row for row in rows if row.language == tag and row.field in originals]
        found.append(
            LanguageState(
                tag,
                len(here),
                len(originals),
                sum(row.origin == TextOrigin.MACHINE and row.checked_by_id is None for row in here),
                sum(row.original_digest not in ("", digest_of(originals[row.field])) for row in here),
            )
        )
    return found
