"""What the pages of a round have in common: finding it, its steps, its moves."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from mado.matching.enums import RoundState
from mado.matching.models import PairingRound
from mado.matching.queries.rounds import office_rounds
from mado.matching.round_words import rule_words
from mado.matching.workflow import PAIRING_ROUND

_STEPS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("round_schools", pgettext_lazy("step of a pairing round", "Schools"), tuple(RoundState.values)),
    ("round_balance", pgettext_lazy("step of a pairing round", "Supply and demand"), tuple(RoundState.values)),
    ("round_rules", pgettext_lazy("step of a pairing round", "Three rules"), ()),
    ("round_pairs", pgettext_lazy("step of a pairing round", "Pairs"), ()),
    ("round_announce", pgettext_lazy("step of a pairing round", "Letters"), (RoundState.READY,)),
    (
        "round_answers",
        pgettext_lazy("step of a pairing round", "Answers"),
        (RoundState.ANNOUNCED, RoundState.CLOSED, RoundState.PUBLISHED),
    ),
)
"""View, word, and the states in which the step can be opened; none named: whenever there is a result."""


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    label: str | Promise
    url: str
    current: bool


def office_round(request: HttpRequest, code: str) -> PairingRound:
    return get_object_or_404(office_rounds(request.user), code=code)


def steps_of(found: PairingRound, current: str) -> list[Step]:
    """The six steps of a round; those that cannot be opened now have no address."""
    return [
        Step(
            number,
            label,
            reverse(f"matching:{view}", kwargs={"code": found.code}) if _is_open(found, view, states) else "",
            view == current,
        )
        for number, (view, label, states) in enumerate(_STEPS, start=1)
    ]


def _is_open(found: PairingRound, view: str, states: tuple[str, ...]) -> bool:
    if view in ("round_pairs", "round_announce") and not (found.run and found.rule):
        return False
    return found.state in states if states else found.run is not None


def page_context(request: HttpRequest, found: PairingRound, step: str) -> dict[str, Any]:
    return {
        "round": found,
        "steps": steps_of(found, step),
        "moves": {one.move.name: one for one in PAIRING_ROUND.available(found, request.user)},
        "may_lead": request.user.has_perm("matching.lead_round", found),
        "rule_words": rule_words(found.rule) if found.rule else "",
    }
