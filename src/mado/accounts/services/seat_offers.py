"""Asking a person by mail to act for a school: a colleague, a successor, or somebody who stands in for a time."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts import messages
from mado.accounts.addressee import Addressee
from mado.accounts.enums import SEAT_ROLES, Role, SeatInvitationPurpose
from mado.accounts.guards import is_listed, may_offer_seat
from mado.accounts.models import Appointment, SeatInvitation, User
from mado.accounts.queries import open_seat_invitations, person_at, responsible_office, seat_holders, seat_on
from mado.accounts.services.people import known_language
from mado.accounts.tokens import seat_invitation_token
from mado.accounts.workflow import SEAT_INVITATION
from mado.audit.services import record
from mado.directory.models import Organization
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.notify.messages import MailSpec
from mado.notify.services import queue_message
from mado.reference.services import next_code
from mado.reference.settings import alliance

NAME_MOST = 120


@transaction.atomic
def offer_seat(
    *,
    organization: Organization,
    actor: User,
    email: str,
    name: str,
    role: str,
    language: str,
    reply_by: dt.date,
) -> SeatInvitation:
    """A seat holder asks a colleague to act for the school too. Nothing is vetted anew: an office vouches for it."""
    if not actor.has_perm("accounts.offer_seat", organization):
        raise NotPermitted("accounts.offer_seat")
    organization = lock_school(organization)
    decision = may_offer_seat(organization)
    if not decision:
        raise NotPossible(decision)
    check_offer(organization, email, name, role, reply_by)
    return make_offer(
        organization=organization,
        actor=actor,
        email=email,
        name=name,
        role=role,
        language=language,
        reply_by=reply_by,
        purpose=SeatInvitationPurpose.COLLEAGUE,
    )


@transaction.atomic
def offer_interim(
    *,
    organization: Organization,
    actor: User,
    email: str,
    name: str,
    role: str,
    language: str,
    reply_by: dt.date,
    seat_until: dt.date,
) -> SeatInvitation:
    """An office in care asks somebody to stand in until a day, at most the alliance's days ahead; never itself."""
    if not actor.has_perm("accounts.appoint_interim", organization):
        raise NotPermitted("accounts.appoint_interim")
    organization = lock_school(organization)
    if not (listed := is_listed(organization)):
        raise NotPossible(listed)
    check_offer(organization, email, name, role, reply_by)
    if (person := person_at(email.strip())) is not None and person.pk == actor.pk:
        raise BadInput({"email": _("You cannot appoint yourself. Ask somebody at the school or a colleague.")})
    latest = timezone.localdate() + dt.timedelta(days=alliance().interim_days_most)
    if not timezone.localdate() < seat_until <= latest:
        sentence = _("Choose a day from tomorrow to %(date)s: standing in is for a time.")
        raise BadInput({"seat_until": sentence % {"date": latest.isoformat()}})
    return make_offer(
        organization=organization,
        actor=actor,
        email=email,
        name=name,
        role=role,
        language=language,
        reply_by=reply_by,
        purpose=SeatInvitationPurpose.INTERIM,
        seat_until=seat_until,
    )


@transaction.atomic
def withdraw_seat_offer(*, invitation: SeatInvitation, actor: User) -> SeatInvitation:
    """The school, or its office, takes the offer back; the link in the mail then says so."""
    invitation = locked_offer(invitation)
    SEAT_INVITATION.perform(invitation, "withdraw", actor)
    record(actor=actor, verb="accounts.withdraw_seat_invitation", thing=invitation)
    return invitation


@transaction.atomic
def decline_seat_offer(*, invitation: SeatInvitation, actor: User) -> SeatInvitation:
    """The person asked does not want to; who asked is told. Nothing else changes."""
    invitation = locked_offer(invitation)
    SEAT_INVITATION.perform(invitation, "decline", actor)
    record(actor=actor, verb="accounts.decline_seat_invitation", thing=invitation)
    tell_inviter(invitation, messages.SEAT_OFFER_DECLINED)
    return invitation


def lock_school(organization: Organization) -> Organization:
    """One offer of a school after the other: a double click makes one."""
    return Organization.objects.select_for_update().get(pk=organization.pk)


