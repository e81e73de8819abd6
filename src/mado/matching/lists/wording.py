"""What is wrong with rows of a list, grouped, in the reader's language: what stood there, what was expected, the cure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from mado.matching.engine.checks import RoundInputError
from mado.matching.lists.reading import Problem
from mado.profiles.words import choice_labels
from mado.reference.places import country_name, regions

Text = str | Promise
SHOWN_LINES = 6
SHOWN_CHOICES = 14


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
        gettext_lazy("Write one of these words, in any of the four languages."),
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
        gettext_lazy("A day such as 2027-02-15."),
        gettext_lazy("Write year, month and day."),
    ),
    "bad_period": Words(
        gettext_lazy("Not a period"),
        gettext_lazy("Two days, such as 2027-02-15 to 2027-06-30."),
        gettext_lazy("Write the first and the last day."),
    ),
    "bad_ages": Words(
        gettext_lazy("Not ages"),
        gettext_lazy("From and to in years, such as 10-12, between 4 and 30."),
        gettext_lazy("Write ages, not grades."),
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
class ProblemGroup:
    """Rows with one kind of problem in one column. `rows`: (line, what stood there), the first of them; `more`: how many
    are not shown."""

    title: str
    where: str
    expected: str
    cure: str
    rows: tuple[tuple[int, str], ...]
    more: int

    @property
    def count(self) -> int:
        return len(self.rows) + self.more


def grouped(problems: Iterable[Problem]) -> list[ProblemGroup]:
    """Most frequent first."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.kind, problem.letter, problem.heading), []).append(problem)
    found = [_group(rows) for rows in groups.values()]
    return sorted(found, key=lambda group: (-group.count, group.rows[0][0]))


def _group(rows: list[Problem]) -> ProblemGroup:
    first = rows[0]
    words, facts = PROBLEMS[first.kind], _facts(first)
    where = (
        _("column %(letter)s, “%(heading)s”") % {"letter": first.letter, "heading": first.heading}
        if first.letter
        else _("the whole row")
    )
    shown = tuple((row.line, row.found) for row in rows[:SHOWN_LINES])
    return ProblemGroup(
        str(words.title), where, str(words.expected) % facts, str(words.cure) % facts, shown, len(rows) - len(shown)
    )


def _facts(problem: Problem) -> dict[str, Any]:
    facts = dict(problem.facts)
    if "field" in facts:
        labels = choice_labels(facts["field"])
        facts["known"] = " · ".join(labels[:SHOWN_CHOICES])
    if "country" in facts:
        facts["country_name"] = country_name(facts["country"])
        facts["regions"] = " · ".join(name for _code, name in regions(facts["country"])[:3])
    return facts


def problem_lines(groups: Iterable[ProblemGroup]) -> Iterator[str]:
    """As a command line shows them."""
    for group in groups:
        head = ngettext("%(title)s (%(count)d row, %(where)s)", "%(title)s (%(count)d rows, %(where)s)", group.count)
        yield "  " + head % {"title": group.title, "count": group.count, "where": group.where}
        for line, found in group.rows:
            text = _("row %(line)d: “%(found)s”") if found else _("row %(line)d: empty")
            yield "      " + text % {"line": line, "found": found}
        if group.more:
            yield "      " + ngettext("and %(count)d more", "and %(count)d more", group.more) % {"count": group.more}
        yield "    " + pgettext("problem of a row", "Expected: %(text)s") % {"text": group.expected}
        yield "    " + pgettext("problem of a row", "Cure: %(text)s") % {"text": group.cure}
