"""WHO may do what with a case."""

from dataclasses import dataclass
from typing import Any

import rules

from mado.accounts.permissions import holds_office, holds_seat, is_officer_for, reads_all
from mado.accounts.queries import cares_for, has_alliance_role, seat_organization_ids
from mado.desks.models import DeskCase
from mado.desks.queries.cases import own_offices

ASKER_PERMISSIONS = frozenset({"desks.view_case", "desks.answer_as_asker"})


@dataclass(frozen=True, slots=True)
class LinkHolder:
    """Whoever followed the signed link of a case asked without an account: an actor for that case and nothing else."""

    case_id: int
    pk: None = None
    is_authenticated: bool = False

    def has_perm(self, permission: str, thing: Any = None) -> bool:
        return permission in ASKER_PERMISSIONS and isinstance(thing, DeskCase) and thing.pk == self.case_id


@rules.predicate
def opened_it(user: Any, case: DeskCase | None) -> bool:
    return case is not None and case.opened_by_id is not None and case.opened_by_id == user.pk


@rules.predicate
def acts_for_asking_school(user: Any, case: DeskCase | None) -> bool:
    return case is not None and case.organization_id in seat_organization_ids(user)


@rules.predicate
def works_at_its_office(user: Any, case: DeskCase | None) -> bool:
    """At the office that has the case, or at the CEO office, which may step in anywhere."""
    return case is not None and (case.office_id in own_offices(user) or has_alliance_role(user))


@rules.predicate
def cares_for_asking_school(user: Any, case: DeskCase | None) -> bool:
    return case is not None and case.organization is not None and cares_for(user, case.organization)


@rules.predicate
def is_confidential(_user: Any, case: DeskCase | None) -> bool:
    return case is not None and case.is_confidential


@rules.predicate
def is_of_no_school(_user: Any, case: DeskCase | None) -> bool:
    return case is not None and case.organization_id is None


asked_in_person = opened_it & (is_of_no_school | is_confidential)
"""What somebody opened for a school is the school's, and no longer theirs once they have left it."""
is_asker = asked_in_person | (~is_confidential & (acts_for_asking_school | opened_it & cares_for_asking_school))

rules.add_perm("desks.open_case", holds_seat | is_officer_for)  # the object is the school for which it is opened
rules.add_perm(
    "desks.view_case",
    asked_in_person | works_at_its_office | (~is_confidential & (is_asker | cares_for_asking_school | reads_all)),
)
rules.add_perm("desks.answer_as_asker", is_asker)
rules.add_perm("desks.work_on_case", works_at_its_office & ~opened_it)
rules.add_perm("desks.remind_school", is_officer_for)  # the object is the school that is silent
rules.add_perm("desks.use_work_list", holds_office | reads_all)
