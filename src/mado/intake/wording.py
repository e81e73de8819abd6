"""Problems of rows in words: what stood there, what was expected, how to mend it. In the reader's language."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mado.directory.importing.layout import column_letter
from mado.intake.engine.headings import BY_KEY
from mado.intake.models import ListUpload
from mado.matching.lists.wording import PROBLEMS as PAIRED
from mado.matching.lists.wording import Words
from mado.profiles.enums import ExchangeKind
from mado.profiles.words import choice_labels
from mado.reference.places import country_name, regions

Text = str | Promise
SHOWN_VALUES, SHOWN_LINES = 5, 12


_AS_PAIRED = (
    *("sheet_error", "too_long", "which_visit", "unknown_country", "unknown_region", "unknown_wanted_region"),
    *(
        "unknown_language",
        "not_whole",
        "out_of_range",
        "bad_date",
        "bad_period",
        "bad_band",
        "not_yes_or_no",
        "backwards",
    ),
)
"""Said as to somebody who pairs two lists."""
PROBLEMS: Mapping[str, Words] = {kind: PAIRED[kind] for kind in _AS_PAIRED} | {
    "missing": Words(
        _("Nothing says which school this is"),
        _("A name, an official code or a Mado code."),
        _("Fill in the name of the school."),
    ),
    "missing_for_new": Words(
        _("A new school needs this"),
        _("A text in this column: the school is not in the directory yet."),
        _("Fill it in, or give the code of a school the directory knows."),
    ),
    "unreadable": Words(
        _("Letters that cannot be read"),
        _("Text in the encoding chosen for the file."),
        _(
            "If many rows are like this, go back to the columns and choose another encoding. Otherwise type the cell again."
        ),
    ),
    "mixed_scripts": Words(
        _("Letters of different alphabets in one word"),
        _("One alphabet in a word: a Cyrillic or Greek letter can look like a Latin one."),
        _("Type the word again."),
    ),
    "unknown_choice": Words(
        _("A word that is not known here"),
        _("One of: %(known)s."),
        _("Write one of these words, in any of the four languages."),
    ),
    "not_number": Words(
        _("Not a number"),
        _("A number of degrees, such as 22.6255."),
        _("Write digits with a decimal point."),
    ),
    "not_on_earth": Words(
        _("A number that cannot be"),
        _("A number from %(least)s to %(most)s."),
        _("Check the number. Are latitude and longitude swapped?"),
    ),
    "half_a_point": Words(
        _("Half of a location"),
        _("Latitude and longitude, or neither."),
        _("Fill in the missing one, or empty both."),
    ),
    "bad_email": Words(
        _("Not an e-mail address"),
        _("A whole address, for example name@school.example."),
        _("Correct the address."),
    ),
    "bad_website": Words(
        _("Not a web address"),
        _("An address such as https://school.example."),
        _("Correct the address, or empty the cell."),
    ),
    "unknown_code": Words(
        _("No school has this Mado code"),
        _("The ten letters and digits the directory shows at a school."),
        _("Look the school up in the directory, or empty the cell to add it as a new school."),
    ),
    "ambiguous_identifier": Words(
        _("Several schools share this official code"),
        _("A code together with the level of the school."),
        _("Fill in the level, for example primary school, or use the Mado code."),
    ),
    "office_code": Words(
        _("This code belongs to an office, not to a school"),
        _("The code of a school or university."),
        _("Correct the code."),
    ),
    "outside_mandate": Words(
        _("A school outside your office's care"),
        _("A school in a place, of a kind and of a level your office is in care of."),
        _("Check country, region and level. If they are right, pass the row to the office in care of that place."),
    ),
    "repeated": Words(
        _("A school that stands in the list twice"),
        _("One row per school. Row %(line)s is the same school."),
        _("Put the two rows together, or correct the code. A row with a further wish says the same of the school."),
    ),
    "repeated_name": Words(
        _("The same name and place twice"),
        _("One row per school. Row %(line)s has this name in this place."),
        _("Delete one row; if they are two schools, give each its official code."),
    ),
    "wish_rule": Words(
        _("The wish cannot be taken like this"),
        "%(sentence)s",
        _("Mend the value, or empty the columns of the wish."),
    ),
    "wish_stands": Words(_("Not changed, the school's own wish stands"), "", ""),
    "undecided": Words(
        _("Looks like a school the directory knows"),
        _("Your choice whether it is %(school)s."),
        _("Fill in its Mado code %(code)s to bring it up to date, or an official code of its own."),
    ),
    "overtaken": Words(
        _("The directory changed after the preview"),
        _("The values the preview showed."),
        _("Bring this row again: the new preview shows what stands there now."),
    ),
}


@dataclass(frozen=True, slots=True)
class Worded:
    """One problem of one row, ready to be shown."""

    title: Text
    column: str
    found: str
    expected: str
    cure: Text


@dataclass(slots=True)
class ProblemGroup:
    """Rows with the same problem in the same column."""

    title: Text
    column: str
    expected: str
    cure: Text
    rows: int = 0
    lines: list[int] = field(default_factory=list)
    values: Counter[str] = field(default_factory=Counter)

    @property
    def more_lines(self) -> int:
        return self.rows - len(self.lines)

    @property
    def examples(self) -> list[tuple[str, int]]:
        return self.values.most_common(SHOWN_VALUES)


def column_title(upload: ListUpload, key: str, index: int = -1) -> str:
    """Where a problem stands: the column's letter and heading, or the name of what the file has no column for."""
    if index < 0:
        index = next((int(place) for place, field_key in upload.mapping.items() if field_key == key), -1)
    heading = upload.headings.get(str(index), "")
    name = BY_KEY[key].heading(get_language() or "en") if key in BY_KEY else ""
    return f"{column_letter(index)} · {heading or name}" if index >= 0 else name


