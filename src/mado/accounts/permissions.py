"""WHO may, on the ground floor: predicates on (user, organisation) that higher apps compose."""

from typing import Any

import rules

from mado.accounts.enums import SEAT_ROLES
from mado.accounts.models import Appointment, SeatClaim, SeatInvitation, User
from mado.accounts.queries import (
    cares_for,
    confirmed_addresses,
    has_alliance_role,
    may_read_all,
    office_appointments_of,
    seat_organization_ids,
)
from mado.directory.models import Organization


@rules.predicate
def holds_seat(user: Any, organization: Organization | None) -> bool:
    """The user acts for this school today."""
    return organization is not None and organization.pk in seat_organization_ids(user)


@rules.predicate
def is_officer_for(user: Any, organization: Organization | None) -> bool:
    """One of the user's offices cares for this organisation today."""
    return organization is not None and cares_for(user, organization)


@rules.predicate
def reads_all(user: Any) -> bool:
    """CEO office, ministry, audit."""
    return may_read_all(user)


@rules.predicate
def holds_office(user: Any) -> bool:
    """The user is an officer somewhere today."""
    return bool(office_appointments_of(user))


@rules.predicate
def is_claimant(user: Any, claim: SeatClaim | None) -> bool:
    return claim is not None and claim.claimant_id == user.pk


@rules.predicate
def vets_claim(user: Any, claim: SeatClaim | None) -> bool:
    """An officer in care of the claimed school, or of the office the claim was handed to; never the claimant."""
    if claim is None or claim.claimant_id == user.pk:
        return False
    handed_to = any(row.organization_id == claim.office_id for row in office_appointments_of(user))
    return handed_to or cares_for(user, claim.organization)


@rules.predicate
def is_self(user: Any, person: User | None) -> bool:
    return person is not None and person.pk == user.pk


@rules.predicate
def is_own_appointment(user: Any, appointment: Appointment | None) -> bool:
    return appointment is not None and appointment.user_id == user.pk


@rules.predicate
def is_colleague(user: Any, appointment: Appointment | None) -> bool:
    """Both act for the same school today."""
    return appointment is not None and appointment.organization_id in seat_organization_ids(user)


@rules.predicate
def cares_for_appointment(user: Any, appointment: Appointment | None) -> bool:
    return appointment is not None and cares_for(user, appointment.organization)


@rules.predicate
def is_seat(_user: Any, appointment: Appointment | None) -> bool:
    """Appointments at offices are ended by support staff, never on a page."""
    return appointment is not None and appointment.role in SEAT_ROLES


@rules.predicate
def is_invited(user: Any, invitation: SeatInvitation | None) -> bool:
    """The invitation went to an address this account has confirmed."""
    return invitation is not None and invitation.email.lower() in confirmed_addresses(user)


@rules.predicate
def offers_seat(user: Any, invitation: SeatInvitation | None) -> bool:
    """The user acts or cares for the school whose seat is offered."""
    if invitation is None:
        return False
    return invitation.organization_id in seat_organization_ids(user) or cares_for(user, invitation.organization)


@rules.predicate
def leads_alliance(user: Any) -> bool:
    """CEO office."""
    return has_alliance_role(user)


may_look_at_standing = is_officer_for | reads_all
"""Sees the page on which an office vouches for a school; to vouch takes accounts.verify_organization."""

rules.add_perm("accounts.submit_claim", rules.is_authenticated & rules.is_active)
rules.add_perm("accounts.change_person", is_self)
rules.add_perm("accounts.view_appointment", is_own_appointment | is_colleague | cares_for_appointment | reads_all)
rules.add_perm("accounts.end_appointment", is_seat & (is_own_appointment | cares_for_appointment))
rules.add_perm("accounts.view_school_people", holds_seat | is_officer_for | reads_all)
rules.add_perm("accounts.offer_seat", holds_seat)
rules.add_perm("accounts.hand_over_seat", is_seat & is_own_appointment)
rules.add_perm("accounts.appoint_interim", is_officer_for)
rules.add_perm("accounts.answer_seat_invitation", is_invited)
rules.add_perm("accounts.withdraw_seat_invitation", offers_seat)
rules.add_perm("accounts.change_mandate", leads_alliance)
rules.add_perm("accounts.change_settings", leads_alliance)
rules.add_perm("accounts.view_settings", reads_all)
rules.add_perm("accounts.verify_organization", is_officer_for)
rules.add_perm("accounts.view_claim", is_claimant | vets_claim | reads_all)
rules.add_perm("accounts.withdraw_claim", is_claimant)
rules.add_perm("accounts.answer_claim", is_claimant)
rules.add_perm("accounts.decide_claim", vets_claim)
rules.add_perm("accounts.act_for_organization", holds_seat)
rules.add_perm("accounts.care_for_organization", is_officer_for)
rules.add_perm("audit.view_entry", reads_all)
rules.add_perm("directory.view_import", holds_office | reads_all)
