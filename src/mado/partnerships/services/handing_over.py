"""A partner school has new people: what stays with it, and a mail to those who work with it."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from mado.accounts.handover import HandOver, Kept
from mado.accounts.queries import seat_holders
from mado.directory.models import Organization
from mado.notify.services import queue_message
from mado.partnerships import messages
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation, Partnership
from mado.partnerships.queries import partnerships_of
from mado.partnerships.wording import spoken_name


def _partner(partnership: Partnership, organization: Organization) -> Organization:
    return partnership.second if partnership.first_id == organization.pk else partnership.first


def kept_partnerships(organization: Organization) -> Iterator[Kept]:
    """Partnerships, with the schools that are written to, and letters that still wait for an answer on either side."""
    partners = tuple(_partner(row, organization) for row in partnerships_of(organization))
    yield Kept(_("Partner schools"), len(partners), partners)
    waiting = Invitation.objects.filter(state=InvitationState.SENT)
    yield Kept(_("Invitations your school has sent and awaits"), waiting.filter(sender=organization).count())
    yield Kept(_("Invitations your school has to answer"), waiting.filter(recipient=organization).count())
    settled = Invitation.objects.exclude(state=InvitationState.SENT)
    mine = Q(sender=organization) | Q(recipient=organization)
    yield Kept(_("Earlier invitations, with their letters"), settled.filter(mine).count())


def tell_partners(handover: HandOver) -> None:
    """Every partner school nobody has written to yet: who writes for the school from now on, or that nobody does."""
    school, successor = handover.organization, handover.successor
    mail = messages.PARTNER_HANDED_OVER if successor else messages.PARTNER_WITHOUT_PERSON
    for partnership in partnerships_of(school):
        partner = _partner(partnership, school)
        if partner.pk in handover.told:
            continue
        handover.told.add(partner.pk)
        for person in seat_holders(partner):
            queue_message(
                mail=mail,
                to=person,
                thing=partnership,
                link=("directory:school", {"code": school.code}),
                variables={
                    "school": lambda: spoken_name(school),
                    "name": handover.leaver,
                    "successor": successor or "",
                },
            )
