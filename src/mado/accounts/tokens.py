"""Links that carry their own right: signed, for one record, and for a person where a deed follows in that name."""

from django.core import signing

from mado.accounts.models import SeatInvitation, User, Verification

_SEAT = "accounts.seat-invitation"
_RENEW = "accounts.renew-verification"
RENEW_LINK_DAYS = 90
"""A link to renew outlives the first reminder by a month; a newer vouching makes it void at once."""


def seat_invitation_token(invitation: SeatInvitation) -> str:
    """Without a time in it: the invitation's own date says when it is over."""
    return signing.Signer(salt=_SEAT).sign(str(invitation.pk))


def seat_invitation_id(token: str) -> int | None:
    """The invitation the link is about; None for a link that is none of ours."""
    try:
        return int(signing.Signer(salt=_SEAT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def renewal_token(verification: Verification, officer: User) -> str:
    return signing.dumps([verification.pk, officer.pk], salt=_RENEW)


def renewal_ids(token: str) -> tuple[int, int] | None:
    """(verification, officer) the link is for; None when it is none of ours or too old."""
    try:
        verification, officer = signing.loads(token, salt=_RENEW, max_age=RENEW_LINK_DAYS * 86_400)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(verification), int(officer)
