"""What has happened to an invitation, and what comes next, for the person who looks at it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from mado.accounts.queries import seat_organization_ids
from mado.directory.models import Organization
from mado.kernel.decision import YES, Decision
from mado.partnerships.enums import InvitationState
from mado.partnerships.guards import may_send
from mado.partnerships.models import Invitation, school_zone
from mado.partnerships.wording import local_moment, spoken_name
from mado.reference.places import city_of

SENDER, RECIPIENT, OFFICE = "sender", "recipient", "office"


def side_of(user: Any, invitation: Invitation) -> str:
    """From where the person looks: the invited school first, should somebody hold both seats."""
    seats = seat_organization_ids(user)
    if invitation.recipient_id in seats:
        return RECIPIENT
    return SENDER if invitation.sender_id in seats else OFFICE


@dataclass(frozen=True, slots=True)
class BothTimes:
    """One moment on both sides' clocks: ((city, words), (city, words)), mine first."""

    moment: dt.datetime
    sides: tuple[tuple[str, str], ...]


def both_times(moment: dt.datetime, *organizations: Organization) -> BothTimes:
    zones = list(dict.fromkeys(school_zone(organization) for organization in organizations))
    return BothTimes(moment, tuple((city_of(zone), local_moment(moment, zone)) for zone in zones))


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline."""

    words: str
    when: BothTimes


def timeline(invitation: Invitation, mine: Organization, theirs: Organization) -> list[Event]:
    """What the invitation's own dates tell, oldest first."""
    names = {
        "person": str(invitation.sent_by),
        "sender": spoken_name(invitation.sender),
        "recipient": spoken_name(invitation.recipient),
        "answerer": str(invitation.answered_by or ""),
    }
    found: list[tuple[dt.datetime, str]] = [
        (invitation.sent_at, _("%(person)s sent the invitation for %(sender)s.") % names)
    ]
    if invitation.seen_at:
        found.append((invitation.seen_at, _("Opened for the first time at %(recipient)s.") % names))
    if invitation.nudged_at:
        again = invitation.nudges > 1
        words = _("%(recipient)s was reminded a second time.") if again else _("%(recipient)s was reminded.")
        found.append((invitation.nudged_at, words % names))
    ended = {
        InvitationState.ACCEPTED: _("%(answerer)s accepted for %(recipient)s."),
        InvitationState.DECLINED: _("%(answerer)s declined for %(recipient)s."),
        InvitationState.WITHDRAWN: _("%(sender)s withdrew the invitation."),
        InvitationState.LAPSED: _("The invitation lapsed without an answer."),
    }
    if sentence := ended.get(invitation.state_choice):
        found.append((invitation.answered_at or invitation.state_changed_at, sentence % names))
    found.sort(key=lambda pair: pair[0])
    return [Event(words, both_times(moment, mine, theirs)) for moment, words in found]


@dataclass(frozen=True, slots=True)
class Step:
    """Something to press next; when `decision` is no, the button is off and says why."""

    label: str
    url: str
    decision: Decision = YES


def find_url(like: Organization, kind: str) -> str:
    """The find page set to schools like this one."""
    return f"{reverse('directory:find')}?{urlencode({'country': like.country, 'kind': kind})}"


def invite_url(recipient: Organization, sender: Organization | None = None) -> str:
    query = {"to": recipient.code} | ({"from": sender.code} if sender else {})
    return f"{reverse('partnerships:invite')}?{urlencode(query)}"


def _invite_step(sender: Organization, recipient: Organization, label: str) -> Step:
    return Step(label, invite_url(recipient, sender), may_send(sender, recipient))


def next_steps(invitation: Invitation, side: str) -> list[Step]:
    """After the end there is always a way on."""
    if invitation.is_open or side == OFFICE:
        return []
    mine, theirs = invitation.sender, invitation.recipient
    if side == RECIPIENT:
        mine, theirs = theirs, mine
    others = Step(_("Look for others like it"), find_url(theirs, invitation.kind))
    all_invitations = Step(_("See all your invitations"), reverse("partnerships:invitations"))
    names = {"school": spoken_name(theirs)}
    again = _invite_step(mine, theirs, _("Invite %(school)s") % names)
    if side == SENDER:
        again = _invite_step(mine, theirs, _("Invite %(school)s again") % names)
    return {
        InvitationState.ACCEPTED: [all_invitations],
        InvitationState.DECLINED: [others, all_invitations],
        InvitationState.WITHDRAWN: [again, others],
        InvitationState.LAPSED: [others, again] if side == SENDER else [again, others],
    }[invitation.state_choice]
