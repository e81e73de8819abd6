"""What an officer changes by hand. A change is computed first, its consequences are looked at, then it is kept or dropped;
what was kept can be taken back step by step."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.kernel.jobs import queue_job
from mado.matching.engine.frozen import ENGINE_VERSION
from mado.matching.enums import RoundRule, RoundSide, RoundState
from mado.matching.guards import is_not_working, is_right_capacity
from mado.matching.models import PairingRound, RoundRun, RoundSchool
from mado.matching.services.rounds.moving import locked_round

PAIR_DEEDS = ("pin", "forbid", "release")


def _adjustable(found: PairingRound, actor: Any) -> PairingRound:
    """The round under its lock, with a result that stands and can still be changed."""
    if not actor.has_perm("matching.lead_round", found):
        raise NotPermitted("matching.lead_round")
    row = locked_round(found.pk)
    if row.state != RoundState.READY or row.run is None:
        raise NotPossible.because(
            "not_ready", _("The pairs of this round stand fast. Reload the page to see where it is.")
        )
    if not (free := is_not_working(row)):
        raise NotPossible(free)
    return row


@transaction.atomic
def choose_rule(*, found: PairingRound, actor: Any, rule: str) -> PairingRound:
    row = _adjustable(found, actor)
    if rule not in RoundRule.values:
        raise BadInput({"rule": _("Choose one of the three rules.")})
    row.rule = rule
    row.save(update_fields=["rule"])
    record(actor=actor, verb="matching.choose_rule", thing=row, details={"rule": rule})
    return row


@transaction.atomic
def try_change(*, found: PairingRound, actor: Any, deed: str, said: Mapping[str, str]) -> RoundRun:
    """Have the consequences of one change computed; nothing stands yet. What is `said` depends on the deed, see `_changed`;
    what is missing counts as "".

    Raises BadInput: unknown schools, more pins than places, a pair pinned and forbidden at once, more places than wished,
    a floor above the number of schools.
    """
    row = _adjustable(found, actor)
    standing = row.run
    if standing is None:  # _adjustable has seen to it
        raise NotPossible.because("not_ready", "")
    schools = {one.organization.code: one for one in row.schools.filter(left_out=False).select_related("organization")}
    terms, change = _changed(standing.terms, schools, deed, said)
    trial = RoundRun.objects.create(
        round=row,
        input=standing.input,
        previous=standing,
        terms=terms,
        change=change,
        engine=ENGINE_VERSION,
        made_by=actor,
    )
    row.trial, row.trouble = trial, ""
    row.save(update_fields=["trial", "trouble"])
    record(actor=actor, verb="matching.try_change", thing=row, details=change)
    queue_job("matching.compute_trial", run_id=trial.pk)
    return trial


def _changed(
    terms: Mapping[str, Any], schools: Mapping[str, RoundSchool], deed: str, said: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The new terms, and the change as it is kept. "capacity" takes school, places; "floor" side, area, places; the
    deeds of a pair a and b, codes of its schools."""
    places = said.get("places", "").strip()
    number = int(places) if places.isdecimal() and len(places) < 6 else None
    if deed == "capacity":
        school = said.get("school", "").strip().upper()
        return _with_capacity(terms, schools, school, number), {"deed": deed, "school": school, "places": number}
    if deed == "floor":
        side, area = said.get("side", ""), said.get("area", "")
        changed = _with_floor(terms, schools, side, area, number)
        return changed, {"deed": deed, "side": side, "area": area, "places": number}
    pair = [said.get(side, "").strip().upper() for side in ("a", "b")]
    return _with_pair(terms, schools, deed, pair), {"deed": deed, "a": pair[0], "b": pair[1]}


