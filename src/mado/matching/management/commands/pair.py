"""`mado pair`: a pairing round on an office's own lists, without the site."""

import csv
import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mado.kernel.export import plain_cell
from mado.matching.engine.checks import RoundInputError
from mado.matching.engine.edges import Pools
from mado.matching.engine.rounds import Outcome, Rule, pair
from mado.matching.pairing_files import PairingFileError, read_round, written_whole


class Command(BaseCommand):
    help = (
        "Pair two pools under one stated rule, from files alone. docs/explanation/pairing-rounds.md explains the rules."
    )
    requires_system_checks = ()  # pages and routes have no part in it

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rule", choices=[rule.value for rule in Rule], default=Rule.STABLE.value)
        parser.add_argument("--out", type=Path, required=True, metavar="PAIRS.csv", help="where the pairs go: a,b")
        parser.add_argument("--edges", type=Path, metavar="EDGES.csv", help="pairs that could be: a,b,score_a,score_b")
        parser.add_argument(
            "--capacity", type=Path, metavar="CAPACITY.csv",
            help="partners a school takes: side,id,capacity (side a or b); a school without a row takes one",
        )  # fmt: skip
        parser.add_argument("--pins", type=Path, metavar="PINS.csv", help="pairs that must stand: a,b")
        parser.add_argument("--forbid", type=Path, metavar="FORBIDDEN.csv", help="pairs that must not stand: a,b")
        parser.add_argument("--certificate", type=Path, metavar="CERT.json", help="what the outcome is worth")
        parser.add_argument(
            "--without-optimum", action="store_true",
            help="do not compute the greatest total to compare with: faster above 10,000 schools a side",
        )  # fmt: skip

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["edges"]:
            raise CommandError("Give the pairs that could be: --edges EDGES.csv, with the columns a,b,score_a,score_b.")
        try:
            self._pair_edges(options)
        except (PairingFileError, RoundInputError) as problem:
            raise CommandError(problem.sentence) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was written.", returncode=130) from None

    def _pair_edges(self, options: dict[str, Any]) -> None:
        targets = [path for path in (options["out"], options["certificate"]) if path]
        with written_whole(*targets) as files:
            began = time.perf_counter()
            shown = sys.stderr.isatty()
            pools, edges, terms = read_round(
                options["edges"], options["capacity"], options["pins"], options["forbid"], _say_pairs if shown else None
            )
            read = time.perf_counter() - began
            outcome = pair(pools, edges, terms, options["rule"], with_optimum=not options["without_optimum"])
            writer = csv.writer(files[0], lineterminator="\n")
            writer.writerow(("a", "b"))
            writer.writerows([plain_cell(a), plain_cell(b)] for a, b in outcome.named_pairs(pools))
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