def locked_offer(invitation: SeatInvitation) -> SeatInvitation:
    rows = SeatInvitation.objects.select_for_update(of=("self",))
    return rows.select_related("organization", "invited_by").get(pk=invitation.pk)


def check_offer(organization: Organization, email: str, name: str, role: str, reply_by: dt.date) -> None:
    """What is wrong with the form, said at its fields."""
    sentences: dict[str, str] = {}
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        sentences["email"] = _("Write a whole e-mail address, for example name@school.example.")
    person = person_at(address)
    if person is not None and seat_on(person, organization):
        sentences["email"] = _("%(name)s already acts for this school.") % {"name": person}
    elif open_seat_invitations(organization).filter(email=address).exists():
        sentences["email"] = _("This address has been asked already and has not answered yet.")
    if len(name.strip()) > NAME_MOST:
        sentences["name"] = _("Shorten this to at most %(most)s characters.") % {"most": NAME_MOST}
    if role not in SEAT_ROLES:
        sentences["role"] = _("Choose coordinator, deputy coordinator or principal.")
    latest = timezone.localdate() + dt.timedelta(days=alliance().reply_days_most)
    if not timezone.localdate() < reply_by <= latest:
        sentence = _("Choose a day from tomorrow to %(date)s.")
        sentences["reply_by"] = sentence % {"date": latest.isoformat()}
    if sentences:
        raise BadInput(sentences)


def make_offer(
    *,
    organization: Organization,
    actor: User,
    email: str,
    name: str,
    role: str,
    language: str,
    reply_by: dt.date,
    purpose: SeatInvitationPurpose,
    seat_until: dt.date | None = None,
    successor_of: Appointment | None = None,
    with_drafts: bool = False,
) -> SeatInvitation:
    """Write the offer and its mail. The caller has checked who, when and what."""
    invitation = SeatInvitation.objects.create(
        code=next_code("SI"),
        organization=organization,
        email=email.strip().lower(),
        name=name.strip(),
        language=known_language(language),
        role=role,
        purpose=purpose,
        successor_of=successor_of,
        with_drafts=with_drafts,
        seat_until=seat_until,
        invited_by=actor,
        reply_by=reply_by,
    )
    details = {"organization": organization.code, "purpose": str(purpose), "role": role}
    record(actor=actor, verb="accounts.offer_seat", thing=invitation, details=details)
    write_to_invited(invitation, _OFFERS[purpose])
    return invitation


_OFFERS: dict[SeatInvitationPurpose, MailSpec] = {
    SeatInvitationPurpose.COLLEAGUE: messages.SEAT_OFFERED,
    SeatInvitationPurpose.SUCCESSOR: messages.SUCCESSION_OFFERED,
    SeatInvitationPurpose.INTERIM: messages.INTERIM_OFFERED,
}


def write_to_invited(invitation: SeatInvitation, mail: MailSpec) -> None:
    """In the language of the account with this address, else in the one the inviter chose. The link is the person's."""
    person = person_at(invitation.email)
    to: Any = person or Addressee(None, invitation.email, invitation.name, invitation.language)
    school = invitation.organization
    office = responsible_office(school)
    until = invitation.seat_until
    queue_message(
        mail=mail,
        to=to,
        thing=invitation,
        link=("accounts:seat_invited", {"token": seat_invitation_token(invitation)}),
        variables={
            "inviter": invitation.invited_by,
            "office": office.name if office else alliance().name,
            "school": school.name,
            "role": lambda: Role(invitation.role).label,
            "email": invitation.email,
            "date": written(invitation.reply_by),
            "until": written(until) if until else "",
        },
    )


def tell_inviter(invitation: SeatInvitation, mail: MailSpec) -> None:
    """To who asked, while still concerned: a person of the school, or the office that sought somebody."""
    queue_message(
        mail=mail,
        to=invitation.invited_by,
        thing=invitation,
        link=("accounts:school_people", {"code": invitation.organization.code})
        if seat_holders(invitation.organization).filter(pk=invitation.invited_by_id).exists()
        or invitation.purpose == SeatInvitationPurpose.INTERIM
        else ("accounts:me", {}),
        variables={"name": invitation.invited_name, "school": invitation.organization.name},
    )


def written(day: dt.date) -> Callable[[], str]:
    """The day in the language of whoever the mail goes to."""
    return lambda: messages.written_date(day)
