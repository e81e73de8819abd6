"""WHEN a round or one of its pairs moves on: each obstacle with the sentence that says how to mend it."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.kernel.decision import YES, Decision, check, no
from mado.matching.enums import PairState, RoundSide
from mado.matching.models import PairingRound, RoundPair, RoundSchool
from mado.matching.queries.round_invitations import waiting_invitation
from mado.partnerships.models import Invitation
from mado.partnerships.queries import open_invitation_between
from mado.partnerships.wording import full_date

_SIDES = {
    RoundSide.A: (
        "no_schools_a",
        "no_places_a",
        lambda: _("No school stands on the first side. Widen its search, or take schools back in."),
        lambda: _("No school of the first side has a place in this round. Give at least one of them a place."),
    ),
    RoundSide.B: (
        "no_schools_b",
        "no_places_b",
        lambda: _("No school stands on the second side. Widen its search, or take schools back in."),
        lambda: _("No school of the second side has a place in this round. Give at least one of them a place."),
    ),
}


def has_places_on_both_sides(found: PairingRound) -> Decision:
    """Two pools that are not empty, and a place in each."""
    decision = YES
    rows = list(found.schools.filter(left_out=False).values_list("side", "capacity"))
    for side, (empty, full, no_school, no_place) in _SIDES.items():
        places = [capacity for where, capacity in rows if where == side]
        if not places:
            decision = decision & no(empty, no_school())
        elif not sum(places):
            decision = decision & no(full, no_place())
    return decision


def is_not_working(found: PairingRound) -> Decision:
    return check(
        found.trial is None or found.trial.finished_at is not None,
        "working",
        _("The change you asked for is still being computed. Wait a moment and reload the page."),
    )


def has_chosen_rule(found: PairingRound) -> Decision:
    return check(found.rule, "no_rule", _("Choose one of the three rules first."))


def has_nothing_on_trial(found: PairingRound) -> Decision:
    return check(
        found.trial is None,
        "on_trial",
        _("You are looking at the consequences of a change. Keep the change or drop it first."),
    )


def has_pairs(found: PairingRound) -> Decision:
    pairs = found.run.outcomes.get(found.rule, {}).get("pairs", []) if found.run and found.rule else []
    return check(
        pairs or not found.rule,
        "no_pairs",
        _("This round has no pair to announce. Look at who has no feasible partner and why, and widen the search."),
    )


def has_all_answers(found: PairingRound) -> Decision:
    """Nobody is still asked; the dates see to it that this comes."""
    waiting = found.pairs.filter(state=PairState.ASKED).count()
    if not waiting:
        return YES
    return no(
        "answers_missing",
        ngettext(
            "%(count)d pair is still waiting for an answer.", "%(count)d pairs are still waiting for answers.", waiting
        )
        % {"count": waiting},
    )


def is_before_the_date(pair: RoundPair) -> Decision:
    return check(
        timezone.now() < pair.reply_deadline,
        "too_late",
        _(
            "The last day to answer was %(date)s. Write to the office that holds the round, or invite the school yourself."
        )
        % {"date": full_date(pair.round.reply_by or timezone.localdate())},
    )


def is_past_the_date(pair: RoundPair) -> Decision:
    return check(timezone.now() >= pair.reply_deadline, "still_in_time", _("The schools can still answer."))


def has_no_invitation_between(pair: RoundPair) -> Decision:
    """One question between two schools at a time (services.rounds.joining)."""
    return _comes_first(waiting_invitation(pair))


def has_nothing_open_between(pair: RoundPair) -> Decision:
    """The exchange of a pair opens as an invitation, and two schools have one open at a time, to whatever it is."""
    return _comes_first(open_invitation_between(pair.a.organization, pair.b.organization))


def _comes_first(known: Invitation | None) -> Decision:
    if known is None:
        return YES
    return no(
        "invitation_waits",
        _("An invitation between the two schools waits for its answer already (%(code)s). That answer comes first.")
        % {"code": known.code},
    )


def has_both_answers(pair: RoundPair) -> Decision:
    return check(
        pair.confirmed_a_at and pair.confirmed_b_at, "answer_missing", _("The other school has not answered yet.")
    )


def is_right_capacity(school: RoundSchool, places: int) -> Decision:
    """No round gives a school more partners than its wish has left."""
    if places <= school.capacity_most:
        return YES
    return no(
        "more_than_wished",
        ngettext(
            "The wish of %(school)s has %(count)d place left. Only the school itself can widen its wish.",
            "The wish of %(school)s has %(count)d places left. Only the school itself can widen its wish.",
            school.capacity_most,
        )
        % {"school": school.organization.name, "count": school.capacity_most},
    )
