"""What invitations add to a school's entry in the search index: when it was last active, whether it sleeps, whether
it can take one more."""

from collections.abc import Mapping, Sequence

from mado.directory.contributions import Contribution, register_contributor
from mado.kernel.once import read_once
from mado.partnerships.queries import liveness_of, without_a_place


def signs(organization_ids: Sequence[int]) -> Mapping[int, Contribution]:
    """Three queries for all, one of them shared with profiles."""
    return {
        pk: Contribution(last_active=one.last_active_on, dormant=one.dormant_since is not None)
        for pk, one in read_once(organization_ids, liveness_of).items()
        if one.last_active_on or one.dormant_since
    }


def places(organization_ids: Sequence[int]) -> Mapping[int, Contribution]:
    """Full as who wants to invite it is told. At most eight queries for all, three of them shared with profiles."""
    return {pk: Contribution(full=True) for pk in without_a_place(organization_ids)}


register_contributor(signs)
register_contributor(places)
