"""WHEN an invitation may be sent or answered: each obstacle with the sentence that says how to mend it."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.accounts.queries import is_taking_part, responsible_office
from mado.directory.models import Organization
from mado.kernel.decision import YES, Decision, check, no
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation, InvitationWait
from mado.partnerships.queries import (
    ahead_in_line,
    live_wait,
    open_invitation_between,
    open_invitations_most,
    open_received_count,
    partners_found,
    partnership_of,
    reply_dates,
)
from mado.partnerships.wording import full_date, spoken_name
from mado.profiles.models import Wish
from mado.profiles.queries import open_wishes
from mado.reference.settings import alliance


def is_another_school(sender: Organization, recipient: Organization) -> Decision:
    return check(
        sender.pk != recipient.pk,
        "oneself",
        _("This is your own school. An invitation goes to another school: look for one first."),
    )


def has_sender_taking_part(sender: Organization) -> Decision:
    return check(
        is_taking_part(sender),
        "sender_not_taking_part",
        _("Your school's confirmation by its office is missing or has run out. Ask the office to confirm it again."),
    )


def has_recipient_taking_part(recipient: Organization) -> Decision:
    return check(
        is_taking_part(recipient),
        "recipient_not_taking_part",
        _("%(school)s does not take part yet, so nobody there could answer. Choose a school that takes part.")
        % {"school": recipient.name},
    )


def is_awake(recipient: Organization) -> Decision:
    """A dormant school is shown, but nobody is promised an answer of it (decision 0011): its office can call it."""
    profile = getattr(recipient, "profile", None)
    if profile is None or profile.dormant_since is None:
        return YES
    office = responsible_office(recipient)
    return no(
        "recipient_dormant",
        _(
            "%(school)s has been silent since %(date)s, so no invitation is sent into that silence. "
            "Ask its office, %(office)s, whether the school is there, or choose a school that answers."
        )
        % {
            "school": recipient.name,
            "date": full_date(profile.dormant_since),
            "office": spoken_name(office) if office else alliance().name,
        },
    )


def has_open_wish(sender: Organization) -> Decision:
    return check(
        open_wishes(sender),
        "no_open_wish",
        _("Your school has no open wish. Say what kind of exchange you look for, then invite."),
    )


def is_open_wish_of(sender: Organization, wish: Wish) -> Decision:
    return check(
        wish.pk in {row.pk for row in open_wishes(sender)},
        "wish_not_open",
        _("This wish is not open. Open it again, or choose another wish of your school."),
    )


def has_room_in_wish(wish: Wish) -> Decision:
    """The sender's own wish still looks for partners."""
    if partners_found(wish) < wish.partners_wanted:
        return YES
    return no(
        "wish_full",
        ngettext(
            "You looked for %(count)d partner with this wish and have found it. Look for more partners in the wish, "
            "or choose another wish.",
            "You looked for %(count)d partners with this wish and have found them. Look for more partners in the wish, "
            "or choose another wish.",
            wish.partners_wanted,
        )
        % {"count": wish.partners_wanted},
    )


def has_room_for_invitations(sender: Organization, recipient: Organization) -> Decision:
    """The recipient's stated number of open invitations is not reached, schools that wait for longer counted."""
    most = open_invitations_most(recipient)
    if open_received_count(recipient) + ahead_in_line(sender, recipient) < most:
        return YES
    if most == 0:
        return no(
            "recipient_takes_no_invitations",
            _("%(school)s takes no invitations at present. Choose a school like it.") % {"school": recipient.name},
        )
    return no(
        "recipient_has_enough_invitations",
        ngettext(
            "%(school)s takes %(count)d open invitation at a time, and that place is taken. Ask to be told when it is "
            "free, or choose a school like it.",
            "%(school)s takes %(count)d open invitations at a time, and all places are taken. Ask to be told when one "
            "is free, or choose a school like it.",
            most,
        )
        % {"count": most, "school": recipient.name},
    )


def has_room_for_partners(recipient: Organization, kind: str = "") -> Decision:
    """The recipient still looks for partners: by its wishes of this kind, or all its wishes when none is."""
    wishes = open_wishes(recipient)
    relevant = [wish for wish in wishes if wish.kind == kind] or wishes
    if not relevant or any(partners_found(wish) < wish.partners_wanted for wish in relevant):
        return YES
    return no(
        "recipient_has_enough_partners",
        _("%(school)s has found all the partners it looked for. Choose a school that still looks for one.")
        % {"school": recipient.name},
    )


def has_no_open_invitation(sender: Organization, recipient: Organization) -> Decision:
    known = open_invitation_between(sender, recipient)
    if known is None:
        return YES
    values = {"school": recipient.name, "code": known.code}
    if known.sender_id == recipient.pk:
        return no(
            "invited_by_them",
            _("%(school)s has already invited you (%(code)s). Answer that invitation instead.") % values,
        )
    return no(
        "already_invited",
        _("You have already invited %(school)s (%(code)s). Wait for the answer, or withdraw that invitation.") % values,
    )


