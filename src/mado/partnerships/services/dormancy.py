"""Falling dormant and coming back: after silence, after a year without a sign of life, and by one click.

Locks: the school first (services.locking), then its profile.
"""

from typing import Any

from django.db import transaction

from mado.directory.models import Organization
from mado.partnerships.queries import has_missed_too_many, heartbeats_due, long_silent, silent_profiles
from mado.partnerships.services.letters import write_dormant, write_heartbeat
from mado.partnerships.services.locking import lock_schools, school_as_it_stands
from mado.partnerships.services.waiting import offer_free_places
from mado.profiles.enums import DormantReason
from mado.profiles.models import SchoolProfile
from mado.profiles.services.liveness import (
    gather_signs_of_life,
    mark_dormant,
    note_heartbeat,
    note_sign_of_life,
    revive_profile,
)
from mado.reference.settings import alliance


def _profile(organization_id: int) -> SchoolProfile | None:
    return SchoolProfile.objects.filter(organization=organization_id).select_related("organization").first()


def come_back(organization: Organization, actor: Any) -> None:
    """A deed by which a school shows that it is there: sending, accepting, declining. In the deed's transaction."""
    note_sign_of_life(organization=organization)
    profile = _profile(organization.pk)
    if profile is not None and profile.dormant_since is not None:
        revive_profile(profile=profile, actor=actor)


@transaction.atomic
def say_we_are_here(*, profile: SchoolProfile, actor: Any) -> bool:
    """The button of the mail: the school is alive and looks for partners. True when it was dormant till now."""
    lock_schools([profile.organization_id])
    was_dormant = revive_profile(profile=profile, actor=actor)
    note_sign_of_life(organization=profile.organization)
    offer_free_places(school_as_it_stands(profile.organization))
    return was_dormant


def fall_asleep_if_silent(recipient: Organization) -> bool:
    """At the moment of a lapse, in its transaction and under the school's lock."""
    profile = _profile(recipient.pk)
    if profile is None or not has_missed_too_many(profile, alliance()):
        return False
    return _put_to_sleep(profile, DormantReason.SILENCE)


def _put_to_sleep(profile: SchoolProfile, reason: DormantReason) -> bool:
    if not mark_dormant(profile=profile, reason=reason):
        return False
    write_dormant(profile)
    return True


def watch_over_liveness() -> dict[str, int]:
    """The nightly round: signs of life taken over, who has been silent for long asked, who stays silent put to sleep."""
    settings = alliance()
    heard = gather_signs_of_life()
    slept = sum(_sleep(row.organization_id, DormantReason.NO_LIFE) for row in long_silent(settings))
    slept += sum(_sleep(row.organization_id, DormantReason.SILENCE) for row in silent_profiles(settings))
    asked = sum(_ask(row.organization_id) for row in heartbeats_due(settings))
    return {"heard": heard, "asked": asked, "slept": slept}


@transaction.atomic
def _sleep(organization_id: int, reason: DormantReason) -> bool:
    """Looked at again under the lock: somebody may have come back since."""
    lock_schools([organization_id])
    still = long_silent if reason == DormantReason.NO_LIFE else silent_profiles
    return any(_put_to_sleep(profile, reason) for profile in still(alliance(), organization_id))


@transaction.atomic
def _ask(organization_id: int) -> bool:
    lock_schools([organization_id])
    due = heartbeats_due(alliance(), organization_id)
    for profile in due:
        note_heartbeat(profile=profile)
        write_heartbeat(profile)
    return bool(due)
