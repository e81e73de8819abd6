"""WHO may, on the ground floor: predicates on (user, organisation) that higher apps compose."""

from typing import Any

import rules

from mado.accounts.models import SeatClaim
from mado.accounts.queries import cares_for, may_read_all, seat_organization_ids
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
def is_claimant(user: Any, claim: SeatClaim | None) -> bool:
    return claim is not None and claim.claimant_id == user.pk


@rules.predicate
def vets_claim(user: Any, claim: SeatClaim | None) -> bool:
    """An officer in care of the claimed school, never the claimant."""
    return claim is not None and claim.claimant_id != user.pk and cares_for(user, claim.organization)


rules.add_perm("accounts.view_claim", is_claimant | vets_claim | reads_all)
rules.add_perm("accounts.withdraw_claim", is_claimant)
rules.add_perm("accounts.answer_claim", is_claimant)
rules.add_perm("accounts.decide_claim", vets_claim)
rules.add_perm("accounts.act_for_organization", holds_seat)
rules.add_perm("accounts.care_for_organization", is_officer_for)
