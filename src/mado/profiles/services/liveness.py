"""Signs of life, falling dormant and coming back. The only writer of the fields that say so."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from mado.audit.services import record
from mado.directory.models import Organization
from mado.directory.services.indexing import queue_reindex
from mado.kernel.errors import NotPermitted
from mado.profiles.enums import DormantReason
from mado.profiles.models import SchoolProfile
from mado.profiles.queries import signs_of_life


def note_sign_of_life(*, organization: Organization, at: dt.datetime | None = None) -> None:
    """Somebody of the school did something at `at` (default: now). Never moves back; the deed itself is audited."""
    _note(organization.pk, at or timezone.now())


def _note(organization_id: int, at: dt.datetime) -> bool:
    older = Q(last_sign_of_life__isnull=True) | Q(last_sign_of_life__lt=at)
    return bool(SchoolProfile.objects.filter(older, organization=organization_id).update(last_sign_of_life=at))


def gather_signs_of_life() -> int:
    """Take over the newest deed and sign-in of every seat holder; how many schools were heard of. For the nightly job."""
    return sum(_note(pk, moment) for pk, moment in signs_of_life().items())


def _locked(profile: SchoolProfile) -> SchoolProfile:
    rows = SchoolProfile.objects.select_for_update(of=("self",)).select_related("organization")
    return rows.get(pk=profile.pk)


@transaction.atomic
def mark_dormant(*, profile: SchoolProfile, reason: str, actor: Any = None) -> bool:
    """The school sleeps: still shown, not recommended. False when it slept already. Only the system itself may."""
    if actor is not None:
        raise NotPermitted("profiles.mark_dormant")
    locked = _locked(profile)
    if locked.dormant_since is not None:
        return False
    locked.dormant_since = profile.dormant_since = timezone.localdate()
    locked.dormant_reason = profile.dormant_reason = DormantReason(reason)
    locked.save(update_fields=["dormant_since", "dormant_reason"])
    record(actor=None, verb="profiles.mark_dormant", thing=locked, details={"reason": str(reason)})
    queue_reindex([locked.organization_id])
    return True


@transaction.atomic
def revive_profile(*, profile: SchoolProfile, actor: Any) -> bool:
    """Somebody says that the school is here: what it missed is forgotten. True when it was dormant till now."""
    if not actor.has_perm("profiles.revive_profile", profile):
        raise NotPermitted("profiles.revive_profile")
    locked = _locked(profile)
    slept = locked.dormant_since is not None
    locked.revived_at = profile.revived_at = timezone.now()
    locked.dormant_since = profile.dormant_since = None
    locked.dormant_reason = profile.dormant_reason = ""
    locked.save(update_fields=["revived_at", "dormant_since", "dormant_reason"])
    record(actor=actor, verb="profiles.revive_profile", thing=locked, details={"was_dormant": slept})
    queue_reindex([locked.organization_id])
    return slept


@transaction.atomic
def note_heartbeat(*, profile: SchoolProfile) -> None:
    """The school was asked today whether it still looks for partners."""
    locked = _locked(profile)
    locked.heartbeat_on = profile.heartbeat_on = timezone.localdate()
    locked.save(update_fields=["heartbeat_on"])
    record(actor=None, verb="profiles.ask_if_alive", thing=locked)
