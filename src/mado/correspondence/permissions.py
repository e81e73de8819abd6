"""WHO may: everybody who sees the thing reads, only its two sides write; the CEO office looks after stray mail."""

from typing import Any

import rules

from mado.accounts.queries import has_alliance_role
from mado.correspondence.models import Thread
from mado.correspondence.queries import Subject, subject_of


@rules.predicate
def is_a_side(user: Any, subject: Subject | None) -> bool:
    """The user speaks for one of the two sides today."""
    return subject is not None and subject.party_of(user) is not None


@rules.predicate
def sees_the_record(user: Any, thread: Thread | None) -> bool:
    """The same people who see the invitation, exchange or case."""
    if thread is None:
        return False
    subject = subject_of(thread)
    permissions = {
        "exchange": "exchanges.view_exchange",
        "case": "desks.view_case",
        "invitation": "partnerships.view_invitation",
    }
    return bool(user.has_perm(permissions[subject.kind], subject.record))


@rules.predicate
def is_of_the_alliance(user: Any) -> bool:
    return has_alliance_role(user)


rules.add_perm("correspondence.view_thread", sees_the_record)
rules.add_perm("correspondence.post_message", is_a_side)
rules.add_perm("correspondence.handle_mail", is_of_the_alliance)
