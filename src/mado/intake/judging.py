"""What a row would do to the directory: the preview's judgement of one batch. Reads, writes nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mado.directory.models import Organization
from mado.intake.enums import Verdict
from mado.intake.mandate import Mandates
from mado.intake.queries.matching import Known, Match, Matcher, WishKey, known_of, wish_key
from mado.intake.reading import Contact, ReadRow, for_new_school
from mado.intake.schemes import kept_as
from mado.intake.wish_reading import differing_columns
from mado.kernel.text import folded_heading

_ALIKE = ("name", "name_en", "city")
"""Texts in which 台 for 臺, width, case and spaces are no change."""
_POINT_STEP = 1e-6
Key = tuple[tuple[str, ...] | int, str, str]
"""By what two rows are of one school, the kind of problem a repetition is, and the field it is told at."""


@dataclass(slots=True)
class Judgement:
    """One row with its verdict. `organization` is the school it is, or looks like; `contacts` those not known yet."""

    row: ReadRow
    verdict: str
    organization: Organization | None = None
    changes: dict[str, list[Any]] = field(default_factory=dict)
    school: dict[str, Any] = field(default_factory=dict)
    wish: dict[str, Any] = field(default_factory=dict)
    contacts: list[Contact] = field(default_factory=list)


@dataclass(slots=True)
class Judge:
    """Judges the rows of one list in their order; remembers what stood in earlier ones."""

    upload_id: int
    mandates: Mandates
    scheme: str
    defaults: Mapping[str, str]
    matcher: Matcher = field(init=False)
    _first: dict[tuple[str, ...] | int, tuple[int, int]] = field(default_factory=dict)
    """Key of a school → (line of its first row, hash of what that row says of the school, 0 when it was not taken)."""
    _brought: set[int] = field(default_factory=set)
    """Hashes of (line of the first row, wish or address) that stood in a row before."""

    def __post_init__(self) -> None:
        self.matcher = Matcher(self.scheme)

    def judge(self, rows: Sequence[ReadRow]) -> list[Judgement]:
        """One database query per question for the whole batch, however many rows it has."""
        matches = self.matcher.match(rows)
        known = known_of([match.organization.pk for match in matches if match.organization], self.upload_id)
        return [self._one(row, match, known) for row, match in zip(rows, matches, strict=True)]

    def _one(self, row: ReadRow, match: Match, known: Known) -> Judgement:
        school = match.organization
        if match.problem:
            _add(row, match.problem, "code" if row.code else "identifier")
        if school is None and not row.problems:
            for name in ("name", "country"):
                if name not in row.school:
                    _add(row, "missing_for_new", name)
        keys = self._keys(row, match)
        named = _named(row)
        first = self._first_row(row, [*keys, *_same_name(row, named)])
        judgement = self._judged(row, match, known, first)
        if not first:
            taken = judgement.verdict not in (Verdict.REJECT, Verdict.CHOOSE)
            said = (row.line, _said_of_school(row) if taken else 0)
            for key, _kind, _name in (*keys, *_own_name(row, named)):
                self._first.setdefault(key, said)
        return judgement

    def _judged(self, row: ReadRow, match: Match, known: Known, first: int) -> Judgement:
        school = match.organization
        if school and row.wish and _wish_key(row.wish) in known.wishes[school.pk]:  # it is not brought, right or wrong
            row.problems[:] = [one for one in row.problems if one["kind"] != "wish_rule"]
        values = row.school if school else self._values_of_new(row)
        changes = _changes(school, row, match, self.scheme) if school else {}
        if not row.problems and not self._is_covered(row, match, changes, values):
            _add(row, "outside_mandate", "region" if "region" in row.school else "country")
        if row.problems:
            return Judgement(row, Verdict.REJECT, school)
        line = first or row.line
        contacts = [c for c in row.contacts if self._is_new(line, c.email)]
        wish = row.wish if row.wish and self._is_new(line, _wish_key(row.wish)) else {}
        if first:
            if not (wish or contacts):
                _add(row, "repeated", "code" if row.code else "identifier" if row.identifier else "name", line=first)
                return Judgement(row, Verdict.REJECT, school)
            changes = {"further": [None, first]}
        if school:
            contacts = [c for c in contacts if c.email not in known.addresses[school.pk]]
            wish = _wish_to_bring(row, wish, known.wishes[school.pk])
        if wish:
            changes["wish"] = [
                None,
                wish.get("title") or wish.get("kind") or ", ".join(wish.get("partner_countries", ())),
            ]
        if contacts:
            changes["contacts"] = [None, ", ".join(contact.email for contact in contacts)]
        if first:
            return Judgement(row, *_further(school, changes), values, wish, contacts)
        return Judgement(row, _verdict(match, changes), school, changes if school else {}, values, wish, contacts)

    def _is_new(self, line: int, what: object) -> bool:
        """No earlier row of the same school says it."""
        mark = hash((line, what))
        is_new = mark not in self._brought
        self._brought.add(mark)
        return is_new

    def _values_of_new(self, row: ReadRow) -> dict[str, Any]:
        return for_new_school(row.school, self.defaults) if "country" in row.school else dict(row.school)

    def _is_covered(
        self, row: ReadRow, match: Match, changes: Mapping[str, list[Any]], values: Mapping[str, Any]
    ) -> bool:
        new_ones = {name: new for name, (_old, new) in changes.items()}
        if match.organization and not self.mandates.cover_school(match.organization, new_ones):
            return False
        if match.organization and match.by != "name":
            return True
        # A row that looks like a known school may become a school of its own, too.
        values = values if not match.organization else self._values_of_new(row)
        return self.mandates.cover(
            country=values.get("country", ""),
            region=values.get("region", ""),
            kind=values.get("kind", ""),
            levels=values.get("levels", []),
        )

    def _keys(self, row: ReadRow, match: Match) -> list[Key]:
        keys: list[Key] = []
        if match.organization and match.by != "name":
            keys.append((match.organization.pk, "repeated", "code" if row.code else "identifier"))
        if row.identifier:
            value = kept_as(self.scheme, row.identifier, row.school.get("levels", []))
            keys.append((("identifier", value), "repeated", "identifier"))
        return keys

    def _first_row(self, row: ReadRow, keys: Sequence[Key]) -> int:
        """The line of the school's first row where this one may bring a further wish or person: it says the same of the
        school. 0 for a first row, and for a repetition, which is noted."""
        for key, kind, name in keys:
            if key in self._first:
                line, said = self._first[key]
                if said == _said_of_school(row) and (row.wish or row.contacts):
                    return line
                _add(row, kind, name, line=line)
                return 0
        return 0


def _named(row: ReadRow) -> tuple[str, ...]:
    """Name and place, () where the row's Mado code says which school it is."""
    if row.code or "name" not in row.school:
        return ()
    return folded_heading(row.school["name"]), *(row.school.get(name, "") for name in ("country", "region", "city"))


