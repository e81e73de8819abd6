"""The wishes of an office's schools as a list the office could have brought: the same columns, read back without a change."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mado.accounts.queries import in_care_of
from mado.directory.enums import Level, OrganizationKind, Sector
from mado.directory.models import Organization
from mado.intake.engine.headings import CONTACT, FIELDS
from mado.kernel.export import Cell
from mado.profiles.enums import ExchangeKind, MeetingMode, Topic, WishState
from mado.profiles.models import Wish

READ_AT_ONCE = 2_000
COLUMNS = tuple(field for field in FIELDS if field.group != CONTACT and field.key != "identifier")
"""Without people, and without official codes: the Mado code says which school it is."""


def wishes_in_care_of(user: Any) -> QuerySet[Wish]:
    """Of the schools in the person's care, drafts included; without what was withdrawn."""
    rows = Wish.objects.filter(in_care_of(user, "organization__")).exclude(state=WishState.WITHDRAWN)
    return rows.select_related("organization").order_by(
        "organization__country", "organization__region", "organization", "id"
    )


def header(form: str) -> list[str]:
    """Keys in JSON, else the headings of the template."""
    return [field.key if form == "json" else field.heading(get_language() or "en") for field in COLUMNS]


def wish_table(user: Any) -> Iterator[list[Cell]]:
    """One row for each wish; a school with two has two, which say the same of it."""
    for wish in wishes_in_care_of(user).iterator(chunk_size=READ_AT_ONCE):
        yield [_OF_SCHOOL[f.key](wish.organization) if f.key in _OF_SCHOOL else _OF_WISH[f.key](wish) for f in COLUMNS]


def _several(values: list[str]) -> str:
    return "; ".join(values)


def first_foreign(tags: Sequence[str], own: str) -> str:
    """Of the languages of a wish that of which its band speaks: the first that is not the school's own."""
    foreign = (tag for tag in tags if tag.split("-")[0] != own.split("-", maxsplit=1)[0])
    return next(foreign, next(iter(tags), ""))


def _languages(wish: Wish) -> str:
    """The band stands at the first language that is not the school's own: en A2; zh-Hant."""
    foreign = first_foreign(wish.languages, wish.organization.name_language)
    said = {foreign: f"{foreign} {wish.language_band}".strip()}
    return _several([said.get(tag, tag) for tag in wish.languages])


def _period(wish: Wish) -> str:
    if not (wish.period_from and wish.period_to):
        return ""
    return f"{wish.period_from.isoformat()} – {wish.period_to.isoformat()}"


_OF_SCHOOL: Mapping[str, Callable[[Organization], Cell]] = {
    **{
        name: (lambda school, name=name: getattr(school, name))  # type: ignore[misc]  # the name is bound at once
        for name in (
            *("code", "name", "name_language", "name_en", "country", "city", "address", "postcode"),
            *("latitude", "longitude", "phone", "website", "enrolment"),
        )
    },
    "kind": lambda school: str(OrganizationKind(school.kind).label),
    "levels": lambda school: _several([str(Level(level).label) for level in school.levels]),
    "sector": lambda school: str(Sector(school.sector).label) if school.sector else "",
    "region": lambda school: school.region or school.region_name,
}
_OF_WISH: Mapping[str, Callable[[Wish], Cell]] = {
    "wish_title": lambda wish: wish.title,
    "wish_kind": lambda wish: _several(
        [str(ExchangeKind(kind).label) for kind in (wish.kind, *wish.alternative_kinds) if kind]
    ),
    "wish_mode": lambda wish: str(MeetingMode(wish.mode).label),
    "wish_countries": lambda wish: _several(wish.partner_countries),
    "wish_regions": lambda wish: _several(wish.partner_regions),
    "wish_levels": lambda wish: _several([str(Level(level).label) for level in wish.partner_levels]),
    "wish_languages": _languages,
    "wish_band": lambda wish: wish.partner_language_band,
    "wish_topics": lambda wish: _several([str(Topic(topic).label) for topic in wish.topics]),
    "wish_group_size": lambda wish: wish.group_size,
    "wish_age_from": lambda wish: wish.age_from,
    "wish_age_to": lambda wish: wish.age_to,
    "wish_period": _period,
    "wish_partners": lambda wish: wish.partners_wanted,
    "wish_again": lambda wish: _("yes") if wish.partners_again else _("no"),
    "wish_note": lambda wish: wish.note,
}
