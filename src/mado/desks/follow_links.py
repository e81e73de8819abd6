"""The signed link by which somebody without an account follows a case. It holds as long as the case is kept."""

from django.core.signing import BadSignature, Signer

from mado.desks.models import DeskCase

_SIGNER = {"salt": "mado.desks.follow", "sep": "."}


def follow_token(case: DeskCase) -> str:
    return Signer(**_SIGNER).sign(case.code)


def followed_case(token: str) -> DeskCase | None:
    """The case a token was made for, only where it was asked without an account; None for any other token."""
    try:
        code = Signer(**_SIGNER).unsign(token)
    except BadSignature:
        return None
    rows = DeskCase.objects.select_related("organization__profile", "office", "owner", "opened_by", "wish")
    return rows.filter(code=code, opened_by=None).first()
