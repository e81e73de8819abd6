"""Signed links for who asks without an account: one to follow the case, one to the page that says it has arrived."""

from django.core.signing import BadSignature, Signer

from mado.desks.models import DeskCase

FOLLOW, SENT = "mado.desks.follow", "mado.desks.sent"


def _signer(salt: str) -> Signer:
    return Signer(salt=salt, sep=".")


def follow_token(case: DeskCase) -> str:
    """Holds as long as the case is kept; goes out by mail only."""
    return _signer(FOLLOW).sign(case.code)


def sent_token(case: DeskCase) -> str:
    """Shows the code and the office, nothing else."""
    return _signer(SENT).sign(case.code)


def case_of_token(token: str, salt: str = FOLLOW) -> DeskCase | None:
    """The case a token was made for, only where it was asked without an account; None for any other token."""
    try:
        code = _signer(salt).unsign(token)
    except BadSignature:
        return None
    rows = DeskCase.objects.select_related("organization__profile", "office", "owner", "opened_by", "wish")
    return rows.filter(code=code, opened_by=None).first()
