"""WHO may: the people who hold the school's seat write its profile and wishes."""

from typing import Any

import rules

from mado.accounts.permissions import holds_seat, is_officer_for, reads_all
from mado.directory.models import Organization
from mado.profiles.enums import WishState
from mado.profiles.models import SchoolProfile, Wish
from mado.profiles.partners import is_partner_of
from mado.profiles.queries.place_calendars import cares_for_place
from mado.reference.calendars import Place


@rules.predicate
def acts_for_school_of(user: Any, thing: SchoolProfile | Wish | None) -> bool:
    """The user acts for the school whose profile or wish this is."""
    return thing is not None and holds_seat(user, thing.organization)


@rules.predicate
def cares_for_school_of(user: Any, thing: SchoolProfile | Wish | None) -> bool:
    return thing is not None and is_officer_for(user, thing.organization)


@rules.predicate
def is_open(_user: Any, wish: Wish | None) -> bool:
    return wish is not None and wish.state == WishState.OPEN


@rules.predicate
def may_start(user: Any, organization: Organization | None) -> bool:
    return holds_seat(user, organization)


@rules.predicate
def cares_for_this_place(user: Any, place: Place | None) -> bool:
    """One of the user's offices sets the calendar of this country or region."""
    return place is not None and cares_for_place(user, place)


@rules.predicate
def is_partner_of_school_of(user: Any, profile: SchoolProfile | None) -> bool:
    return profile is not None and is_partner_of(user, profile.organization)


rules.add_perm("profiles.view_profile", rules.always_allow)
rules.add_perm(
    "profiles.read_contact",  # fields of class "case"
    acts_for_school_of | cares_for_school_of | reads_all | is_partner_of_school_of,
)
rules.add_perm("profiles.make_profile", may_start)
rules.add_perm("profiles.change_profile", acts_for_school_of)
rules.add_perm("profiles.revive_profile", acts_for_school_of | cares_for_school_of)
rules.add_perm("profiles.start_wish", may_start)
rules.add_perm("profiles.view_wish", is_open | acts_for_school_of | cares_for_school_of | reads_all)
rules.add_perm("profiles.change_wish", acts_for_school_of)
rules.add_perm("profiles.change_place_calendar", cares_for_this_place)
