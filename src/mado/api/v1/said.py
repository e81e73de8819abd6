"""What a school says of itself and what it looks for: the fields of class "public" in mado.profiles.privacy, no other.

Texts come as they were written, with every further language beside them and who wrote that.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from ninja import Field, Schema

from mado.profiles.logos import logo_of
from mado.profiles.models import ProfileText, SchoolProfile, Wish
from mado.profiles.queries import digest_of, language_of, text_fields


class Translation(Schema):
    language: str
    text: str
    origin: str = Field(description="own: written by the school; machine: translated by a machine")
    outdated: bool = Field(description="The original has changed since")


class Text(Schema):
    language: str = Field(description="BCP 47")
    text: str
    translations: list[Translation]


class Taught(Schema):
    language: str
    years: int | None
    band: str = Field(description="CEFR band most pupils reach")


class Sister(Schema):
    country: str
    name: str
    year: int | None
    tie: str = Field(description="What ties the two schools, made outside Mado")


class Prize(Schema):
    title: str
    year: int | None


class WeeklyTime(Schema):
    weekday: int = Field(description="ISO weekday: 1 Monday … 7 Sunday")
    start: str = Field(description="Wall time of the school, HH:MM")
    end: str


class OwnSpan(Schema):
    kind: str
    name: str
    first: dt.date
    last: dt.date = Field(description="Included")


class Offers(Schema):
    """A profile. "" and null: not said."""

    short_name: str
    about: Text | None
    local_features: Text | None
    special_programmes: Text | None
    clubs: Text | None
    consent_practice: Text | None = Field(description="How the school asks parents")
    answering_languages: list[str] = Field(description="Languages it answers in")
    languages: list[str]
    topics: list[str]
    pupils: int | None
    class_size: int | None
    teachers: int | None
    age_youngest: int | None
    age_oldest: int | None
    grades_taught: str
    school_types: list[str]
    affiliation: str = Field(description="The body the school as an institution belongs to")
    pupil_mix: str
    boarding: str
    setting: str
    nearest_station: str
    nearest_airport: str
    video_tools: list[str]
    video_tools_blocked: list[str]
    pupil_devices: str = Field(description="What its pupils can work on")
    photo_rule: str = Field(description="What may be photographed of pupils; the stricter rule of two schools counts")
    safeguarding_policy: str = Field(description="Address of the rules")
    website: str
    intro_video: str
    brochure: str = Field(description="Address of a brochure or prospectus")
    logo: str = Field(description='Address of its logo, a PNG; "": none')
    open_invitations_most: int = Field(description="How many open invitations it takes at a time")
    taught_languages: list[Taught]
    sister_schools: list[Sister]
    awards: list[Prize]
    time_zone: str = Field(description='Of its own clock; "": that of the organisation')
    bell_days: list[WeeklyTime] = Field(description="Its school day; none: what is typical of the place is assumed")
    closed_spans: list[OwnSpan] = Field(description="Days it has said to be not as usual")
    calendar_confirmed: bool = Field(description="Whether its own days stand instead of those of the place")


class OpenWish(Schema):
    code: str
    kind: str
    alternative_kinds: list[str] = Field(description="Kinds it would accept, too")
    mode: str
    title: Text | None
    note: Text | None
    purpose: Text | None
    aims: Text | None
    outcomes: Text | None
    evaluation: Text | None = Field(description="How both sides look back on the exchange")
    budget_note: Text | None
    forms: list[str]
    topics: list[str]
    sdgs: list[int]
    languages: list[str]
    language_band: str
    partner_language_band: str = Field(description="CEFR band it asks of a partner's pupils in the common language")
    interpretation: str
    partner_countries: list[str] = Field(description="None: any")
    partner_regions: list[str] = Field(
        description="ISO 3166-2. Of a country of which regions stand here only those, of every other the whole"
    )
    partner_levels: list[str]
    partner_sectors: list[str]
    partners_again: bool = Field(description="Whether schools it is partners with already are welcome, too")
    age_from: int | None
    age_to: int | None
    group_size: int | None = Field(description="Pupils of its own group")
    groups: int | None
    partners_wanted: int
    period_from: dt.date | None
    period_to: dt.date | None
    weeks: int | None
    frequency: str
    sessions_least: int | None
    sessions_wanted: int | None
    windows: list[WeeklyTime] = Field(description="Times it could meet")
    reciprocity: str
    who_pays: str
    valid_until: dt.date | None


def offers_of(profile: SchoolProfile) -> dict[str, Any]:
    """`profile` with its relations prefetched, as profile_of gives it."""
    rows = {
        "taught_languages": [_values(Taught, row) for row in profile.taught_languages.all()],
        "sister_schools": [_values(Sister, row) for row in profile.sister_schools.all()],
        "awards": [_values(Prize, row) for row in profile.awards.all()],
        "bell_days": [_weekly(row) for row in profile.bell_days.all()],
        "closed_spans": [_values(OwnSpan, row) for row in profile.closed_spans.all()],
    }
    logo = logo_of(profile)
    address = settings.MADO_SITE_URL.rstrip("/") + logo.url if logo else ""
    return _values(Offers, profile, {**_texts(profile), **rows, "logo": address})


def wish_of(wish: Wish) -> dict[str, Any]:
    """`wish` with its windows and texts prefetched, as open_wishes gives it."""
    return _values(OpenWish, wish, {**_texts(wish), "windows": [_weekly(row) for row in wish.windows.all()]})


def _values(shape: type[Schema], row: Any, other: dict[str, Any] | None = None) -> dict[str, Any]:
    """The fields of the shape: those of `other`, else the row's own of the same name."""
    other = other or {}
    return {name: other[name] if name in other else getattr(row, name) for name in shape.model_fields}


def _texts(thing: SchoolProfile | Wish) -> dict[str, dict[str, Any] | None]:
    """Every public text of the thing; None where nothing is written."""
    own, rows = language_of(thing), list(thing.texts.all())
    return {name: _text(getattr(thing, name), own, name, rows) for name in text_fields(thing)}


def _text(original: str, language: str, name: str, rows: list[ProfileText]) -> dict[str, Any] | None:
    if not original:
        return None
    others = [
        {
            "language": row.language,
            "text": row.text,
            "origin": row.origin,
            "outdated": row.original_digest not in ("", digest_of(original)),
        }
        for row in rows
        if row.field == name
    ]
    return {"language": language, "text": original, "translations": others}


def _weekly(row: Any) -> dict[str, Any]:
    return {"weekday": row.weekday, "start": f"{row.start:%H:%M}", "end": f"{row.end:%H:%M}"}
