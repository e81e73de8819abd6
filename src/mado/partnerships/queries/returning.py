"""The link by which one person says that their school is here: signed, theirs alone, and gone after ninety days."""

from typing import Any, NamedTuple

from django.core import signing

from mado.accounts.models import User
from mado.accounts.queries import seat_on
from mado.profiles.models import SchoolProfile

RETURN_LINK_DAYS = 90
"""As long as a mail is kept."""

_SALT = "mado.partnerships.here"


class Returning(NamedTuple):
    profile: SchoolProfile
    person: User


class LinkTooOld(Exception):  # noqa: N818  # said of the link, not an error of ours
    """Once right, now past its days or its holder's seat."""


def return_token(profile: SchoolProfile, person: Any) -> str:
    """For the link in a mail to this person, or for their own home page."""
    return signing.dumps([profile.pk, person.pk], salt=_SALT)


def returning(token: str) -> Returning | None:
    """Whose link this is; None when we never wrote it. Raises LinkTooOld."""
    try:
        profile_id, person_id = signing.loads(token, salt=_SALT, max_age=RETURN_LINK_DAYS * 86_400)
    except signing.SignatureExpired as old:
        raise LinkTooOld from old
    except signing.BadSignature:
        return None
    profile = SchoolProfile.objects.filter(pk=profile_id).select_related("organization").first()
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if profile is None or person is None or seat_on(person, profile.organization) is None:
        raise LinkTooOld
    return Returning(profile, person)
