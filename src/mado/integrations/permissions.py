"""WHO may connect programs to a school: its seat holders."""

from typing import Any

import rules

from mado.accounts.permissions import holds_seat
from mado.accounts.queries import seat_organization_ids
from mado.integrations.models import AccessToken, Webhook


@rules.predicate
def is_of_own_school(user: Any, thing: AccessToken | Webhook | None) -> bool:
    return thing is not None and thing.organization_id in seat_organization_ids(user)


rules.add_perm("integrations.connect_program", holds_seat)  # the object is the school
rules.add_perm("integrations.change_program", is_of_own_school)
