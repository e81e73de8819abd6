"""What a school says of itself, and what it has not said yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from mado.accounts.queries import seat_organization_ids
from mado.directory.models import Organization
from mado.profiles.models import SchoolProfile
from mado.profiles.queries.parts import PARTS, RELATIONS


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a task list. `missing` says what to do while it is not done; `needed` False: it may stay open."""

    key: str
    title: str | Promise
    done: bool
    missing: str | Promise = ""
    group: str = ""
    needed: bool = True


def profiles_visible_to(user: Any) -> QuerySet[SchoolProfile]:  # noqa: ARG001  # anyone, signed in or not
    """A profile is what a school tells the world: everybody sees it."""
    return SchoolProfile.objects.all()


def my_organizations(user: Any) -> QuerySet[Organization]:
    """The schools this person acts for today."""
    return Organization.objects.filter(pk__in=seat_organization_ids(user))


def profile_of(organization: Organization) -> SchoolProfile:
    """The school's profile with all that belongs to it; an unsaved empty one when it has said nothing yet."""
    found = SchoolProfile.objects.filter(organization=organization).prefetch_related(*RELATIONS).first()
    return found or SchoolProfile(organization=organization)


def profiles_of_many(organization_ids: Sequence[int]) -> dict[int, SchoolProfile]:
    """Organisation id → its profile, without what belongs to it, for those that have one. One query."""
    rows = SchoolProfile.objects.filter(organization__in=organization_ids)
    return {profile.organization_id: profile for profile in rows}


def profile_tasks(organization: Organization, profile: SchoolProfile | None = None) -> list[Task]:
    """The parts of the profile in order."""
    profile = profile or profile_of(organization)
    return [
        Task(part.key, part.title, bool(part.said(profile)), part.missing, part.group, part.needed) for part in PARTS
    ]
