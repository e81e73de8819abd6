"""WHO may do what with recommendations and pairing rounds."""

from typing import Any

import rules

from mado.accounts.permissions import leads_alliance, reads_all
from mado.accounts.queries import cares_for, seat_organization_ids
from mado.directory.models import Organization
from mado.matching.enums import SHOWN_STATES
from mado.matching.models import PairingRound, Refusal, RoundPair
from mado.matching.queries.rounds import own_offices, rounds_visible_to
from mado.profiles.models import Wish


# Rounds
@rules.predicate
def works_at(user: Any, office: Organization | None) -> bool:
    return office is not None and office.pk in own_offices(user)


@rules.predicate
def works_at_office_of(user: Any, found: PairingRound | None) -> bool:
    """The user is an officer of the office that holds the round."""
    return found is not None and found.office_id in own_offices(user)


@rules.predicate
def stands_in_it(user: Any, found: PairingRound | None) -> bool:
    """The user acts or cares for a school of a round that has been announced."""
    if found is None or found.state not in SHOWN_STATES:
        return False
    return rounds_visible_to(user).filter(pk=found.pk).exists()


@rules.predicate
def is_of_either(user: Any, pair: RoundPair | None) -> bool:
    """The user acts for one of the two schools."""
    seats = seat_organization_ids(user)
    return pair is not None and (pair.a.organization_id in seats or pair.b.organization_id in seats)


@rules.predicate
def holds_its_round(user: Any, pair: RoundPair | None) -> bool:
    return pair is not None and pair.round.office_id in own_offices(user)


@rules.predicate
def cares_for_either(user: Any, pair: RoundPair | None) -> bool:
    """One of the user's offices cares for one of the two schools."""
    return pair is not None and (cares_for(user, pair.a.organization) or cares_for(user, pair.b.organization))


rules.add_perm("matching.start_round", works_at)  # the object is the office that holds it
rules.add_perm("matching.view_round", works_at_office_of | stands_in_it | reads_all)
rules.add_perm("matching.lead_round", works_at_office_of | leads_alliance)
rules.add_perm("matching.view_pair", is_of_either | holds_its_round | cares_for_either | reads_all)
rules.add_perm("matching.answer_pair", is_of_either)


# Recommendations
@rules.predicate
def acts_for_wish(user: Any, wish: Wish | None) -> bool:
    """The user acts for the school that wishes."""
    return wish is not None and wish.organization_id in seat_organization_ids(user)


@rules.predicate
def acts_for_refusing_school(user: Any, refusal: Refusal | None) -> bool:
    return refusal is not None and refusal.wish.organization_id in seat_organization_ids(user)


rules.add_perm("matching.refuse_recommendation", acts_for_wish)  # the object is the wish
rules.add_perm("matching.undo_refusal", acts_for_refusing_school)
rules.add_perm("matching.view_refusal", acts_for_refusing_school | reads_all)
rules.add_perm("matching.want_mail", rules.is_authenticated & rules.is_active)
