import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.audit.services import record
from mado.directory.models import Organization
from mado.directory.services.indexing import queue_reindex
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.partnerships.enums import LANGUAGE_MOST, TEXT_MOST
from mado.partnerships.guards import is_fair_reply_date, may_send
from mado.partnerships.models import Invitation
from mado.partnerships.services.dormancy import come_back
from mado.partnerships.services.letters import write_received
from mado.partnerships.services.locking import lock_schools, school_as_it_stands
from mado.partnerships.services.waiting import use_place
from mado.profiles.enums import ExchangeKind, MeetingMode
from mado.profiles.models import Wish
from mado.reference.services import next_code

GROUP_MOST = 500
"""Pupils in one group; the same limit as a wish has."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What the invitation says, as it will stand in the row."""

    kind: str
    mode: str
    about_us: str
    proposal: str
    first_step: str
    language: str
    group_size: int | None
    reply_by: dt.date


@transaction.atomic
def send_invitation(  # each is a field a person fills in
    *,
    sender: Organization,
    recipient: Organization,
    actor: User,
    wish: Wish | None,
    kind: str,
    mode: str,
    about_us: str,
    proposal: str,
    first_step: str,
    language: str,
    group_size: int | None,
    reply_by: dt.date,
    with_letters: bool = True,
) -> Invitation:
    """One school asks another, with a date. Raises NotPermitted, NotPossible, BadInput (field → sentence).

    `with_letters` False: a deed that sends and accepts at once writes its own mails (matching: both sides of a round's pair).
    """
    if not actor.has_perm("partnerships.send_invitation", sender):
        raise NotPermitted("partnerships.send_invitation")
    content = _Content(
        kind, mode, about_us.strip(), proposal.strip(), first_step.strip(), language.strip(), group_size, reply_by
    )
    wrong = {**_wrong_choices(content, sender, wish), **_wrong_texts(content)}
    if not (date := is_fair_reply_date(recipient, reply_by)):
        wrong["reply_by"] = date.sentence
    if wrong:
        raise BadInput(wrong)
    lock_schools([sender.pk, recipient.pk])
    recipient = school_as_it_stands(recipient)
    decision = may_send(sender, recipient, wish=wish, kind=kind)
    if not decision:
        raise NotPossible(decision)
    invitation = Invitation.objects.create(
        code=next_code("IN"), sender=sender, recipient=recipient, wish=wish, sent_by=actor, **asdict(content)
    )
    details = {"recipient": recipient.code, "kind": kind, "reply_by": reply_by.isoformat()}
    record(actor=actor, verb="partnerships.send_invitation", thing=invitation, details=details)
    use_place(sender, recipient)
    queue_reindex([recipient.pk])
    come_back(sender, actor)
    if with_letters:
        write_received(invitation, actor)
    return invitation


def _wrong_choices(content: _Content, sender: Organization, wish: Wish | None) -> dict[str, str]:
    """Field → sentence for everything picked from a list, before anything is asked of other rows."""
    wrong: dict[str, str] = {}
    if wish is None or wish.organization_id != sender.pk:
        wrong["wish"] = _("Choose one of your own school's wishes.")
    if content.kind not in ExchangeKind.values:
        wrong["kind"] = _("Choose what kind of exchange you propose.")
    if content.mode not in MeetingMode.values:
        wrong["mode"] = _("Choose how you would like to meet.")
    if not 1 < len(content.language) <= LANGUAGE_MOST:
        wrong["language"] = _("Choose the language you would work in.")
    if content.group_size is not None and not 1 <= content.group_size <= GROUP_MOST:
        wrong["group_size"] = _("Give the number of pupils in your group, from 1 to %(most)d.") % {"most": GROUP_MOST}
    return wrong


def _wrong_texts(content: _Content) -> dict[str, str]:
    """Field → sentence for the letter itself."""
    wrong: dict[str, str] = {}
    if not content.about_us:
        wrong["about_us"] = _("Say in a few sentences who you are.")
    if not content.proposal:
        wrong["proposal"] = _("Say what you would like to do together.")
    for name in ("about_us", "proposal", "first_step"):
        length = len(getattr(content, name))
        most = TEXT_MOST[name]
        if length > most:
            values = {"most": most, "length": length}
            wrong[name] = _("Shorten this to %(most)d characters; it has %(length)d now.") % values
    return wrong
