"""What accounts add to the search: whether a school takes part, which school the reader acts for, who keeps searches."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest

from mado.accounts.models import User
from mado.accounts.queries import seats_of, taking_part
from mado.directory.contributions import Contribution, register_contributor, register_own_school, register_owners
from mado.directory.models import Organization


def takes_part(organization_ids: Sequence[int]) -> Mapping[int, Contribution]:
    """One query for all."""
    keys = taking_part().filter(pk__in=organization_ids).values_list("pk", flat=True)
    return dict.fromkeys(keys, Contribution(takes_part=True))


def own_school(request: HttpRequest) -> Organization | None:
    """The school of the reader's first seat."""
    seats = seats_of(request.user)
    return seats[0].organization if seats else None


def owners(ids: Sequence[int]) -> Mapping[int, User]:
    """The persons who keep searches."""
    return User.objects.in_bulk(ids)


register_contributor(takes_part)
register_own_school(own_school)
register_owners(owners)
