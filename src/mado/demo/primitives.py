"""The builder's bricks: plain records without a story. Tests and the demo world stack them.

These write records directly because they stand for what an importer or an installer has put there before the story
begins. Everything that is a *deed* in the story goes through the apps' services (see mado.demo.story).
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from mado.accounts.enums import Role
from mado.accounts.models import Appointment, User, Verification
from mado.directory.enums import Level, LocationPrecision, OrganizationKind
from mado.directory.models import Mandate, Organization, OrganizationIdentifier, OrganizationName
from mado.kernel.codes import stable_code
from mado.profiles.enums import ExchangeKind, MeetingMode, WishState
from mado.profiles.models import BellDay, ProfileText, SchoolProfile, Wish, WishWindow
from mado.reference.services import next_code

DEMO_PASSWORD = "open the window"  # noqa: S105  # shown on the development sign-in page, never in production
DEMO_SCHEME = "mado-demo"


def make_user(email: str, name: str, *, language: str = "en", romanised: str = "", time_zone: str = "") -> User:
    """A person with the demonstration password and a confirmed address."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415  # allauth's models load after the app registry

    user = User.objects.create_user(
        email, DEMO_PASSWORD, name=name, name_romanised=romanised, language=language, time_zone=time_zone
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_organization(
    kind: str,
    name: str,
    *,
    language: str,
    country: str,
    name_en: str = "",
    region: str = "",
    city: str = "",
    zone: str = "UTC",
    levels: Sequence[str] = (),
    point: tuple[float, float] | None = None,
    precision: str = LocationPrecision.EXACT,
    **fields: Any,
) -> Organization:
    """One organisation with an identifier of the demonstration scheme; the same call twice fails on its code."""
    key = f"{kind}/{country}/{name}"
    organization = Organization.objects.create(
        code=stable_code(DEMO_SCHEME, key),
        kind=kind,
        name=name,
        name_language=language,
        name_en=name_en,
        country=country,
        region=region,
        city=city,
        time_zone=zone,
        levels=list(levels),
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        location_precision=precision if point else LocationPrecision.NONE,
        **fields,
    )
    OrganizationIdentifier.objects.create(organization=organization, scheme=DEMO_SCHEME, value=key)
    if name_en:
        OrganizationName.objects.create(organization=organization, text=name_en, language="en", use="translated")
    return organization


def give_mandate(office: Organization, *places: str) -> None:
    """Places are "US" (a country) or "TW-KHH" (a region of it). A county centre cares and leaves vetting to others."""
    for place in places:
        Mandate.objects.create(
            office=office,
            country=place[:2],
            region=place if len(place) > 2 else "",
            vets=office.kind != OrganizationKind.COUNTY_CENTRE,
        )


def appoint(
    user: User,
    organization: Organization,
    role: str = Role.COORDINATOR,
    *,
    position: str = "",
    since: dt.date | None = None,
) -> Appointment:
    """An open-ended appointment, since a year ago unless told otherwise."""
    return Appointment.objects.create(
        user=user,
        organization=organization,
        role=role,
        position=position,
        valid_from=since or timezone.localdate() - dt.timedelta(days=365),
    )


def vouch(organization: Organization, office: Organization, by: User) -> Verification:
    """The office vouches for the school for a year from today."""
    today = timezone.localdate()
    return Verification.objects.create(
        organization=organization,
        office=office,
        verified_by=by,
        verified_on=today,
        valid_until=today + dt.timedelta(days=365),
    )


def write_profile(
    organization: Organization,
    *,
    day: tuple[str, str] = ("08:00", "16:00"),
    languages: Sequence[str] = ("en",),
    topics: Sequence[str] = (),
    about: str = "",
    about_en: str = "",
    pupils: int | None = None,
    **more: Any,
) -> SchoolProfile:
    """A profile with the same school day from Monday to Friday; `more`: further fields of it."""
    profile = SchoolProfile.objects.create(
        organization=organization,
        about=about,
        about_language=organization.name_language,
        languages=list(languages),
        topics=list(topics),
        pupils=pupils,
        time_zone=organization.time_zone,
        **more,
    )
    if about_en:
        ProfileText.objects.create(profile=profile, field="about", language="en", text=about_en)
    start, end = (dt.time.fromisoformat(text) for text in day)
    for weekday in range(1, 6):
        BellDay.objects.create(profile=profile, weekday=weekday, start=start, end=end)
    return profile


def open_wish(
    organization: Organization,
    *,
    countries: Sequence[str],
    title: str,
    kind: str = ExchangeKind.CULTURAL,
    levels: Sequence[str] = (Level.PRIMARY,),
    ages: tuple[int, int] = (10, 12),
    group_size: int = 25,
    languages: Sequence[str] = ("en",),
    topics: Sequence[str] = ("culture",),
    sdgs: Sequence[int] = (4, 11),
    partners: int = 2,
    windows: Sequence[tuple[int, str, str]] = (),
    **more: Any,
) -> Wish:
    """An open wish for the half-year that begins today; `more`: further fields of it."""
    today = timezone.localdate()
    wish = Wish.objects.create(
        code=next_code("WI"),
        organization=organization,
        state=WishState.OPEN,
        title=title,
        kind=kind,
        mode=MeetingMode.BOTH,
        partner_countries=list(countries),
        partner_levels=list(levels),
        age_from=ages[0],
        age_to=ages[1],
        group_size=group_size,
        languages=list(languages),
        language_band="A2",
        topics=list(topics),
        sdgs=list(sdgs),
        period_from=today,
        period_to=today + dt.timedelta(days=200),
        sessions_wanted=4,
        partners_wanted=partners,
        valid_until=today + dt.timedelta(days=200),
        **more,
    )
    for weekday, start, end in windows:
        WishWindow.objects.create(
            wish=wish, weekday=weekday, start=dt.time.fromisoformat(start), end=dt.time.fromisoformat(end)
        )
    return wish
