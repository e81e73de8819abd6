"""What is wrong with rows of a list, grouped, in the reader's language: what stood there, what was expected, the cure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from mado.matching.engine.checks import RoundInputError
from mado.matching.lists.reading import Problem, ReadList
from mado.profiles.enums import ExchangeKind
from mado.profiles.words import choice_labels
from mado.reference.places import country_name, regions

Text = str | Promise
SHOWN_LINES = 6
SHOWN_CHOICES = 14
SHOWN_RUNS = 40


@dataclass(frozen=True, slots=True)
class Words:
    """The three sentences of one kind of problem; placeholders are facts of the problem or come from `_facts`."""

    title: Text
    expected: Text
    cure: Text


CONTRADICTIONS: Mapping[str, Text] = {
    "pinned_twice": gettext_lazy("These pairs stand among the pins more than once: %(pairs)s. Delete the repetition."),
    "pinned_and_forbidden": gettext_lazy(
        "These pairs are pinned and forbidden at once: %(pairs)s. Take them out of one of the two files."
    ),
    "pinned_over_capacity": gettext_lazy(
        "In list %(side)s these schools have more pins than they take partners: %(ids)s. Take a pin out, or give the school "
        "more partners in the list."
    ),
}
"""What contradicts itself in a round's terms: code of engine.checks.RoundInputError → sentence, from its facts."""


def contradiction(problem: RoundInputError) -> str:
    """In the reader's language; what no list can lead to stays as the engine says it."""
    if problem.code not in CONTRADICTIONS:
        return problem.sentence
    facts = dict(problem.facts)
    pairs: Any = facts.get("pairs", ())
    ids: Any = facts.get("ids", ())
    values = {
        "side": str(facts.get("side", "")).upper(),
        "ids": _some([str(one) for one in ids]),
        "pairs": _some([f"{a} – {b}" for a, b in pairs]),
    }
    return str(CONTRADICTIONS[problem.code]) % values


def _some(names: list[str]) -> str:
    more = len(names) - SHOWN_LINES
    return ", ".join(names[:SHOWN_LINES]) + (f" … (+{more})" if more > 0 else "")