def _facts(problem: Mapping[str, Any]) -> dict[str, Any]:
    facts = dict(problem)
    match problem["kind"]:
        case "unknown_choice":
            facts["known"] = ", ".join(choice_labels(problem["field"]))
        case "which_visit":
            facts |= {"welcome": ExchangeKind.VISIT_IN.label, "go": ExchangeKind.VISIT_OUT.label}
        case "unknown_region":
            facts["country_name"] = country_name(problem["country"])
            facts["regions"] = ", ".join(name for _code, name in regions(problem["country"])[:3])
    return facts


def worded(problem: Mapping[str, Any], upload: ListUpload) -> Worded:
    words = PROBLEMS[problem["kind"]]
    return Worded(
        title=words.title,
        column=column_title(upload, problem.get("field", ""), problem.get("column", -1)),
        found=problem.get("found", ""),
        expected=str(words.expected) % _facts(problem),
        cure=str(words.cure) % _facts(problem) if "%(" in str(words.cure) else words.cure,
    )


def grouped(rows: Iterable[tuple[int, list[dict[str, Any]]]], upload: ListUpload) -> list[ProblemGroup]:
    """(line, problems) of rows → groups, the largest first."""
    groups: dict[tuple[Any, ...], ProblemGroup] = {}
    for line, problems in rows:
        for problem in problems:
            beside = ("found", "line", "column", "length")
            key = tuple(sorted((name, str(value)) for name, value in problem.items() if name not in beside))
            group = groups.get(key)
            if group is None:
                words = worded(problem, upload)
                expected = words.expected
                if "line" in problem:
                    expected = str(_("One row per school."))
                group = groups[key] = ProblemGroup(words.title, words.column, expected, words.cure)
            group.rows += 1
            if problem.get("found"):
                group.values[problem["found"]] += 1
            if len(group.lines) < SHOWN_LINES:
                group.lines.append(line)
    return sorted(groups.values(), key=lambda group: -group.rows)
