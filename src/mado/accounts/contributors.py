"""What accounts add to the search entry of a school: whether it takes part."""

from collections.abc import Mapping, Sequence

from mado.accounts.queries import taking_part
from mado.directory.contributions import Contribution, register_contributor


def takes_part(organization_ids: Sequence[int]) -> Mapping[int, Contribution]:
    """One query for all."""
    keys = taking_part().filter(pk__in=organization_ids).values_list("pk", flat=True)
    return dict.fromkeys(keys, Contribution(takes_part=True))


register_contributor(takes_part)
