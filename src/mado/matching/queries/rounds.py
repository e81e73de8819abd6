"""Rounds and their pairs: who sees which."""

from typing import Any

from django.db.models import Q, QuerySet

from mado.accounts.queries import in_care_of, may_read_all, office_appointments_of, seat_organization_ids
from mado.directory.models import Organization
from mado.matching.enums import SHOWN_STATES, PairState, RoundState
from mado.matching.models import PairingRound, RoundPair, RoundSchool
from mado.matching.queries.round_invitations import invitation_waits


def own_offices(user: Any) -> list[int]:
    """Ids of the offices the user works at today."""
    return [row.organization_id for row in office_appointments_of(user)]


def offices_to_pair_for(user: Any) -> list[Organization]:
    """The offices for which the user may begin a round."""
    return [row.organization for row in office_appointments_of(user)]


def _with_all() -> QuerySet[PairingRound]:
    return PairingRound.objects.select_related("office", "run", "trial", "made_by", "announced_by", "follows")


def rounds_visible_to(user: Any) -> QuerySet[PairingRound]:
    """The office's own; once announced also the schools in it and the offices in care of one of them; what is published
    everybody, as numbers (web.views.rounds.public); and all for who reads everything."""
    if may_read_all(user):
        return _with_all()
    mine = Q(office__in=own_offices(user))
    schools = RoundSchool.objects.filter(left_out=False)
    taking_part = schools.filter(Q(organization__in=seat_organization_ids(user)) | in_care_of(user, "organization__"))
    shown = Q(state__in=SHOWN_STATES, pk__in=taking_part.values("round_id"))
    return _with_all().filter(mine | shown)


def published_rounds() -> QuerySet[PairingRound]:
    """What everybody may read the numbers of, newest first."""
    return _with_all().filter(state=RoundState.PUBLISHED).order_by("-published_at", "-id")


def _pairs() -> QuerySet[RoundPair]:
    return RoundPair.objects.select_related(
        "round__office",
        "a__organization__profile",
        "a__wish",
        "b__organization__profile",
        "b__wish",
        "invitation",
        "confirmed_a_by",
        "confirmed_b_by",
        "declined_by",
    )


def pairs_visible_to(user: Any) -> QuerySet[RoundPair]:
    """Both schools, the office of the round, the offices in care of either school, and who reads everything."""
    if may_read_all(user):
        return _pairs()
    seats = seat_organization_ids(user)
    cared = in_care_of(user, "a__organization__") | in_care_of(user, "b__organization__")
    own = Q(a__organization__in=seats) | Q(b__organization__in=seats)
    return _pairs().filter(own | cared | Q(round__office__in=own_offices(user)))


def pairs_of(found: PairingRound) -> QuerySet[RoundPair]:
    """Everything the round has proposed, in the order of the first side."""
    return _pairs().filter(round=found).order_by("a_id", "b_id")


def pairs_to_answer(user: Any) -> QuerySet[RoundPair]:
    """Where a school the user acts for has not said yes or no yet, and no invitation between the two asks the same."""
    seats = seat_organization_ids(user)
    owed = Q(a__organization__in=seats, confirmed_a_at=None) | Q(b__organization__in=seats, confirmed_b_at=None)
    return _pairs().filter(owed, ~invitation_waits(), state=PairState.ASKED).order_by("round__reply_by", "id")


def rounds_that_wait(user: Any) -> QuerySet[PairingRound]:
    """Rounds of the user's offices where somebody there has to do something next."""
    states = (RoundState.DRAFT, RoundState.READY, RoundState.CLOSED)
    return _with_all().filter(office__in=own_offices(user), state__in=states).order_by("state_changed_at", "id")


def office_rounds(user: Any) -> QuerySet[PairingRound]:
    """Rounds as their office works with them: its own, and all for who reads everything."""
    if may_read_all(user):
        return _with_all()
    return _with_all().filter(office__in=own_offices(user))