def _by_name(how: str, named: tuple[str, ...]) -> list[Key]:
    return [((how, *named), "repeated_name", "name")] if named else []


def _own_name(row: ReadRow, named: tuple[str, ...]) -> list[Key]:
    """Under which later rows find this one by name and place."""
    return _by_name("coded" if row.identifier else "bare", named)


def _same_name(row: ReadRow, named: tuple[str, ...]) -> list[Key]:
    """Two codes make two schools of one name; where one of the rows has none, they are the same."""
    return _by_name("bare", named) + ([] if row.identifier else _by_name("coded", named))


def _said_of_school(row: ReadRow) -> int:
    return hash(json.dumps([row.code, row.identifier, row.school], sort_keys=True)) or 1


def _further(school: Organization | None, changes: dict[str, Any]) -> tuple[str, Organization | None, dict[str, Any]]:
    """Verdict, school and changes of a further row. That of a school the directory lacks goes along with the first row."""
    nothing_new = school is not None and len(changes) == 1
    return (Verdict.SAME, school, {}) if nothing_new else (Verdict.CHANGE, school, changes)


def _add(row: ReadRow, kind: str, name: str, **facts: Any) -> None:
    stands = {"code": row.code, "identifier": row.identifier, "region": row.school.get("region_name", "")}
    found = stands.get(name) or str(row.school.get(name, ""))
    row.problems.append({"kind": kind, "column": -1, "field": name, "found": found[:200], **facts})


def _wish_key(wish: Mapping[str, Any]) -> WishKey:
    return wish_key(wish.get("title", ""), wish.get("kind", ""), wish.get("partner_countries", ()))


def _wish_to_bring(
    row: ReadRow, wish: dict[str, Any], its_own: Mapping[WishKey, list[Mapping[str, Any]]]
) -> dict[str, Any]:
    """{} for a wish the school has. No list changes what a school may have written itself: what the row says otherwise is
    noted, and the row is taken without it."""
    known = its_own.get(_wish_key(wish))
    if known is None:
        return wish
    for column in differing_columns(wish, known):
        _add(row, "wish_stands", column)
    return {}


def _verdict(match: Match, changes: Mapping[str, Any]) -> str:
    if match.organization is None:
        return Verdict.CREATE
    if match.by == "name":
        return Verdict.CHOOSE
    return Verdict.CHANGE if changes else Verdict.SAME


def _changes(school: Organization, row: ReadRow, match: Match, scheme: str) -> dict[str, list[Any]]:
    """Field → [as the directory has it, as the row has it]. An empty cell changes nothing."""
    wanted = dict(row.school)
    if row.place_assumed:
        for name in ("country", "region", "region_name"):
            wanted.pop(name, None)
    if wanted.get("region") == school.region:
        wanted.pop("region_name", None)
    changes = {name: [getattr(school, name), new] for name, new in wanted.items() if _differs(school, name, new)}
    if "latitude" in wanted and not {"latitude", "longitude"} & set(changes):
        changes.pop("location_precision", None)
    elif "latitude" in wanted:  # a point is one thing
        for name in ("latitude", "longitude"):
            changes[name] = [getattr(school, name), wanted[name]]
    if row.identifier and not match.has_identifier:
        changes["identifier"] = [None, kept_as(scheme, row.identifier, wanted.get("levels") or school.levels)]
    return changes


def _differs(school: Organization, name: str, new: Any) -> bool:
    old = getattr(school, name)
    if name in _ALIKE and old:
        return folded_heading(old) != folded_heading(new)
    if name == "levels":
        return set(old) != set(new)
    if name in ("latitude", "longitude"):
        return old is None or abs(old - new) > _POINT_STEP
    return bool(old != new)
