"""What a school says of itself, for search engines and other readers: properties of schema.org's School."""

from django.conf import settings
from django.urls import reverse

from mado.accounts.queries import has_been_seated
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.profiles.enums import TextOrigin
from mado.profiles.logos import logo_of
from mado.profiles.models import SchoolProfile
from mado.profiles.queries import language_of


def school_said(organization: Organization) -> dict[str, object]:
    """Its own words in every language it wrote them in, never a machine's: those could not be marked as such here."""
    if organization.kind not in TAKES_PART_KINDS or not has_been_seated(organization):
        return {}
    profile = SchoolProfile.objects.filter(organization=organization).prefetch_related("texts").first()
    if profile is None:
        return {}
    profile.organization = organization
    logo, photo = logo_of(profile, organization), ""
    if profile.photo:
        name = str(profile.photo.name).rsplit("/", 1)[-1]
        photo = reverse("profiles:photo_file", args=[organization.code, name])
    found: dict[str, object] = {
        "description": _descriptions(profile),
        "knowsLanguage": profile.languages,
        "contactPoint": _contact(profile),
        "logo": _address(logo.url if logo else ""),
        "image": _address(photo),
    }
    return {name: value for name, value in found.items() if value}


def _descriptions(profile: SchoolProfile) -> list[dict[str, str]]:
    if not profile.about:
        return []
    own = [row for row in profile.texts.all() if (row.field, row.origin) == ("about", TextOrigin.OWN)]
    texts = {language_of(profile): profile.about} | {row.language: row.text for row in own}
    return [{"@language": language, "@value": text} for language, text in texts.items()]


def _contact(profile: SchoolProfile) -> dict[str, object]:
    """Who writes to the school through Mado is answered in these languages."""
    return (
        {"@type": "ContactPoint", "availableLanguage": profile.answering_languages}
        if profile.answering_languages
        else {}
    )


def _address(path: str) -> str:
    return settings.MADO_SITE_URL.rstrip("/") + path if path else ""
