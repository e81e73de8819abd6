"""The moves of a pairing round and of each pair it proposes. Who still owes an answer is read off the dates, never a state."""

from django.utils.translation import pgettext_lazy

from mado.kernel.workflow import SYSTEM, Move, Workflow
from mado.matching.enums import PairState, RoundState
from mado.matching.guards import (
    has_all_answers,
    has_both_answers,
    has_chosen_rule,
    has_no_invitation_between,
    has_nothing_on_trial,
    has_pairs,
    has_places_on_both_sides,
    is_before_the_date,
    is_not_working,
    is_past_the_date,
)

R = RoundState
_LEAD = "matching.lead_round"

PAIRING_ROUND = Workflow(
    name="pairing round",
    states=RoundState,
    initial=R.DRAFT,
    moves=(
        Move(
            "compute",
            pgettext_lazy("pairing round", "Compute the three rules"),
            (R.DRAFT,),
            R.COMPUTING,
            _LEAD,
            (has_places_on_both_sides,),
            "primary",
        ),
        Move("finish", pgettext_lazy("pairing round", "Show the results"), (R.COMPUTING,), R.READY, SYSTEM),
        Move("stop", pgettext_lazy("pairing round", "Stop"), (R.COMPUTING,), R.DRAFT, SYSTEM),
        Move(
            "change_schools",
            pgettext_lazy("pairing round", "Change the schools"),
            (R.READY,),
            R.DRAFT,
            _LEAD,
            (is_not_working,),
        ),
        Move(
            "announce",
            pgettext_lazy("pairing round", "Announce the pairs"),
            (R.READY,),
            R.ANNOUNCED,
            _LEAD,
            (has_chosen_rule, has_nothing_on_trial, has_pairs),
            "primary",
        ),
        Move(
            "close",
            pgettext_lazy("pairing round", "Close the round"),
            (R.ANNOUNCED,),
            R.CLOSED,
            SYSTEM,
            (has_all_answers,),
        ),
        Move(
            "publish",
            pgettext_lazy("pairing round", "Publish the outcome"),
            (R.CLOSED,),
            R.PUBLISHED,
            _LEAD,
            (),
            "primary",
        ),
        Move("unpublish", pgettext_lazy("pairing round", "Take the page back"), (R.PUBLISHED,), R.CLOSED, _LEAD),
        Move(
            "cancel",
            pgettext_lazy("pairing round", "Cancel the round"),
            (R.DRAFT, R.READY, R.ANNOUNCED),
            R.CANCELLED,
            _LEAD,
            (),
            "danger",
        ),
    ),
    ends=(R.CANCELLED,),
)

P = PairState
_ANSWER = "matching.answer_pair"

ROUND_PAIR = Workflow(
    name="pair of a round",
    states=PairState,
    initial=P.ASKED,
    moves=(
        Move(
            "confirm",
            pgettext_lazy("pair of a round", "Confirm"),
            (P.ASKED,),
            P.CONFIRMED,
            _ANSWER,
            (is_before_the_date, has_no_invitation_between, has_both_answers),
            "primary",
        ),
        Move(
            "decline",
            pgettext_lazy("pair of a round", "Decline"),
            (P.ASKED,),
            P.DECLINED,
            _ANSWER,
            (is_before_the_date, has_no_invitation_between),
        ),
        Move(
            "join",
            pgettext_lazy("pair of a round", "Take over the yes to an invitation"),
            (P.ASKED,),
            P.CONFIRMED,
            SYSTEM,
            (has_both_answers,),
        ),
        Move(
            "part",
            pgettext_lazy("pair of a round", "Take over the no to an invitation"),
            (P.ASKED,),
            P.DECLINED,
            SYSTEM,
        ),
        Move(
            "lapse",
            pgettext_lazy("pair of a round", "Let it lapse"),
            (P.ASKED,),
            P.LAPSED,
            SYSTEM,
            (is_past_the_date, has_no_invitation_between),
        ),
        Move("call_off", pgettext_lazy("pair of a round", "Call it off"), (P.ASKED,), P.CALLED_OFF, SYSTEM),
    ),
    ends=(P.CONFIRMED, P.DECLINED, P.LAPSED, P.CALLED_OFF),
)
