"""What accounts do to a school's people is told to its partners."""

from django.db.models import Q

from mado.accounts.handover import register_handover_follower, register_kept, register_school_drafts
from mado.directory.models import Organization
from mado.partnerships.services.handing_over import kept_partnerships, tell_partners


def letters_begun(organization: Organization) -> Q:  # noqa: ARG001  # a letter is kept by whom it goes to
    """Half-written invitations: a person writes them for the school they act for."""
    return Q(key__startswith="invite:")


register_handover_follower(tell_partners, order=20)
register_kept(kept_partnerships, order=20)
register_school_drafts(letters_begun)
