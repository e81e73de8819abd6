"""Landing pages by the visitor's country: texts from data/begin_<country>.toml, everything that changes from the records.

A page speaks its country's language, also where the screens do not (German, Czech, Vietnamese): its texts are data, so
that a language can be added without a catalogue.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.utils.translation.trans_real import parse_accept_lang_header

from mado.accounts.queries import in_force
from mado.desks.queries.cases import office_for_place
from mado.directory.enums import Level, OrganizationKind
from mado.directory.models import Mandate, Organization
from mado.partnerships.queries.scarcity import balances
from mado.profiles.engine.overlap import Window
from mado.profiles.queries import school_days_of_many, summarize
from mado.reference.screen_languages import screen_language
from mado.reference.settings import AllianceSettings

COUNTRIES = ("us", "gb", "jp", "kr", "de", "cz", "vn", "tw")
YEAR = dt.timedelta(days=364)
REMEMBERED_SECONDS = 6 * 3600
_OWN_SCRIPT = ("zh-Hant", "ja")
"""Languages whose readers read the offices' own names."""
_REGION = re.compile(r"[a-z]{2}|[0-9]{3}")


@dataclass(frozen=True, slots=True)
class BeginPage:
    """`texts` are the sentences of one page by name; `steps` have title and text; `meet` the places to compare with."""

    code: str
    country: str
    language: str
    name: str
    texts: Mapping[str, str]
    steps: tuple[Mapping[str, str], ...]
    meet: tuple[Mapping[str, str], ...]

    @property
    def screen(self) -> str:
        """The language of the screens that fits this page best."""
        return screen_language(self.language)


@lru_cache(maxsize=64)  # codes come from the address, so anything may be asked
def begin_page(code: str) -> BeginPage | None:
    """The page of a country's two letters; None where nobody has written one."""
    if code not in COUNTRIES:
        return None
    raw: dict[str, Any] = tomllib.loads(
        files("mado.portal").joinpath(f"data/begin_{code}.toml").read_text(encoding="utf-8")
    )
    texts = {name: value for name, value in raw.items() if isinstance(value, str)}
    return BeginPage(code, raw["country"], raw["language"], raw["name"], texts, tuple(raw["steps"]), tuple(raw["meet"]))


def begin_pages() -> list[BeginPage]:
    return [page for code in COUNTRIES if (page := begin_page(code))]


def hinted_page(accepted: str) -> BeginPage | None:
    """The page a browser's languages (Accept-Language) point to: offered beside the rest, never a redirect.

    The first tag that says something decides, so that nobody from Sydney is sent to the United States: a tag with a
    region names its country, one without (zh-Hant, cs) the one country whose page speaks so. English alone says nothing.
    """
    pages = begin_pages()
    for tag, weight in parse_accept_lang_header(accepted):
        if not weight:
            break
        _language, *rest = tag.split("-")
        region = next((part for part in rest if _REGION.fullmatch(part)), "")
        fitting = [page for page in pages if (page.code == region if region else page.language.lower() == tag)]
        if len(fitting) < 2:
            return fitting[0] if fitting else None
    return None


def begin_url(page: BeginPage) -> str:
    """In the language of the screens that fits the page."""
    with override(page.screen):
        return reverse("portal:begin", kwargs={"country": page.code})


def care_sentence(page: BeginPage, home: str) -> str:
    """Who is in care of schools there, from the mandates."""
    offices = _home_offices(home) if page.country == home else [office_for_place(page.country)]
    names = [_name(office, page) for office in offices if office and office.kind != OrganizationKind.CEO_OFFICE]
    if not names:
        return page.texts["care_none"]
    return page.texts["care"].format(office="、".join(names))


def _home_offices(home: str) -> list[Organization]:
    mandates = Mandate.objects.filter(
        in_force(), country=home, office__kind=OrganizationKind.REGIONAL_OFFICE
    ).select_related("office")
    return list({mandate.office_id: mandate.office for mandate in mandates.order_by("region", "id")}.values())


def _name(office: Organization, page: BeginPage) -> str:
    return office.name if page.language in _OWN_SCRIPT else office.name_en or office.name


def schools_waiting(page: BeginPage, home: str) -> int:
    """Schools with an open wish that has room: at home for this country, or, on the page for home, abroad for home."""
    if page.country == home:
        return len({school for balance in balances(home).values() for school in balance.open})
    return len(balances(home, [page.country])[page.country].seekers)


def meetings(page: BeginPage, rules: AllianceSettings) -> list[str]:
    """A sentence for each place: when a typical school there and one at home meet, or that they do not.

    Typical bell times and calendars of both countries for the coming year; worked out once in a while, not per visit.
    """
    key = f"portal.meetings:{page.code}:{rules.home_country}:{rules.home_zone}:{timezone.localdate().isoformat()}"
    remembered = caches["process"]
    found: list[str] | None = remembered.get(key)
    if found is None:
        found = [_meeting(page, place, rules) for place in page.meet]
        remembered.set(key, found, REMEMBERED_SECONDS)
    return found


def _meeting(page: BeginPage, place: Mapping[str, str], rules: AllianceSettings) -> str:
    today = timezone.localdate()
    country = place.get("country", page.country)
    there = _typical_school(-1, country, place["zone"], place.get("region", ""))
    home = _typical_school(-2, rules.home_country, rules.home_zone, "")
    days = school_days_of_many([there, home], today, today + YEAR)
    summary = summarize(days[-1], days[-2], today, today + YEAR, rules.session_minutes_least)
    if summary.best:
        words = _clocks(summary.best[0], page, rules) | {
            "days": str(summary.days_met),
            "minutes": str(summary.typical_minutes),
        }
        return page.texts["meets"].format(city=place["city"], **words)
    if summary.suggestions:
        return page.texts["suggests"].format(city=place["city"], **_clocks(summary.suggestions[0], page, rules))
    return page.texts["apart"].format(city=place["city"])


def _typical_school(pk: int, country: str, zone: str, region: str) -> Organization:
    """A junior high school as the calendars assume one; never saved."""
    return Organization(
        pk=pk,
        kind=OrganizationKind.SCHOOL,
        country=country,
        region=region,
        time_zone=zone,
        levels=[Level.LOWER_SECONDARY.value],
    )


def _clocks(window: Window, page: BeginPage, rules: AllianceSettings) -> dict[str, str]:
    """`here` on the place's clock, `home` on that at home; the far one says so where it is another date there."""
    here, home = (f"{start:%H:%M}–{end:%H:%M}" for start, end in (window.a_local, window.b_local))
    shift = (window.b_local[0].date() - window.a_local[0].date()).days
    if page.country == rules.home_country:
        return {"here": here + _other_day(page, -shift), "home": home}
    return {"here": here, "home": home + _other_day(page, shift)}


def _other_day(page: BeginPage, shift: int) -> str:
    if not shift:
        return ""
    words = page.texts["next_day" if shift > 0 else "previous_day"]
    return f"（{words}）" if page.language in _OWN_SCRIPT else f" ({words})"
