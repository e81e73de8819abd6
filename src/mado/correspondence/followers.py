"""What lower apps ask for and only the upper floors know: on whose clock a person lives, what a school keeps."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from mado.accounts.handover import Kept, register_kept
from mado.accounts.models import User
from mado.accounts.queries import seats_of
from mado.correspondence.models import Thread
from mado.directory.models import Organization
from mado.notify.clocks import register_clock


def clock_of_school(recipient: Any) -> str:
    """The zone of the first school the person acts for."""
    seats = seats_of(recipient) if isinstance(recipient, User) else []
    return seats[0].organization.time_zone if seats else ""


def kept_conversations(organization: Organization) -> Iterator[Kept]:
    """Conversations about the school's invitations, exchanges and cases: whoever follows reads on."""
    mine = Q(invitation__sender=organization) | Q(invitation__recipient=organization)
    mine |= Q(exchange__sides__organization=organization) | Q(case__organization=organization)
    yield Kept(_("Conversations"), Thread.objects.filter(mine).distinct().count())


register_clock(clock_of_school)
register_kept(kept_conversations, order=30)
