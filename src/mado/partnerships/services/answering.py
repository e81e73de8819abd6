from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.audit.services import record
from mado.kernel.errors import BadInput
from mado.partnerships.acceptance import follow_acceptance, follow_answer
from mado.partnerships.enums import TEXT_MOST, DeclineReason
from mado.partnerships.models import Invitation, Partnership
from mado.partnerships.services.dormancy import come_back
from mado.partnerships.services.letters import write_accepted, write_declined, write_withdrawn
from mado.partnerships.services.locking import lock_invitation, lock_schools, make_move
from mado.partnerships.services.waiting import offer_free_places
from mado.profiles.services.liveness import note_sign_of_life


def _checked_note(note: str) -> str:
    text, most = note.strip(), TEXT_MOST["answer_note"]
    if len(text) > most:
        values = {"most": most, "length": len(text)}
        raise BadInput({"note": _("Shorten this to %(most)d characters; it has %(length)d now.") % values})
    return text


def _save_answer(invitation: Invitation, actor: Any, note: str, reason: str = "") -> None:
    invitation.answered_by = actor
    invitation.answered_at = timezone.now()
    invitation.seen_at = invitation.seen_at or invitation.answered_at
    invitation.answer_note = note
    invitation.decline_reason = reason
    invitation.save(update_fields=["answered_by", "answered_at", "seen_at", "answer_note", "decline_reason"])


def _open_partnership(invitation: Invitation) -> Partnership:
    """The lasting relation of the two: made with the first acceptance, taken up again when it had ended."""
    first, second = sorted((invitation.sender_id, invitation.recipient_id))
    partnership, _made = Partnership.objects.get_or_create(
        first_id=first, second_id=second, defaults={"since": timezone.localdate()}
    )
    if partnership.ended_on is not None:
        partnership.ended_on = None
        partnership.save(update_fields=["ended_on"])
    return partnership


@transaction.atomic
def accept_invitation(*, invitation: Invitation, actor: User, note: str = "", with_letters: bool = True) -> Invitation:
    """The invited school says yes: the partnership stands and everything that follows is done, or nothing is.
    `with_letters`: see send_invitation."""
    text = _checked_note(note)
    lock_schools([invitation.sender_id, invitation.recipient_id])
    row = lock_invitation(invitation)
    make_move(row, "accept", actor)
    _save_answer(row, actor, text)
    partnership = _open_partnership(row)
    record(
        actor=actor,
        verb="partnerships.accept_invitation",
        thing=row,
        details={"partnership": partnership.pk, "sender": row.sender.code},
    )
    if with_letters:
        write_accepted(row, actor)
    follow_acceptance(row, partnership, actor)
    follow_answer(row)
    come_back(row.recipient, actor)
    offer_free_places(row.recipient)
    return row


@transaction.atomic
def decline_invitation(*, invitation: Invitation, actor: User, reason: str, note: str = "") -> Invitation:
    """The invited school says no, with a reason; "other" needs a word of explanation."""
    text = _checked_note(note)
    if reason not in DeclineReason.values:
        raise BadInput({"reason": _("Choose a reason: it helps the other school and the alliance.")})
    if reason == DeclineReason.OTHER and not text:
        raise BadInput({"note": _("Say in a few words what the other reason is.")})
    lock_schools([invitation.recipient_id])
    row = lock_invitation(invitation)
    make_move(row, "decline", actor)
    _save_answer(row, actor, text, reason)
    record(actor=actor, verb="partnerships.decline_invitation", thing=row, details={"reason": reason})
    write_declined(row)
    follow_answer(row)
    come_back(row.recipient, actor)
    offer_free_places(row.recipient)
    return row


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, actor: User) -> Invitation:
    """The school that invited takes it back while nobody has answered."""
    lock_schools([invitation.recipient_id])
    row = lock_invitation(invitation)
    make_move(row, "withdraw", actor)
    record(actor=actor, verb="partnerships.withdraw_invitation", thing=row)
    write_withdrawn(row)
    note_sign_of_life(organization=row.sender)
    offer_free_places(row.recipient)
    return row


@transaction.atomic
def mark_seen(*, invitation: Invitation, actor: User) -> bool:
    """Note when somebody of the invited school first opened it; everyone else's look, and later ones, change nothing."""
    if invitation.seen_at is not None or not actor.has_perm("partnerships.answer_invitation", invitation):
        return False
    row = lock_invitation(invitation)
    if row.seen_at is not None or not row.is_open:
        return False
    row.seen_at = invitation.seen_at = timezone.now()
    row.save(update_fields=["seen_at"])
    record(actor=actor, verb="partnerships.see_invitation", thing=row)
    return True
