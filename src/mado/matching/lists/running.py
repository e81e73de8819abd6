"""From two files to pairs, certificate and report: everything is computed before the first file is written."""

import contextlib
import datetime as dt
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.directory.importing.any_file import ENCODING_NAMES
from mado.directory.importing.reading import wrong
from mado.kernel.export import csv_bytes
from mado.matching.engine.checks import RoundInputError
from mado.matching.engine.rounds import Outcome, Rule, pair
from mado.matching.lists.assumptions import assumed
from mado.matching.lists.figures import percent
from mado.matching.lists.pools import ListRound, list_round
from mado.matching.lists.reading import ReadList, read_list, refuse_empty
from mado.matching.lists.reasons import unfit_words
from mado.matching.lists.report import report_html
from mado.matching.lists.wording import contradiction, grouped, problem_lines
from mado.matching.round_words import rule_words

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks for. `today`: the day waiting is counted to. `strict`: a refused row stops everything."""

    a: Path
    b: Path
    rule: Rule
    today: dt.date
    pins: Path | None = None
    forbid: Path | None = None
    out: Path | None = None
    report: Path | None = None
    certificate: Path | None = None
    encoding: str = ""
    strict: bool = False


def pair_lists(order: Order, say: Say) -> None:
    """Raises BadInput with a sentence; then nothing has been written."""
    refuse_one_file_for_two([order.out, order.certificate, order.report])
    lists = (read_list(order.a, encoding=order.encoding), read_list(order.b, encoding=order.encoding))
    for one in lists:
        _tell_list(one, order.today, say)
    refused = sum(len({problem.line for problem in one.problems}) for one in lists)
    if refused and order.strict:
        sentence = ngettext(
            "%(count)d row was not taken, and --strict stops then. Nothing was written.",
            "%(count)d rows were not taken, and --strict stops then. Nothing was written.",
            refused,
        )
        raise wrong(sentence % {"count": refused})
    refuse_empty(lists)
    found = list_round(*lists, today=order.today, pins=order.pins, forbid=order.forbid)
    outcomes = _outcomes(found, order)
    outcome = outcomes[order.rule]
    _tell_outcome(found, lists, outcome, say)
    files: dict[Path, bytes] = {}
    if order.out:
        files[order.out] = pairs_csv(found, outcome)
    if order.certificate:
        files[order.certificate] = certificate_json(found, outcome)
    if order.report:
        files[order.report] = report_html(found, lists, outcomes, order.rule).encode()
    write_all(files)
    for path in files:
        say(_("Written: %(path)s") % {"path": path})


def _outcomes(found: ListRound, order: Order) -> dict[Rule, Outcome]:
    """The rule asked for; all three where a report sets them side by side."""
    rules = list(Rule) if order.report else [order.rule]
    try:
        return {
            rule: pair(found.pools, found.edges, found.terms, rule, one_more=5 if rule == order.rule else 0)
            for rule in rules
        }
    except RoundInputError as problem:
        raise wrong(contradiction(problem)) from problem


def _tell_list(one: ReadList, today: dt.date, say: Say) -> None:
    lines = {problem.line for problem in one.problems}
    taken = ngettext("%(name)s: %(count)d row taken", "%(name)s: %(count)d rows taken", len(one.entries))
    text = taken % {"name": one.path.name, "count": len(one.entries)}
    if lines:
        text += ngettext(", %(count)d not taken", ", %(count)d not taken", len(lines)) % {"count": len(lines)}
    if one.encoding and one.encoding != "utf-8":
        text += _("; read as %(encoding)s") % {"encoding": ENCODING_NAMES[one.encoding]}
    say(text)
    for heading, near in one.ignored:
        sentence = (
            _("  Column “%(heading)s” was not read. Is “%(near)s” meant?")
            if near
            else _("  Column “%(heading)s” was not read.")
        )
        say(sentence % {"heading": heading, "near": near})
    for line in problem_lines(grouped(one.problems)):
        say(line)
    for line in assumed(one, today):
        say(f"  {line}")


def _tell_outcome(found: ListRound, lists: tuple[ReadList, ReadList], outcome: Outcome, say: Say) -> None:
    certificate = outcome.certificate
    say(rule_words(outcome.rule.value))
    say(ngettext("%(count)d pair", "%(count)d pairs", certificate.pairs) % {"count": certificate.pairs})
    for one, side in zip(lists, (certificate.a, certificate.b), strict=True):
        facts = {"list": one.path.name, "matched": side.matched, "schools": side.schools}
        say(_("%(list)s: %(matched)d of %(schools)d schools got a partner.") % facts)
    if certificate.share_of_optimum is not None:
        say(_("Of the greatest total there can be: %(share)s") % {"share": percent(certificate.share_of_optimum)})
    blocking = ngettext(
        "%(count)d pair of schools that did not come about would both rather have each other.",
        "%(count)d pairs of schools that did not come about would both rather have each other.",
        certificate.blocking_pairs,
    )
    say(blocking % {"count": certificate.blocking_pairs})
    for a, b in found.in_order(found.unfit):
        say(f"{found.a[a].id} – {found.b[b].id}: {unfit_words(found.unfit[a, b])}")
    if not len(found.edges):
        say(_("No school of one list fits a school of the other. The report says at which conditions it failed."))


def pairs_csv(found: ListRound, outcome: Outcome) -> bytes:
    """Ids first, so that a program can read it; names and what each side thinks of the pair beside them."""
    scores = {
        (int(a), int(b)): (round(float(mine), 6), round(float(theirs), 6))
        for a, b, mine, theirs in zip(
            found.edges.a, found.edges.b, found.edges.score_a, found.edges.score_b, strict=True
        )
    }
    rows = [
        (found.a[a].id, found.b[b].id, found.a[a].name, found.b[b].name, *scores.get((a, b), ("", "")))
        for a, b in found.in_order(outcome.pairs)
    ]
    return csv_bytes(("a", "b", "name_a", "name_b", "score_a", "score_b"), rows)


def certificate_json(found: ListRound, outcome: Outcome) -> bytes:
    whole: Mapping[str, Any] = {
        "rule": outcome.rule.value,
        "today": found.today.isoformat(),
        **outcome.certificate.as_json(found.pools),
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def refuse_one_file_for_two(paths: Iterable[Path | None]) -> None:
    """Raises BadInput when two results would go into one file."""
    named = [path.absolute() for path in paths if path]
    for path in named:
        if named.count(path) > 1:
            raise wrong(_("Two results would be written to %(path)s. Give each a file of its own.") % {"path": path})


def write_all(files: Mapping[Path, bytes]) -> None:
    """All of them or none: each is written beside its place and moved there when all are whole."""
    with contextlib.ExitStack() as undo:
        ready: list[tuple[Path, Path]] = []
        for path, content in files.items():
            try:
                handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
                undo.callback(Path(name).unlink, missing_ok=True)
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                Path(name).chmod(0o644)
            except OSError as error:
                sentence = _("%(path)s cannot be written: %(reason)s. Nothing was written.")
                raise wrong(sentence % {"path": path, "reason": error.strerror}) from error
            ready.append((Path(name), path))
        for temporary, path in ready:
            temporary.replace(path)
