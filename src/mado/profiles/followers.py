"""Half-written texts of a school's profile and wishes go on with whoever follows there."""

from django.db.models import Q

from mado.accounts.handover import register_school_drafts
from mado.directory.models import Organization
from mado.profiles.models import Wish


def texts_begun(organization: Organization) -> Q:
    """Drafts are kept under "profile:<school>:…" and "wish:<wish>:…", codes in lower case."""
    found = Q(key__startswith=f"profile:{organization.code.lower()}:")
    for code in Wish.objects.filter(organization=organization).values_list("code", flat=True):
        found |= Q(key__startswith=f"wish:{code.lower()}:")
    return found


register_school_drafts(texts_begun)