PROBLEMS: Mapping[str, Words] = {
    "no_id": Words(
        gettext_lazy("A row without an id"),
        gettext_lazy("Something that tells the row from all others of its list."),
        gettext_lazy("Write a code or a number."),
    ),
    "no_place": Words(
        gettext_lazy("A row that does not say where the school is"),
        gettext_lazy("A country or a time zone."),
        gettext_lazy("Write the country, by name or code."),
    ),
    "repeated": Words(
        gettext_lazy("An id that stands in the list twice"),
        gettext_lazy("One row for each id. Row %(line)s has it already."),
        gettext_lazy("Give a second wish of the same school an id of its own, or delete one of the rows."),
    ),
    "unreadable": Words(
        gettext_lazy("Letters that cannot be read"),
        gettext_lazy("Text in the encoding the file was read in."),
        gettext_lazy("Name the file's encoding with --encoding, or save the file as CSV UTF-8 or XLSX."),
    ),
    "formula": Words(
        gettext_lazy("A formula instead of its value"),
        gettext_lazy("A value."),
        gettext_lazy("Copy the column and paste it as values, then save again."),
    ),
    "sheet_error": Words(
        gettext_lazy("The cell holds an error of the spreadsheet"),
        gettext_lazy("A value."),
        gettext_lazy("Mend the formula in your spreadsheet, or replace it by its value."),
    ),
    "too_long": Words(
        gettext_lazy("The text is too long"),
        gettext_lazy("At most %(most)s characters."),
        gettext_lazy("Shorten the text."),
    ),
    "unknown_choice": Words(
        gettext_lazy("A word that is not known here"),
        gettext_lazy("One of: %(known)s."),
        gettext_lazy("Write one of the words above, in any of the four languages."),
    ),
    "which_visit": Words(
        gettext_lazy("A visit without saying who visits whom"),
        gettext_lazy("Whether the school welcomes or goes: “%(welcome)s” or “%(go)s”."),
        gettext_lazy("Write one of the two."),
    ),
    "unknown_country": Words(
        gettext_lazy("A country that is not known"),
        gettext_lazy("The name of a country or its code of two letters, such as TW."),
        gettext_lazy("Correct the spelling or write the code."),
    ),
    "unknown_region": Words(
        gettext_lazy("A region that is not known"),
        gettext_lazy("A region of %(country_name)s, for example %(regions)s."),
        gettext_lazy("Write the official name or the code of the region."),
    ),
    "unknown_wanted_region": Words(
        gettext_lazy("A wanted region that is not known"),
        gettext_lazy("Names or codes of counties, states or prefectures, such as TW-KHH."),
        gettext_lazy(
            "Correct the spelling or write the code. Where several countries have a region of that name, name the country "
            "among the wanted ones, too."
        ),
    ),
    "unknown_zone": Words(
        gettext_lazy("A time zone that is not known"),
        gettext_lazy("A zone of the IANA list, such as Asia/Taipei or America/Los_Angeles."),
        gettext_lazy("Correct it, or empty the cell: the country's zone is taken then."),
    ),
    "unknown_language": Words(
        gettext_lazy("A language that is not known"),
        gettext_lazy("The name of a language or its tag, such as en or zh-Hant."),
        gettext_lazy("Correct the spelling or write the tag."),
    ),
    "not_whole": Words(
        gettext_lazy("Not a whole number"),
        gettext_lazy("Digits only: a number from %(least)s to %(most)s."),
        gettext_lazy("Write the number without words and without decimals."),
    ),
    "out_of_range": Words(
        gettext_lazy("A number that cannot be"),
        gettext_lazy("A number from %(least)s to %(most)s."),
        gettext_lazy("Check the number."),
    ),
    "bad_date": Words(
        gettext_lazy("Not a day"),
        gettext_lazy("A day such as 2027-02-15, 116/2/15 or 令和9年2月15日."),
        gettext_lazy("Write year, month and day, and nothing else."),
    ),
    "bad_period": Words(
        gettext_lazy("Not a period"),
        gettext_lazy("Two days or months, such as 2027-02-15 to 2027-06-30 or 2027-02 to 2027-06."),
        gettext_lazy("Write the first and the last day, each with its year."),
    ),
    "bad_ages": Words(
        gettext_lazy("Not ages"),
        gettext_lazy("From and to in years, such as 10-12, between 4 and 30, or grades with their level."),
        gettext_lazy(
            "Write ages, or grades so that their level is plain: 小5, 中2, 高1-3, 七-九年級, 초5, Grade 5, Year 7 (each in "
            "the country that counts so)."
        ),
    ),
    "bad_times": Words(
        gettext_lazy("Not times of the week"),
        gettext_lazy("Weekdays and hours, such as Mon-Fri 08:00-16:00; Sat 09:00-11:30."),
        gettext_lazy("Write the weekday first and hours with minutes after it."),
    ),
    "bad_band": Words(
        gettext_lazy("Not a level of the CEFR"),
        gettext_lazy("One of: A1, A2, B1, B2, C1."),
        gettext_lazy("Write the level, or empty the cell."),
    ),
    "bad_goals": Words(
        gettext_lazy("Not goals"),
        gettext_lazy("Numbers from 1 to 17."),
        gettext_lazy("Write the numbers with semicolons between."),
    ),
    "not_yes_or_no": Words(
        gettext_lazy("Neither yes nor no"),
        gettext_lazy("Yes or no."),
        gettext_lazy("Write yes or no, or empty the cell."),
    ),
    "backwards": Words(
        gettext_lazy("The end stands before the beginning"),
        gettext_lazy("The earlier or smaller one first."),
        gettext_lazy("Exchange the two."),
    ),
}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """`name` of the school, "" where it cannot be read; `found`: what stood in the cell."""

    line: int
    name: str
    found: str


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Rows with one kind of problem in one column. `rows`: the first of them; `more`: how many are not shown; `also`: the
    numbers of those, 11–13, 20."""

    title: str
    where: str
    expected: str
    cure: str
    rows: tuple[ShownRow, ...]
    more: int
    also: str

    @property
    def count(self) -> int:
        return len(self.rows) + self.more


def grouped(problems: Iterable[Problem]) -> list[ProblemGroup]:
    """Most frequent first."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.kind, problem.letter, problem.heading), []).append(problem)
    found = [_group(rows) for rows in groups.values()]
    return sorted(found, key=lambda group: (-group.count, group.rows[0].line))


