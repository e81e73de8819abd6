"""What a row would do to the directory: the preview's judgement of one batch. Reads, writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mado.directory.models import Organization
from mado.intake.enums import Verdict
from mado.intake.mandate import Mandates
from mado.intake.queries.matching import Known, Match, Matcher, known_of
from mado.intake.reading import Contact, ReadRow, for_new_school
from mado.intake.schemes import kept_as
from mado.kernel.text import folded_heading

_ALIKE = ("name", "name_en", "city")
"""Texts in which 台 for 臺, width, case and spaces are no change."""
_POINT_STEP = 1e-6


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
    _first: dict[tuple[str, ...] | int, int] = field(default_factory=dict)

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
        self._refuse_repetition(row, match)
        values = row.school if school else self._values_of_new(row)
        changes = _changes(school, row, match, self.scheme) if school else {}
        if not row.problems and not self._is_covered(row, match, changes, values):
            _add(row, "outside_mandate", "region" if "region" in row.school else "country")
        if row.problems:
            return Judgement(row, Verdict.REJECT, school)
        contacts = [c for c in row.contacts if not school or c.email not in known.addresses[school.pk]]
        wish = {} if school and _wish_key(row.wish) in known.wishes[school.pk] else row.wish
        if wish:
            changes["wish"] = [None, wish.get("title") or wish.get("kind")]
        if contacts:
            changes["contacts"] = [None, ", ".join(contact.email for contact in contacts)]
        verdict = _verdict(match, changes)
        return Judgement(row, verdict, school, changes if school else {}, values, wish, contacts)

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

    def _refuse_repetition(self, row: ReadRow, match: Match) -> None:
        """The second row of one school is not taken: by school, by code, or by name and place where it has no code."""
        keys: list[tuple[tuple[str, ...] | int, str, str]] = []
        if match.organization and match.by != "name":
            keys.append((match.organization.pk, "repeated", "code" if row.code else "identifier"))
        if row.identifier:
            value = kept_as(self.scheme, row.identifier, row.school.get("levels", []))
            keys.append((("identifier", value), "repeated", "identifier"))
        elif not row.code and "name" in row.school:
            place = (row.school.get(name, "") for name in ("country", "region", "city"))
            keys.append((("name", folded_heading(row.school["name"]), *place), "repeated_name", "name"))
        for key, kind, name in keys:
            first = self._first.setdefault(key, row.line)
            if first != row.line:
                _add(row, kind, name, line=first)
                return


def _add(row: ReadRow, kind: str, name: str, **facts: Any) -> None:
    stands = {"code": row.code, "identifier": row.identifier, "region": row.school.get("region_name", "")}
    found = stands.get(name) or str(row.school.get(name, ""))
    row.problems.append({"kind": kind, "column": -1, "field": name, "found": found[:200], **facts})


def _wish_key(wish: Mapping[str, Any]) -> tuple[str, str]:
    return folded_heading(wish.get("title", "")), wish.get("kind", "")


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