def _with_pair(
    terms: Mapping[str, Any], schools: Mapping[str, RoundSchool], deed: str, pair: list[str]
) -> dict[str, Any]:
    """The terms with this pair pinned, forbidden or released. Raises BadInput."""
    sides = [schools[code].side if code in schools else "" for code in pair]
    if deed not in PAIR_DEEDS or sides != [RoundSide.A, RoundSide.B]:
        raise BadInput({"": _("Choose a school of the first side and one of the second.")})
    pinned, forbidden = list(terms.get("pinned", [])), list(terms.get("forbidden", []))
    names = {"a": schools[pair[0]].organization.name, "b": schools[pair[1]].organization.name}
    if deed == "pin":
        if pair in forbidden:
            raise BadInput({"": _("%(a)s and %(b)s are a forbidden pair. Release it first, then pin it.") % names})
        if pair not in pinned:
            pinned.append(pair)
        _refuse_more_pins_than_places(pinned, terms, schools)
    elif deed == "forbid":
        if pair in pinned:
            raise BadInput({"": _("%(a)s and %(b)s are a pinned pair. Release it first, then forbid it.") % names})
        if pair not in forbidden:
            forbidden.append(pair)
    else:
        pinned, forbidden = ([one for one in rows if one != pair] for rows in (pinned, forbidden))
    return {**terms, "pinned": sorted(pinned), "forbidden": sorted(forbidden)}


def _places(terms: Mapping[str, Any], school: RoundSchool) -> int:
    return int(terms.get("capacity", {}).get(school.organization.code, school.capacity))


def _refuse_more_pins_than_places(
    pinned: list[list[str]], terms: Mapping[str, Any], schools: Mapping[str, RoundSchool]
) -> None:
    for place in (0, 1):
        codes = [pair[place] for pair in pinned]
        for code in sorted(set(codes) & set(schools)):
            places = _places(terms, schools[code])
            if codes.count(code) > places:
                values = {"school": schools[code].organization.name, "places": places, "pins": codes.count(code)}
                raise BadInput(
                    {
                        "": _(
                            "%(school)s takes %(places)d in this round and would have %(pins)d pinned pairs. Release one of "
                            "them, or give the school more places if its wish has them."
                        )
                        % values
                    }
                )


def _with_capacity(
    terms: Mapping[str, Any], schools: Mapping[str, RoundSchool], code: str, places: int | None
) -> dict[str, Any]:
    school = schools.get(code)
    if school is None:
        raise BadInput({"school": _("Choose a school of this round.")})
    if places is None or places < 0:
        raise BadInput({"places": _("Say how many partners the school takes in this round: a number from 0.")})
    if not (right := is_right_capacity(school, places)):
        raise BadInput({"places": right.sentence})
    changed = {**terms, "capacity": {**terms.get("capacity", {}), code: places}}
    _refuse_more_pins_than_places(list(terms.get("pinned", [])), changed, schools)
    return changed


def _with_floor(
    terms: Mapping[str, Any], schools: Mapping[str, RoundSchool], side: str, area: str, places: int | None
) -> dict[str, Any]:
    """The terms in which so many schools of a county or country get a first partner before waiting counts."""
    number = sum(school.side == side and school.area == area for school in schools.values())
    if not number:
        raise BadInput({"area": _("Choose a county or country of this round.")})
    if places is None or places > number:
        raise BadInput({"places": _("Say how many schools: a number from 0 to %(most)d.") % {"most": number}})
    floors = terms.get("floors", {})
    return {**terms, "floors": {**floors, side: {**floors.get(side, {}), area: places}}}


def _with_trial(found: PairingRound, actor: Any) -> PairingRound:
    row = _adjustable(found, actor)
    if row.trial is None:
        raise NotPossible.because("no_trial", _("There is no change to decide about. Reload the page."))
    return row


@transaction.atomic
def keep_change(*, found: PairingRound, actor: Any) -> PairingRound:
    """The trial is the result that stands from now on."""
    row = _with_trial(found, actor)
    row.run, row.trial = row.trial, None
    row.save(update_fields=["run", "trial"])
    record(actor=actor, verb="matching.keep_change", thing=row, details={"run": row.run_id})
    return row


@transaction.atomic
def drop_change(*, found: PairingRound, actor: Any) -> PairingRound:
    row = _with_trial(found, actor)
    row.trial = None
    row.save(update_fields=["trial"])
    record(actor=actor, verb="matching.drop_change", thing=row)
    return row


@transaction.atomic
def undo_change(*, found: PairingRound, actor: Any) -> PairingRound:
    """Back to the result before the last change that was kept."""
    row = _adjustable(found, actor)
    if row.run is None or row.run.previous_id is None:
        raise NotPossible.because("nothing_to_undo", _("No change has been made to this result."))
    row.run_id, row.trial = row.run.previous_id, None
    row.save(update_fields=["run", "trial"])
    record(actor=actor, verb="matching.undo_change", thing=row, details={"run": row.run_id})
    return row
