"""What the schools of a pair say. Two yeses are an invitation sent and accepted: the partnership, the exchange, places and
figures follow from it as from any other, and nothing an invitation has to respect is passed over.

Locks: the round, then the pair, then the schools (partnerships.services.locking), always in this order.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.accounts.queries import is_taking_part, seat_organization_ids
from mado.audit.services import record
from mado.directory.models import Organization
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.matching.enums import PairState, RoundSide, RoundState
from mado.matching.guards import has_nothing_open_between
from mado.matching.models import PairingRound, RoundPair, RoundSchool
from mado.matching.queries.round_invitations import ended_invitations, invitation_waits
from mado.matching.queries.round_pools import kind_of_side
from mado.matching.services.changes import note_changes
from mado.matching.services.rounds.joining import settle_by
from mado.matching.services.rounds.letters import (
    write_confirmed,
    write_declined,
    write_lapsed,
    write_nudged,
)
from mado.matching.services.rounds.moving import close_if_answered, locked_pair
from mado.matching.workflow import ROUND_PAIR
from mado.partnerships.enums import TEXT_MOST, DeclineReason
from mado.partnerships.models import Invitation
from mado.partnerships.queries import reply_dates
from mado.partnerships.services import accept_invitation, send_invitation
from mado.partnerships.services.dormancy import come_back
from mado.partnerships.services.locking import lock_schools
from mado.reference.settings import alliance


def side_of(user: Any, pair: RoundPair) -> str:
    """The side the user acts for; "" for nobody of the two. Who acts for both schools answers for the first that owes one."""
    seats = seat_organization_ids(user)
    own = [side for side in RoundSide.values if pair.school(side).organization_id in seats]
    return next((side for side in own if pair.confirmed_at(side) is None), own[0] if own else "")


def _may_answer(pair: RoundPair, actor: Any) -> tuple[RoundPair, str]:
    if not actor.has_perm("matching.answer_pair", pair):
        raise NotPermitted("matching.answer_pair")
    row = locked_pair(pair)
    lock_schools([row.a.organization_id, row.b.organization_id])
    if not (open_still := ROUND_PAIR.decide(row, "decline")):
        raise NotPossible(open_still)
    return row, side_of(actor, row)


@transaction.atomic
def confirm_pair(*, pair: RoundPair, actor: User) -> RoundPair:
    """One school says yes; with the second yes the exchange opens. Raises NotPossible with what stands in the way."""
    row, side = _may_answer(pair, actor)
    own = row.school(side).organization
    if row.confirmed_at(side) is not None:
        raise NotPossible.because("confirmed", _("Your school has confirmed already. The other school answers next."))
    if not is_taking_part(own):
        raise NotPossible.because(
            "not_taking_part",
            _(
                "Your school's confirmation by its office is missing or has run out. Ask the office to confirm it again."
            ),
        )
    come_back(own, actor)
    setattr(row, f"confirmed_{side}_by", actor)
    setattr(row, f"confirmed_{side}_at", timezone.now())
    row.save(update_fields=[f"confirmed_{side}_by", f"confirmed_{side}_at"])
    record(actor=actor, verb="matching.confirm_pair", thing=row, details={"side": side, "school": own.code})
    if row.confirmed_a_at and row.confirmed_b_at:
        if not (free := has_nothing_open_between(row)):
            raise NotPossible(free)
        row.invitation = _open_exchange(row, side)
        row.save(update_fields=["invitation"])
        ROUND_PAIR.perform(row, "confirm", actor)
        write_confirmed(row)
        close_if_answered(row.round_id)
    return row


def _open_exchange(pair: RoundPair, second: str) -> Invitation:
    """The school that said yes first invites, the second accepts."""
    first = RoundSide.B if second == RoundSide.A else RoundSide.A
    asking, asked = pair.school(first), pair.school(second)
    sender, recipient = asking.organization, asked.organization
    people = {RoundSide.A: pair.confirmed_a_by, RoundSide.B: pair.confirmed_b_by}
    by_first, by_second = people[RoundSide(first)], people[RoundSide(second)]
    if by_first is None or by_second is None:  # both dates stand, so both people do
        raise NotPossible.because("answer_missing", "")
    try:
        sent = send_invitation(
            sender=sender,
            recipient=recipient,
            actor=_still_acting(by_first, sender),
            reply_by=reply_dates(recipient).usual,
            with_letters=False,
            **_letter(pair, first, asking, asked),
        )
    except NotPossible as refusal:
        raise NotPossible.because(refusal.decision.reasons[0].code, _in_the_way(refusal, recipient)) from refusal
    return accept_invitation(invitation=sent, actor=by_second, with_letters=False)


def _still_acting(person: User, school: Organization) -> User:
    """Who said yes for the school may have left since; then it has to say so again."""
    if school.pk not in seat_organization_ids(person):
        raise NotPossible.because(
            "left",
            _(
                "%(name)s, who confirmed for %(school)s, no longer acts for it. Ask the office that holds the round for help."
            )
            % {"name": person, "school": school.name},
        )
    return person


def _in_the_way(refusal: NotPossible, recipient: Organization) -> str:
    """The refusal as the school that has just said yes has to hear it."""
    if any(reason.code == "recipient_has_enough_invitations" for reason in refusal.decision.reasons):
        return _(
            "%(school)s has as many open invitations as it takes. Answer one of them first, then confirm this pair."
        ) % {"school": recipient.name}
    return refusal.decision.sentence


def _letter(pair: RoundPair, first: str, asking: RoundSchool, asked: RoundSchool) -> dict[str, Any]:
    """The fields of the invitation, from the wishes of both sides."""
    wish, other = asking.wish, asked.wish
    common = [tag for tag in wish.languages if tag in other.languages]
    profile = getattr(asking.organization, "profile", None)
    about = (profile.about if profile else "") or asking.organization.name
    values = {"round": pair.round.name, "office": pair.round.office.name}
    return {
        "wish": wish,
        "kind": kind_of_side(pair.round.kind, first),
        "mode": wish.mode,
        "about_us": about[: TEXT_MOST["about_us"]],
        "proposal": _("Proposed by %(office)s in the pairing round “%(round)s”. Our wish: %(wish)s")
        % {**values, "wish": wish.title or wish.code},
        "first_step": "",
        "language": (common or wish.languages or [asking.organization.name_language])[0],
        "group_size": wish.group_size,
    }


@transaction.atomic
def decline_pair(*, pair: RoundPair, actor: User, reason: str, note: str = "") -> RoundPair:
    """One school says no, with a reason; "other" needs a word of explanation. Also after its own yes, while the other
    school has not answered."""
    text = note.strip()
    if reason not in DeclineReason.values:
        raise BadInput({"reason": _("Choose a reason: it helps the other school and the alliance.")})
    if reason == DeclineReason.OTHER and not text:
        raise BadInput({"note": _("Say in a few words what the other reason is.")})
    if len(text) > TEXT_MOST["answer_note"]:
        raise BadInput({"note": _("Shorten this to %(most)d characters.") % {"most": TEXT_MOST["answer_note"]}})
    row, side = _may_answer(pair, actor)
    ROUND_PAIR.perform(row, "decline", actor)
    row.declined_side, row.declined_by, row.decline_reason, row.decline_note = side, actor, reason, text
    row.save(update_fields=["declined_side", "declined_by", "decline_reason", "decline_note"])
    record(actor=actor, verb="matching.decline_pair", thing=row, details={"side": side, "reason": reason})
    come_back(row.school(side).organization, actor)
    note_changes([row.a.organization_id, row.b.organization_id])
    write_declined(row)
    close_if_answered(row.round_id)
    return row


def _announced() -> list[PairingRound]:
    return list(PairingRound.objects.filter(state=RoundState.ANNOUNCED).order_by("pk"))


def nudge_pairs() -> int:
    """Remind schools that owe an answer, once, some days before the date; how many pairs. An invitation between the two has
    reminders of its own. One transaction per pair."""
    before = alliance().nudge_again_before_days
    rows = RoundPair.objects.filter(
        ~invitation_waits(), round__in=_announced(), state=PairState.ASKED, nudged_at=None
    ).order_by("pk")
    return sum(_nudge(pk, before) for pk in rows.values_list("pk", flat=True))


@transaction.atomic
def _nudge(pair_id: int, before_days: int) -> bool:
    pair = locked_pair(RoundPair.objects.get(pk=pair_id))
    left = pair.reply_deadline - timezone.now()
    if (
        pair.state != PairState.ASKED
        or pair.nudged_at is not None
        or not 0 < left.total_seconds() <= before_days * 86_400
    ):
        return False
    pair.nudged_at = timezone.now()
    pair.save(update_fields=["nudged_at"])
    record(actor=None, verb="matching.nudge_pair", thing=pair)
    write_nudged(pair)
    return True


def lapse_pairs() -> int:
    """Close pairs whose date has passed at both schools; how many. A pair between whose schools an invitation to the same
    waits is left until that has ended, by its own date at the latest. One transaction per pair."""
    rows = RoundPair.objects.filter(round__in=_announced(), state=PairState.ASKED).order_by("pk")
    due = rows.filter(round__reply_by__lte=timezone.now().date())
    return sum(_lapse(pk) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _lapse(pair_id: int) -> bool:
    pair = locked_pair(RoundPair.objects.get(pk=pair_id))
    if not ROUND_PAIR.decide(pair, "lapse"):
        return False
    # An answer that came before the date may not have been taken over yet: its job runs later, or runs again.
    if any(settle_by(pair, ended) for ended in ended_invitations(pair)):
        return False
    pair.save()
    ROUND_PAIR.perform(pair, "lapse", None)
    record(actor=None, verb="matching.lapse_pair", thing=pair)
    write_lapsed(pair)
    close_if_answered(pair.round_id)
    return True
