"""The mails of an invitation, put into the outbox. Names, dates and kinds are functions: read in each reader's language."""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from mado.accounts.models import User
from mado.accounts.queries import officers_of, responsible_office, seat_holders
from mado.directory.models import Organization
from mado.notify.messages import MailSpec
from mado.notify.services import queue_message
from mado.partnerships import messages
from mado.partnerships.enums import DeclineReason
from mado.partnerships.models import Invitation, InvitationWait, school_zone
from mado.partnerships.queries import RETURN_LINK_DAYS, return_token
from mado.partnerships.wording import full_date, moment_for, spoken_name
from mado.profiles.enums import DormantReason, ExchangeKind
from mado.profiles.models import SchoolProfile
from mado.reference.settings import alliance

NO_WORDS = "–"

Words = str | Callable[[], str]


def _name(organization: Organization) -> Callable[[], str]:
    return lambda: spoken_name(organization)


def _place(organization: Organization) -> str:
    return organization.city or organization.region_name or organization.country


def _others_like(organization: Organization, kind: str) -> Callable[[], str]:
    """The address of the find page, already set to schools like this one."""
    query = urlencode({"country": organization.country, "kind": kind})
    return lambda: f"{settings.MADO_SITE_URL.rstrip('/')}{reverse('directory:find')}?{query}"


def _words(invitation: Invitation, **more: Words) -> dict[str, Words]:
    return {
        "sender": _name(invitation.sender),
        "recipient": _name(invitation.recipient),
        "code": invitation.code,
        "kind": lambda: str(ExchangeKind(invitation.kind).label),
        "reply_by": lambda: full_date(invitation.reply_by),
        **more,
    }


def _write(mail: MailSpec, invitation: Invitation, to: Iterable[User], words: dict[str, Words]) -> None:
    link = ("partnerships:invitation", {"code": invitation.code})
    for person in to:
        queue_message(mail=mail, to=person, thing=invitation, link=link, variables=words)


def write_received(invitation: Invitation, actor: Any) -> None:
    words = _words(invitation, person=str(actor), place=_place(invitation.sender))
    _write(messages.INVITATION_RECEIVED, invitation, seat_holders(invitation.recipient), words)


def write_nudged(invitation: Invitation) -> None:
    _write(messages.INVITATION_NUDGED, invitation, seat_holders(invitation.recipient), _words(invitation))


def write_accepted(invitation: Invitation, actor: Any) -> None:
    words = _words(invitation, person=str(actor), note=invitation.answer_note or NO_WORDS)
    _write(messages.INVITATION_ACCEPTED, invitation, seat_holders(invitation.sender), words)
    colleagues = seat_holders(invitation.recipient).exclude(pk=actor.pk)
    _write(messages.INVITATION_ACCEPTED_HERE, invitation, colleagues, words)


def write_declined(invitation: Invitation) -> None:
    words = _words(
        invitation,
        reason=lambda: str(DeclineReason(invitation.decline_reason).label),
        note=invitation.answer_note or NO_WORDS,
        others=_others_like(invitation.recipient, invitation.kind),
    )
    _write(messages.INVITATION_DECLINED, invitation, seat_holders(invitation.sender), words)


def write_withdrawn(invitation: Invitation) -> None:
    _write(messages.INVITATION_WITHDRAWN, invitation, seat_holders(invitation.recipient), _words(invitation))


def write_lapsed(invitation: Invitation) -> None:
    words = _words(invitation, others=_others_like(invitation.recipient, invitation.kind))
    _write(messages.INVITATION_LAPSED, invitation, seat_holders(invitation.sender), words)
    _write(messages.INVITATION_LAPSED_HERE, invitation, seat_holders(invitation.recipient), words)


def write_silent(invitation: Invitation) -> None:
    """To the responsible offices of both sides; an officer of both gets one mail."""
    offices = [responsible_office(invitation.recipient), responsible_office(invitation.sender)]
    officers = {person.pk: person for office in offices if office for person in officers_of(office)}
    words = _words(invitation, sent_on=lambda: full_date(invitation.sent_at.date()))
    _write(messages.INVITATION_SILENT, invitation, officers.values(), words)


def _write_wait(mail: MailSpec, wait: InvitationWait, link: tuple[str, dict[str, str]]) -> None:
    words: dict[str, Words] = {"recipient": _name(wait.recipient), "school": _name(wait.school)}
    for person in seat_holders(wait.school):
        until = {"until": partial(moment_for, wait.held_until, school_zone(wait.school))} if wait.held_until else {}
        queue_message(mail=mail, to=person, thing=wait, link=link, variables=words | until)


def write_place_free(wait: InvitationWait) -> None:
    """To the school whose turn it is, with the way to its page of waiting."""
    _write_wait(messages.PLACE_FREE, wait, ("directory:school", {"code": wait.recipient.code}))


def write_place_passed(wait: InvitationWait) -> None:
    _write_wait(messages.PLACE_PASSED, wait, ("directory:school", {"code": wait.recipient.code}))


def write_dormant(profile: SchoolProfile) -> None:
    """To everybody who holds a seat: each gets a link of their own, by which they bring the school back."""
    mail = messages.DORMANT_SILENCE if profile.dormant_reason == DormantReason.SILENCE else messages.DORMANT_NO_LIFE
    _write_return(mail, profile)


def write_heartbeat(profile: SchoolProfile) -> None:
    _write_return(messages.STILL_LOOKING, profile)


def _write_return(mail: MailSpec, profile: SchoolProfile) -> None:
    rules = alliance()
    sleeps = dt.timedelta(days=rules.heartbeat_before_days)
    words: dict[str, Words] = {
        "school": _name(profile.organization),
        "missed": str(rules.dormant_after_missed),
        "days": str(rules.dormant_after_days),
        "date": lambda: full_date(timezone.localdate() + sleeps),
        "valid": lambda: full_date(timezone.localdate() + dt.timedelta(days=RETURN_LINK_DAYS)),
    }
    for person in seat_holders(profile.organization):
        link = ("partnerships:here", {"token": return_token(profile, person)})
        queue_message(mail=mail, to=person, thing=profile, link=link, variables=words)
