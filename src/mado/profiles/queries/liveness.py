"""When a school was last heard of, and which ones have been silent for too long."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import DateTimeField, F, QuerySet
from django.db.models.functions import Greatest

from mado.accounts.enums import SEAT_ROLES
from mado.accounts.models import Appointment
from mado.accounts.queries import holding
from mado.audit.queries import latest_deeds
from mado.profiles.models import SchoolProfile


def awake_profiles() -> QuerySet[SchoolProfile]:
    return SchoolProfile.objects.filter(dormant_since__isnull=True).select_related("organization")


def last_heard() -> Greatest:
    """The last sign of life of a profile; a profile just made is one itself."""
    return Greatest(F("last_sign_of_life"), F("revived_at"), F("created_at"), output_field=DateTimeField())


def heard_last(profile: SchoolProfile) -> dt.datetime:
    """The same for one profile at hand."""
    return max(filter(None, (profile.last_sign_of_life, profile.revived_at, profile.created_at)))


def signs_of_life() -> Mapping[int, dt.datetime]:
    """Organisation id → the newest deed or sign-in of a person while holding its seat, for seats held today.

    Two queries. A person who acts for two schools is a sign of life of both.
    """
    seats = list(
        Appointment.objects.filter(holding(), role__in=SEAT_ROLES, organization__profile__isnull=False).values_list(
            "organization_id", "user_id", "valid_from", "user__last_login"
        )
    )
    deeds = latest_deeds({user for _school, user, _since, _login in seats})
    newest: dict[int, dt.datetime] = {}
    for school, user, since, login in seats:
        for moment in (deeds.get(user), login):
            if moment and moment.date() >= since and moment > newest.get(school, moment.min.replace(tzinfo=dt.UTC)):
                newest[school] = moment
    return newest
