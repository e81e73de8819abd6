"""`mado pair`: a pairing round on an office's own lists, or on pairs and scores of its own, without the site."""

import datetime as dt
import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mado.directory.importing.any_file import ENCODING_NAMES
from mado.kernel.errors import BadInput
from mado.kernel.export import write_program_csv
from mado.matching.engine.checks import RoundInputError
from mado.matching.engine.edges import Pools
from mado.matching.engine.rounds import Outcome, Rule, pair
from mado.matching.lists.columns import columns_table
from mado.matching.lists.running import Order, pair_lists, refuse_one_file_for_two, write_all
from mado.matching.lists.template import template_bytes
from mado.matching.pairing_files import PairingFileError, read_round, written_whole


class Command(BaseCommand):
    help = (
        "Pair two pools under one stated rule, from files alone: two lists of schools (A.csv B.csv), or pairs and scores of "
        "your own (--edges). docs/howto/pair-two-lists.md shows both; docs/explanation/pairing-rounds.md explains the rules."
    )
    requires_system_checks = ()  # pages and routes have no part in it

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "lists", nargs="*", type=Path, metavar="LIST", help="the two lists, CSV or XLSX: A.csv B.csv"
        )
        parser.add_argument("--rule", choices=[rule.value for rule in Rule], default=Rule.STABLE.value)
        parser.add_argument("--out", type=Path, metavar="PAIRS.csv", help="where the pairs go: a,b")
        parser.add_argument("--edges", type=Path, metavar="EDGES.csv", help="pairs that could be: a,b,score_a,score_b")
        parser.add_argument(
            "--capacity", type=Path, metavar="CAPACITY.csv",
            help="partners a school takes: side,id,capacity (side a or b); a school without a row takes one",
        )  # fmt: skip
        parser.add_argument("--pins", type=Path, metavar="PINS.csv", help="pairs that must stand: a,b")
        parser.add_argument("--forbid", type=Path, metavar="FORBIDDEN.csv", help="pairs that must not stand: a,b")
        parser.add_argument("--certificate", type=Path, metavar="CERT.json", help="what the outcome is worth")
        parser.add_argument(
            "--report", type=Path, metavar="REPORT.html", help="lists only: everything in words, to print"
        )
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument(
            "--language", choices=languages, default="en", help="lists only: of the report and the screen"
        )
        parser.add_argument(
            "--strict", action="store_true", help="lists only: a row that is not taken stops everything"
        )
        parser.add_argument(
            "--encoding", choices=[*ENCODING_NAMES], default="", help="lists only: where it is guessed wrongly"
        )
        parser.add_argument(
            "--today", type=dt.date.fromisoformat, metavar="DAY", help="lists only: the day waiting is counted to"
        )
        parser.add_argument("--template", type=Path, metavar="FILE", help="write an example list with three schools")
        parser.add_argument("--columns", action="store_true", help="show the columns a list may have")
        parser.add_argument(
            "--without-optimum", action="store_true",
            help="do not compute the greatest total to compare with: faster above 10,000 schools a side",
        )  # fmt: skip

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with translation.override(options["language"]):
                self._run(options)
        except BadInput as problem:
            raise CommandError(" ".join(map(str, problem.sentences.values()))) from None
        except (PairingFileError, RoundInputError) as problem:
            raise CommandError(problem.sentence) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was written.", returncode=130) from None

    def _run(self, options: dict[str, Any]) -> None:
        lists = options["lists"]
        if options["columns"]:
            self.stdout.write(columns_table())
        elif options["template"]:
            write_all({options["template"]: template_bytes(options["template"], options["language"])})
            self.stdout.write(_("Written: %(path)s") % {"path": options["template"]})
        elif options["edges"] and not lists:
            if not options["out"]:
                raise CommandError("Say where the pairs go: --out PAIRS.csv.")
            self._pair_edges(options)
        elif len(lists) == 2 and not options["edges"]:
            self._pair_lists(options)
        else:
            raise CommandError(
                _(
                    "Give two lists of schools (A.csv B.csv), or the pairs that could be: --edges EDGES.csv, with the columns "
                    "a,b,score_a,score_b."
                )
            )

    def _pair_lists(self, options: dict[str, Any]) -> None:
        if options["capacity"]:
            raise CommandError(_("In a list the number of partners is a column; --capacity goes with --edges."))
        order = Order(
            a=options["lists"][0], b=options["lists"][1], rule=Rule(options["rule"]),
            today=options["today"] or timezone.localdate(), pins=options["pins"], forbid=options["forbid"],
            out=options["out"], report=options["report"], certificate=options["certificate"],
            encoding=options["encoding"], strict=options["strict"],
        )  # fmt: skip
        pair_lists(order, self.stdout.write)

    def _pair_edges(self, options: dict[str, Any]) -> None:
        targets = [path for path in (options["out"], options["certificate"]) if path]
        refuse_one_file_for_two(targets)
        with written_whole(*targets) as files:
            began = time.perf_counter()
            shown = sys.stderr.isatty()
            pools, edges, terms = read_round(
                options["edges"], options["capacity"], options["pins"], options["forbid"], _say_pairs if shown else None
            )
            read = time.perf_counter() - began
            outcome = pair(pools, edges, terms, options["rule"], with_optimum=not options["without_optimum"])
            write_program_csv(files[0], ("a", "b"), outcome.named_pairs(pools))
            if options["certificate"]:
                json.dump(_certificate(outcome, pools, read), files[1], ensure_ascii=False, indent=1)
                files[1].write("\n")
        self._report(outcome, targets)

    def _report(self, outcome: Outcome, targets: list[Path]) -> None:
        told = outcome.certificate
        total = f"{told.total:,.2f}"
        if told.optimum_total is not None:
            total += f" of at most {told.optimum_total:,.2f}"
        self.stdout.write(f"Rule: {outcome.rule.value}. Pairs: {told.pairs:,}. Total: {total}.")
        self.stdout.write(
            f"With a partner: {told.a.matched:,} of {told.a.schools:,} in a, {told.b.matched:,} of {told.b.schools:,} in b."
        )
        self.stdout.write(f"Pairs that would both rather have each other: {told.blocking_pairs:,}.")
        self.stdout.write(f"Written: {', '.join(map(str, targets))}.")


def _certificate(outcome: Outcome, pools: Pools, read: float) -> dict[str, Any]:
    return {
        "rule": outcome.rule.value,
        **outcome.certificate.as_json(pools),
        "seconds": round(read + outcome.seconds, 3),
        "seconds_reading": round(read, 3),
        "seconds_pairing": round(outcome.seconds, 3),
    }


def _say_pairs(done: int) -> None:
    sys.stderr.write(f"\r{done:,} pairs read ")
    sys.stderr.flush()
