"""What a school says of itself, and what it has not said yet."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mado.accounts.queries import seat_organization_ids
from mado.directory.models import Organization
from mado.profiles.models import SchoolProfile


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a task list. `missing` says what to do while it is not done."""

    key: str
    title: str | Promise
    done: bool
    missing: str | Promise = ""


def profiles_visible_to(user: Any) -> QuerySet[SchoolProfile]:  # noqa: ARG001  # anyone, signed in or not
    """A profile is what a school tells the world: everybody sees it."""
    return SchoolProfile.objects.all()


def my_organizations(user: Any) -> QuerySet[Organization]:
    """The schools this person acts for today."""
    return Organization.objects.filter(pk__in=seat_organization_ids(user))


def profile_of(organization: Organization) -> SchoolProfile:
    """The school's profile; an unsaved empty one when it has said nothing yet."""
    found = (
        SchoolProfile.objects.filter(organization=organization).prefetch_related("bell_days", "closed_spans").first()
    )
    return found or SchoolProfile(organization=organization)


def profile_tasks(organization: Organization, profile: SchoolProfile | None = None) -> list[Task]:
    """The sections of the profile in order."""
    profile = profile or profile_of(organization)
    saved = profile.pk is not None
    return [
        Task(
            "about", _("About the school"), bool(profile.about), _("Tell in a few sentences what your school is like.")
        ),
        Task(
            "languages",
            _("Languages and topics"),
            bool(profile.languages and profile.topics),
            _("Choose the languages you can work in and the topics you like."),
        ),
        Task(
            "day",
            _("School day"),
            saved and bool(profile.bell_days.all()),
            _("Check the bell times. Until then typical ones of your country are used."),
        ),
        Task(
            "calendar",
            _("Calendar"),
            profile.calendar_confirmed,
            _("Check when your school is closed. Until then a typical calendar of your country is used."),
        ),
        Task("capacity", _("How many invitations"), saved, _("Say how many open invitations you can look after.")),
    ]
