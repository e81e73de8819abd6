"""WHO may do what with an invitation."""

from typing import Any

import rules

from mado.accounts.permissions import holds_seat, reads_all
from mado.accounts.queries import cares_for, seat_organization_ids
from mado.directory.models import Organization
from mado.partnerships.models import Invitation, InvitationWait
from mado.partnerships.queries import partnerships_of
from mado.profiles.partners import register_partner_test


@rules.predicate
def is_of_sender(user: Any, invitation: Invitation | None) -> bool:
    """The user acts for the school that invited."""
    return invitation is not None and invitation.sender_id in seat_organization_ids(user)


@rules.predicate
def is_of_recipient(user: Any, invitation: Invitation | None) -> bool:
    """The user acts for the school that was invited."""
    return invitation is not None and invitation.recipient_id in seat_organization_ids(user)


@rules.predicate
def cares_for_either(user: Any, invitation: Invitation | None) -> bool:
    """One of the user's offices cares for one of the two schools."""
    return invitation is not None and (cares_for(user, invitation.sender) or cares_for(user, invitation.recipient))


@rules.predicate
def is_of_waiting_school(user: Any, wait: InvitationWait | None) -> bool:
    return wait is not None and wait.school_id in seat_organization_ids(user)


def acts_for_a_partner_of(user: Any, organization: Organization) -> bool:
    """The user acts for a school that is a partner of this one today: it reads how the school is reached."""
    mine = set(seat_organization_ids(user)) - {organization.pk}
    return bool(mine) and any({row.first_id, row.second_id} & mine for row in partnerships_of(organization))


register_partner_test(acts_for_a_partner_of)
rules.add_perm("partnerships.send_invitation", holds_seat)  # the object is the school that invites
rules.add_perm("partnerships.view_invitation", is_of_sender | is_of_recipient | cares_for_either | reads_all)
rules.add_perm("partnerships.answer_invitation", is_of_recipient)
rules.add_perm("partnerships.withdraw_invitation", is_of_sender)
rules.add_perm("partnerships.leave_line", is_of_waiting_school)