def _group(rows: list[Problem]) -> ProblemGroup:
    first = rows[0]
    words, facts = PROBLEMS[first.kind], _facts(first)
    where = (
        _("column %(letter)s, “%(heading)s”") % {"letter": first.letter, "heading": first.heading}
        if first.letter
        else _("the whole row")
    )
    shown = tuple(ShownRow(row.line, row.name, row.found) for row in rows[:SHOWN_LINES])
    also = row_numbers([row.line for row in rows[SHOWN_LINES:]])
    return ProblemGroup(
        str(words.title),
        where,
        str(words.expected) % facts,
        str(words.cure) % facts,
        shown,
        len(rows) - len(shown),
        also,
    )


def row_numbers(lines: list[int]) -> str:
    """11, 12, 13, 20 → 11–13, 20; cut after SHOWN_RUNS."""
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:SHOWN_RUNS]]
    return ", ".join(shown) + (" …" if len(runs) > SHOWN_RUNS else "")


def _facts(problem: Problem) -> dict[str, Any]:
    facts = dict(problem.facts)
    if "field" in facts:
        labels = choice_labels(facts["field"])
        facts["known"] = " · ".join(labels[:SHOWN_CHOICES])
        facts |= {"welcome": str(ExchangeKind.VISIT_IN.label), "go": str(ExchangeKind.VISIT_OUT.label)}
    if "country" in facts:
        facts["country_name"] = country_name(facts["country"])
        facts["regions"] = " · ".join(name for _code, name in regions(facts["country"])[:3])
    return facts


def problem_lines(groups: Iterable[ProblemGroup]) -> Iterator[str]:
    """As a command line shows them."""
    for group in groups:
        head = ngettext("%(title)s (%(count)d row, %(where)s)", "%(title)s (%(count)d rows, %(where)s)", group.count)
        yield "  " + head % {"title": group.title, "count": group.count, "where": group.where}
        for row in group.rows:
            yield "      " + _row_words(row)
        if group.more:
            also = ngettext("also in row %(rows)s", "also in rows %(rows)s", group.more)
            yield "      " + also % {"rows": group.also}
        yield "    " + pgettext("problem of a row", "Expected: %(text)s") % {"text": group.expected}
        yield "    " + pgettext("problem of a row", "Cure: %(text)s") % {"text": group.cure}


def _row_words(row: ShownRow) -> str:
    sentences = {
        (True, True): _("row %(line)d, %(name)s: “%(found)s”"),
        (True, False): _("row %(line)d, %(name)s: empty"),
        (False, True): _("row %(line)d: “%(found)s”"),
        (False, False): _("row %(line)d: empty"),
    }
    return sentences[bool(row.name), bool(row.found)] % {"line": row.line, "name": row.name, "found": row.found}


NOT_READ: Mapping[str, Text] = {
    "kind": gettext_lazy("No kind of exchange was read: every kind counts as fitting."),
    "languages": gettext_lazy("No languages were read: every language counts as shared."),
    "partner_countries": gettext_lazy("No wanted countries were read: every country counts as wanted."),
}
"""What weighs most, where no row of a list says it."""


def list_notes(one: ReadList) -> list[str]:
    """How a list was understood, as far as somebody should look at it again."""
    notes = []
    if one.entries:
        notes += [str(text) for key, text in NOT_READ.items() if not any(key in entry.said for entry in one.entries)]
    if one.graded:
        found, youngest, oldest = min(one.graded)  # whatever the order of rows
        sentence = ngettext(
            "Grades were taken as ages in %(count)d row: “%(found)s” as %(youngest)d to %(oldest)d years.",
            "Grades were taken as ages in %(count)d rows: “%(found)s” as %(youngest)d to %(oldest)d years, and so on.",
            len(one.graded),
        )
        notes.append(sentence % {"count": len(one.graded), "found": found, "youngest": youngest, "oldest": oldest})
    return notes
