"""An office vouches that a school is real and reachable: on approving its first seat, and again every year."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.models import User, Verification
from mado.accounts.queries import is_vouched_for, renewed_since, responsible_office
from mado.audit.services import record
from mado.directory.models import Organization
from mado.directory.services.indexing import queue_reindex
from mado.kernel.errors import NotPermitted, NotPossible
from mado.reference.settings import alliance


def ensure_verification(*, organization: Organization, office: Organization | None, actor: User) -> Verification | None:
    """Let the office vouch for the school unless one does today. The caller has checked the actor's right."""
    if office is None or is_vouched_for(organization):
        return None
    return _vouch(organization, office, actor)


@transaction.atomic
def renew_verification(*, organization: Organization, actor: User) -> Verification:
    """The office looked again: it vouches for the school for the alliance's days from today."""
    if not actor.has_perm("accounts.verify_organization", organization):
        raise NotPermitted("accounts.verify_organization")
    Organization.objects.select_for_update().get(pk=organization.pk)
    office = responsible_office(organization)
    if not organization.is_listed:
        raise NotPossible.because(
            "delisted",
            _("This school is no longer in the official list of its country, so no office can vouch for it."),
        )
    if office is None:
        raise NotPossible.because("no_office", _("No office is in care of this place yet."))
    verification = _vouch(organization, office, actor)
    queue_reindex([organization.pk])
    return verification


@transaction.atomic
def renew_verifications(*, organizations: Sequence[Organization], actor: User) -> int:
    """All of them or none, in one order so that two officers at it wait for each other; how many."""
    for organization in sorted(organizations, key=lambda row: row.pk):
        renew_verification(organization=organization, actor=actor)
    return len(organizations)


@transaction.atomic
def renew_by_mail(*, verification: Verification, actor: User) -> Verification:
    """The one button in the mail, pressed by the officer it was written to. NotPossible when it was done meanwhile."""
    Organization.objects.select_for_update().get(pk=verification.organization_id)
    if renewed_since(verification):
        raise NotPossible.because("renewed", _("This has been done already: an office vouches for the school again."))
    return renew_verification(organization=verification.organization, actor=actor)


def _vouch(organization: Organization, office: Organization, actor: User) -> Verification:
    today = timezone.localdate()
    verification = Verification.objects.create(
        organization=organization,
        office=office,
        verified_by=actor,
        verified_on=today,
        valid_until=today + dt.timedelta(days=alliance().verification_valid_days),
    )
    details = {"organization": organization.code, "valid_until": verification.valid_until.isoformat()}
    record(actor=actor, verb="accounts.verify_organization", thing=verification, details=details)
    return verification
