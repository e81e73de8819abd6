"""A school's logo as it is shown: where it is, how large, and whose."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from mado.directory.models import Organization
from mado.profiles.models import SchoolProfile


@dataclass(frozen=True, slots=True)
class Logo:
    organization: Organization
    url: str
    width: int
    height: int

    @property
    def html(self) -> SafeString:
        return mark_safe(render_to_string("profiles/_logo.html", {"logo": self}))  # noqa: S308  # rendered by a template


def logo_of(profile: SchoolProfile, organization: Organization | None = None) -> Logo | None:
    """None where it has none. `organization`: the profile's own, where it is at hand already."""
    if not profile.logo:
        return None
    school = organization or profile.organization
    name = str(profile.logo.name).rsplit("/", 1)[-1]
    width, height = profile.logo_size
    return Logo(school, reverse("profiles:logo_file", args=[school.code, name]), width, height)
