"""How many places a school has: for open invitations, and for partners in each of its wishes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Count, Q
from django.utils import timezone

from mado.directory.models import Organization
from mado.kernel.once import read_once
from mado.partnerships.enums import InvitationState, WaitState
from mado.partnerships.models import LIVE_WAITS, Invitation, InvitationWait
from mado.profiles.enums import WishState
from mado.profiles.models import Wish
from mado.profiles.queries import open_wishes_of_many, profiles_of_many
from mado.reference.settings import alliance


def open_received_count(organization: Organization) -> int:
    """Invitations the school still owes an answer."""
    return Invitation.objects.filter(recipient=organization, state=InvitationState.SENT).count()


def open_invitations_most(organization: Organization) -> int:
    """How many open invitations the school takes at a time: its own word, else the alliance's default."""
    profile = getattr(organization, "profile", None)
    return profile.open_invitations_most if profile else alliance().open_invitations_most


def ahead_in_line(sender: Organization, recipient: Organization) -> int:
    """Schools whose turn it is before `sender`: those for whom a place is held, and those that wait for longer."""
    line = list(InvitationWait.objects.filter(recipient=recipient, state__in=LIVE_WAITS).order_by("since", "id"))
    own = next((wait for wait in line if wait.school_id == sender.pk), None)
    if own is None:
        return len(line)
    if own.state == WaitState.HELD:
        return sum(wait.state == WaitState.HELD and wait.pk != own.pk for wait in line)
    return sum(wait.state == WaitState.HELD or line.index(wait) < line.index(own) for wait in line)


def free_places(recipient: Organization) -> int:
    """Places among its open invitations that neither an invitation nor a waiting school has; never below 0."""
    held = InvitationWait.objects.filter(recipient=recipient, state=WaitState.HELD).count()
    return max(0, open_invitations_most(recipient) - open_received_count(recipient) - held)


def full_for_now(organization_ids: Sequence[int]) -> set[int]:
    """Those of the schools that take no further invitation today, lines of waiting schools counted. Four queries."""
    ids = list(organization_ids)
    usual = alliance().open_invitations_most
    profiles = read_once(organization_ids, profiles_of_many)
    most = {pk: profile.open_invitations_most for pk, profile in profiles.items()}
    taken: defaultdict[int, int] = defaultdict(int)
    for rows in (
        Invitation.objects.filter(recipient__in=ids, state=InvitationState.SENT),
        InvitationWait.objects.filter(recipient__in=ids, state__in=LIVE_WAITS),
    ):
        for pk, count in rows.order_by().values_list("recipient_id").annotate(Count("id")):
            taken[pk] += count
    return {pk for pk in ids if taken[pk] >= most.get(pk, usual)}


def without_a_place(organization_ids: Sequence[int]) -> set[int]:
    """Those a school that is no partner yet cannot invite now: as many open invitations as they said they take, or all
    the partners their open wishes look for (guards.has_room_for_invitations, has_room_for_partners). At most
    eight queries."""
    wishes = read_once(organization_ids, open_wishes_of_many)
    looking = {wish.organization_id for wish in with_room(wishes)}
    return full_for_now(organization_ids) | ({wish.organization_id for wish in wishes} - looking)


def partners_found(wish: Wish) -> int:
    """Schools a wish has led to: those that accepted it, and those whose like invitation its school accepted.

    A received invitation names no wish of the recipient; it takes a place of the wishes of its kind that stood then.
    """
    return partners_found_of_many([wish])[wish.pk]


def partners_found_of_many(wishes: Sequence[Wish]) -> Mapping[int, int]:
    """Wish id → partners found, for any number of wishes. Two queries."""
    accepted = Invitation.objects.filter(state=InvitationState.ACCEPTED).order_by()
    found: dict[int, set[int]] = {wish.pk: set() for wish in wishes}
    for wish_id, school in accepted.filter(wish__in=list(found)).values_list("wish_id", "recipient_id"):
        found[wish_id].add(school)
    of_school: defaultdict[tuple[int, str], list[Wish]] = defaultdict(list)
    for wish in wishes:
        of_school[wish.organization_id, wish.kind].append(wish)
    received = accepted.filter(recipient__in={wish.organization_id for wish in wishes}, answered_at__isnull=False)
    for school, kind, sender, answered_at in received.values_list("recipient_id", "kind", "sender_id", "answered_at"):
        for wish in of_school[school, kind]:
            if answered_at and answered_at >= wish.created_at:
                found[wish.pk].add(sender)
    return {pk: len(schools) for pk, schools in found.items()}


def living_wishes() -> Q:
    """A filter for open wishes that count as open: not run out, and their school is not dormant."""
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate())
    return lasting & Q(state=WishState.OPEN, organization__profile__dormant_since__isnull=True)


def with_room(wishes: Sequence[Wish]) -> list[Wish]:
    """Those of the wishes that still look for a partner. Two queries."""
    found = partners_found_of_many(wishes)
    return [wish for wish in wishes if found[wish.pk] < wish.partners_wanted]
