"""`mado simulate`: a school year with and without the caps and the fair rule, for scenarios kept as data."""

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mado.kernel.errors import BadInput
from mado.matching.engine.round_edges import round_edges
from mado.matching.engine.scenarios import scenarios
from mado.matching.engine.simulated_figures import Summary, simulate
from mado.matching.lists.running import write_all
from mado.matching.simulated_year import charts, table_lines, table_markdown

FIRST_WEEK = dt.date(2026, 8, 3)
RUNS_MOST = 200


class Command(BaseCommand):
    help = "Play a school year: how long schools wait, how many get a partner, how invitations concentrate."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--scenario", choices=[*scenarios(), "all"], default="three_to_one")
        parser.add_argument("--runs", type=int, default=5, help="years played, each drawn with a seed of its own")
        parser.add_argument("--seed", type=int, default=1, help="seed of the first year; the same seed, the same year")
        parser.add_argument("--out", type=Path, help="write all figures as JSON")
        parser.add_argument("--markdown", type=Path, help="write the tables as the documentation shows them")
        parser.add_argument("--charts", type=Path, metavar="DIR", help="write charts as SVG into this directory")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not 1 <= options["runs"] <= RUNS_MOST:
            raise CommandError(f"--runs is a number from 1 to {RUNS_MOST}.")
        if options["charts"] and not options["charts"].is_dir():
            raise CommandError(f"{options['charts']} is no directory. Make it first.")
        chosen = list(scenarios()) if options["scenario"] == "all" else [options["scenario"]]
        seeds = range(options["seed"], options["seed"] + options["runs"])
        found = {name: simulate(scenarios()[name], seeds, edges_of) for name in chosen}
        files: dict[Path, bytes] = {}
        for name, summaries in found.items():
            for line in table_lines(scenarios()[name], summaries):
                self.stdout.write(line)
            if options["charts"]:
                files |= {options["charts"] / f"{name}-{chart}.svg": svg.encode() for chart, svg in charts(summaries)}
        if options["markdown"]:
            tables = (
                f"### {name}\n\n{scenarios()[name].about}\n\n{table_markdown(rows)}\n" for name, rows in found.items()
            )
            files[options["markdown"]] = "\n".join(tables).encode()
        if options["out"]:
            files[options["out"]] = (json.dumps(results(found, seeds), ensure_ascii=False, indent=1) + "\n").encode()
        try:
            write_all(files)
        except BadInput as problem:
            raise CommandError(" ".join(map(str, problem.sentences.values()))) from None
        for path in files:
            self.stdout.write(f"Written: {path}")


def edges_of(rows_a: Any, rows_b: Any) -> Any:
    return round_edges(rows_a, rows_b, first_week=FIRST_WEEK).edges


def results(found: dict[str, list[Summary]], seeds: range) -> dict[str, Any]:
    return {
        "seeds": list(seeds),
        "scenarios": {name: [summary.as_json() for summary in summaries] for name, summaries in found.items()},
    }
