"""A school nobody has acted for in two years shows no person and no picture any more; what it is about stays."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from mado.accounts.queries import schools_left
from mado.kernel.retention import register_retention
from mado.profiles.models import SchoolProfile

LEFT_DAYS = 730


def _left() -> QuerySet[SchoolProfile]:
    return SchoolProfile.objects.filter(organization__in=schools_left(LEFT_DAYS))


def _drop_pictures(keys: Sequence[Any]) -> int:
    from mado.profiles.services.logo import drop_logo  # noqa: PLC0415  # services load after the registries
    from mado.profiles.services.photo import drop_photo  # noqa: PLC0415  # as above

    profiles = SchoolProfile.objects.select_for_update().filter(pk__in=keys)
    for profile in profiles:
        drop_photo(profile)
        drop_logo(profile)
    return len(profiles)


register_retention(
    "profiles.SchoolProfile",
    "contact",
    due=_left,
    clears="principal_name department chat_app chat_id safeguarding_lead",
)
register_retention(
    "profiles.SchoolProfile",
    "picture",
    due=lambda: _left().exclude(photo="", logo=""),
    clears="photo photo_alt photo_size logo logo_size",
    act=_drop_pictures,
)
