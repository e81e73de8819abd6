"""WHEN a seat may be asked for and given: each guard says what is wrong and how to mend it."""

from typing import Any

from django.utils.translation import gettext as _

from mado.accounts.enums import SeatInvitationPurpose
from mado.accounts.models import SeatClaim, SeatInvitation
from mado.accounts.queries import (
    is_vouched_for,
    lasting_seat,
    open_claim,
    open_seat_invitations,
    renewal_days,
    responsible_office,
)
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.kernel.decision import YES, Decision, check, no


def has_seats(organization: Organization) -> Decision:
    """Only schools and universities have seats to ask for."""
    return check(
        organization.kind in TAKES_PART_KINDS,
        "kind",
        _(
            "Seats can be asked for at schools and universities only. People of an office or a ministry are "
            "appointed by the CEO office: write to it."
        ),
    )


def is_listed(organization: Organization) -> Decision:
    return check(
        organization.is_listed,
        "delisted",
        _(
            "This school is no longer in the official list of its country. If it moved or merged, look for its new "
            "entry; if the list is wrong, write to the office in care of it."
        ),
    )


def has_office(organization: Organization) -> Decision:
    return check(
        responsible_office(organization),
        "no_office",
        _("No office is in care of this place yet, so nobody could check the seat. Write to the alliance."),
    )


def has_no_lasting_seat(user: Any, organization: Organization) -> Decision:
    """A seat that ends within the renewal days may be asked for again."""
    seat = lasting_seat(user, organization)
    if seat is None:
        return YES
    if seat.valid_to is None:
        return no("has_seat", _("You already hold a seat at this school. There is nothing to ask for."))
    return no(
        "has_seat",
        _("You already hold a seat at this school until %(date)s. You can ask again in its last %(days)s days.")
        % {"date": seat.valid_to.isoformat(), "days": renewal_days()},
    )


def has_no_open_claim(user: Any, organization: Organization) -> Decision:
    claim = open_claim(user, organization)
    if claim is None:
        return YES
    return no(
        "open_claim",
        _("You have already asked for this seat (%(code)s). Open that claim to add to it or withdraw it.")
        % {"code": claim.code},
    )


def may_ask_for_seat(user: Any, organization: Organization) -> Decision:
    """Everything that must hold before a claim is handed in."""
    of_school = has_seats(organization)
    if of_school:
        of_school = is_listed(organization) & has_office(organization)
    return of_school & has_no_lasting_seat(user, organization) & has_no_open_claim(user, organization)


def has_listed_school(thing: SeatClaim | SeatInvitation) -> Decision:
    return is_listed(thing.organization)


OFFERS_MOST = 5
"""Open invitations to seats of one school at a time."""


def may_offer_seat(organization: Organization) -> Decision:
    """A school gives a seat on without a new check only while an office vouches for it."""
    vouched = check(
        is_vouched_for(organization),
        "not_vouched",
        _(
            "No office vouches for your school today, so a seat cannot be given on. Your colleague can ask for the seat "
            "instead; the office in care of the school checks it."
        ),
    )
    few = check(
        open_seat_invitations(organization).count() < OFFERS_MOST,
        "too_many",
        _("%(most)s people are asked already. Wait for their answers or withdraw one of the invitations.")
        % {"most": OFFERS_MOST},
    )
    return is_listed(organization) & vouched & few


def has_vouched_school(invitation: SeatInvitation) -> Decision:
    """An office that appoints somebody for a time answers for it itself."""
    return check(
        invitation.purpose == SeatInvitationPurpose.INTERIM or is_vouched_for(invitation.organization),
        "not_vouched",
        _("No office vouches for this school at present. Ask for its seat instead, and the office checks it."),
    )


def is_without_seat(claim: SeatClaim) -> Decision:
    """The claimant has not got a seat there by another claim in the meantime."""
    return check(
        lasting_seat(claim.claimant, claim.organization) is None,
        "has_seat",
        _("This person already holds a seat at this school. Refuse the claim and say so."),
    )