def may_send(sender: Organization, recipient: Organization, *, wish: Wish | None = None, kind: str = "") -> Decision:
    """Everything that stands between these two schools and a new invitation. Partners may invite each other again."""
    own = is_another_school(sender, recipient)
    if not own:
        return own
    between = has_no_open_invitation(sender, recipient)
    if not between:
        return between
    # Who is a partner already takes no new place: an exchange that went well leads on to the next.
    again = partnership_of(sender, recipient) is not None
    there = has_recipient_taking_part(recipient)
    if there:
        room = YES if again else has_room_for_partners(recipient, kind)
        awake = is_awake(recipient)
        there = has_room_for_invitations(sender, recipient) & room if awake else awake
    here = has_sender_taking_part(sender)
    if wish is None:
        here = here & has_open_wish(sender)
    else:
        open_wish = is_open_wish_of(sender, wish)
        here = here & ((YES if again else has_room_in_wish(wish)) if open_wish else open_wish)
    return here & there


def may_wait(sender: Organization, recipient: Organization) -> Decision:
    """Standing in line makes sense only where a full list is all that stands in the way on the other side."""
    own = is_another_school(sender, recipient)
    if not own:
        return own
    if live_wait(sender, recipient):
        return no(
            "waiting_already",
            _("Your school waits for a place at %(school)s already. We write to you when it is your turn.")
            % {"school": recipient.name},
        )
    free = has_room_for_invitations(sender, recipient)
    if free:
        return no(
            "has_room",
            _("%(school)s has a place for your invitation now. Write it, without waiting.")
            % {"school": recipient.name},
        )
    if any(reason.code == "recipient_takes_no_invitations" for reason in free.reasons):
        return free
    return (
        has_no_open_invitation(sender, recipient)
        & has_sender_taking_part(sender)
        & has_recipient_taking_part(recipient)
        & is_awake(recipient)
    )


def may_offer_places(recipient: Organization) -> Decision:
    """Nobody is sent to a school that cannot answer or looks for nobody."""
    return has_recipient_taking_part(recipient) & is_awake(recipient) & has_room_for_partners(recipient)


def is_hold_over(wait: InvitationWait) -> Decision:
    return check(
        wait.held_until is not None and timezone.now() >= wait.held_until,
        "still_held",
        _("The place is still held for the school that waited."),
    )


def is_fair_reply_date(recipient: Organization, reply_by: dt.date) -> Decision:
    """Not sooner than people can answer, not later than the alliance lets an invitation stand."""
    span = reply_dates(recipient)
    if reply_by < span.earliest:
        return no(
            "reply_by_too_soon",
            _("Give the other school at least until %(date)s to answer.") % {"date": full_date(span.earliest)},
        )
    return check(
        reply_by <= span.latest,
        "reply_by_too_late",
        _("An invitation may stand until %(date)s at most. Choose that day or an earlier one.")
        % {"date": full_date(span.latest)},
    )


def is_in_time(invitation: Invitation) -> Decision:
    """An answer counts until the end of the reply-by day where the recipient is."""
    return check(
        timezone.now() < invitation.reply_deadline,
        "too_late",
        _("The last day to answer was %(date)s. You can invite %(school)s yourself, if you would like to go on.")
        % {"date": full_date(invitation.reply_by), "school": invitation.sender.name},
    )


def is_past_reply_date(invitation: Invitation) -> Decision:
    return check(
        timezone.now() >= invitation.reply_deadline,
        "still_in_time",
        _("The other school can still answer until %(date)s.") % {"date": full_date(invitation.reply_by)},
    )


def has_both_taking_part(invitation: Invitation) -> Decision:
    """An exchange needs somebody on both sides for whom an office vouches."""
    here = check(
        is_taking_part(invitation.recipient),
        "recipient_not_taking_part",
        _("Your school's confirmation by its office is missing or has run out. Ask the office to confirm it again."),
    )
    there = check(
        is_taking_part(invitation.sender),
        "sender_not_taking_part",
        _("%(school)s does not take part at present. Its office has to confirm it again before you can accept.")
        % {"school": invitation.sender.name},
    )
    return here & there


def has_room_at_sender(invitation: Invitation) -> Decision:
    """Another school may have taken the last place of the wish since the invitation was sent."""
    wish = invitation.wish
    if wish is None or partners_found(wish) < wish.partners_wanted:
        return YES
    if partnership_of(invitation.sender, invitation.recipient):
        return YES
    return no(
        "sender_has_enough_partners",
        _("%(school)s has meanwhile found all the partners it looked for. Ask it to look for one more, or decline.")
        % {"school": invitation.sender.name},
    )


def is_unanswered(invitation: Invitation) -> Decision:
    """For the second of two people who answer at once: who was first, and with what."""
    values = {"name": str(invitation.answered_by or ""), "school": invitation.sender.name}
    sentences = {
        InvitationState.ACCEPTED: _("%(name)s has already accepted this invitation. There is nothing left to answer."),
        InvitationState.DECLINED: _("%(name)s has already declined this invitation. There is nothing left to answer."),
        InvitationState.WITHDRAWN: _("%(school)s has withdrawn this invitation. You can invite the school yourself."),
        InvitationState.LAPSED: _(
            "This invitation has lapsed: its date passed without an answer. You can invite again."
        ),
    }
    sentence = sentences.get(InvitationState(invitation.state))
    return no("ended", sentence % values) if sentence else YES
