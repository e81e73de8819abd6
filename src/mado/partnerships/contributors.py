"""What signs of life add to a school's entry in the search index: when it was last active, and whether it sleeps."""

from collections.abc import Mapping, Sequence

from mado.directory.contributions import Contribution, register_contributor
from mado.partnerships.queries import liveness_of


def signs(organization_ids: Sequence[int]) -> Mapping[int, Contribution]:
    """Three queries for all."""
    return {
        pk: Contribution(last_active=one.last_active_on, dormant=one.dormant_since is not None)
        for pk, one in liveness_of(organization_ids).items()
        if one.last_active_on or one.dormant_since
    }


register_contributor(signs)
