import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from mado.directory.importing.sources import SOURCES
from mado.directory.models import ImportRun
from mado.directory.services.imports import import_file
from mado.kernel.errors import BadInput, MadoError
from mado.kernel.export import csv_bytes

REJECTIONS_SHOWN = 10


class ProgressLine:
    """One line on a terminal that is written over: rows done, share, rows per second."""

    WIDTH = 24

    def __init__(self, out: TextIO, name: str) -> None:
        self.out, self.name = out, name
        self.started = time.monotonic()
        self.first = -1

    def __call__(self, done: int, total: int) -> None:
        if self.first < 0:
            self.first = done
        seconds = max(time.monotonic() - self.started, 0.001)
        filled = self.WIDTH * done // max(total, 1)
        bar = "#" * filled + "." * (self.WIDTH - filled)
        speed = (done - self.first) / seconds
        self.out.write(f"\r{self.name} [{bar}] {done:,} / {total:,} rows · {speed:,.0f} rows/s ")
        self.out.flush()

    def end(self) -> None:
        if self.first >= 0:
            self.out.write("\n")


class Command(BaseCommand):
    help = "Read files of an official school list into the directory."
    requires_system_checks = ()  # pages and routes have no part in an import

    def add_arguments(self, parser: ArgumentParser) -> None:
        sources = "; ".join(f"{source.name}: {source.title}" for source in SOURCES.values())
        parser.add_argument("source", metavar="SOURCE", help=sources)
        parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
        parser.add_argument("--rejected", type=Path, metavar="OUT.csv", help="write the rows not taken to this file")
        parser.add_argument("--no-progress", action="store_true", help="no progress bar, also on a terminal")
        parser.add_argument("--allow-many-gone", action="store_true", help="mark many schools as no longer listed")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        runs: list[ImportRun] = []
        shown = not options["no_progress"] and sys.stderr.isatty()
        try:
            for path in options["files"]:
                run = self._import(options["source"], path, shown=shown, many_gone=options["allow_many_gone"])
                runs.append(run)
        except MadoError as error:
            raise CommandError(_sentence(error)) from error
        except KeyboardInterrupt as error:
            sentence = _("Stopped. Whole batches are kept; the same command again goes on after the last one.")
            raise CommandError(sentence, returncode=130) from error
        finally:
            if options["rejected"]:
                _write_rejected(options["rejected"], runs)

    def _import(self, source: str, path: Path, *, shown: bool, many_gone: bool) -> ImportRun:
        line = ProgressLine(sys.stderr, path.name)
        started = time.monotonic()
        try:
            run = import_file(source=source, path=path, on_progress=line if shown else None, allow_many_gone=many_gone)
        finally:
            line.end()
        self._report(run, time.monotonic() - started)
        return run

    def _report(self, run: ImportRun, seconds: float) -> None:
        sentence = _(
            "%(file)s: %(rows)s rows in %(seconds).1f s. Created %(created)s, changed %(changed)s, unchanged "
            "%(unchanged)s, no longer listed %(delisted)s, closed in the list and unknown here %(passed_over)s, "
            "rejected %(rejected)s."
        )
        names = ("created", "changed", "unchanged", "delisted", "passed_over", "rejected")
        counts = {name: f"{getattr(run, name):,}" for name in names}
        self.stdout.write(
            sentence % {"file": run.file_name, "rows": f"{run.rows_done:,}", "seconds": seconds, **counts}
        )
        rejections = list(run.rejections.all()[: REJECTIONS_SHOWN + 1])
        place = _("  line %(line)d, column %(column)s, found %(found)r: %(reason)s")
        for row in rejections[:REJECTIONS_SHOWN]:
            facts = {"line": row.line, "column": row.column or "-", "found": row.found, "reason": row.reason}
            self.stdout.write(place % facts)
        if len(rejections) > REJECTIONS_SHOWN:
            self.stdout.write(_("  … all of them with --rejected OUT.csv"))


def _sentence(error: MadoError) -> str:
    return (
        " ".join(str(sentence) for sentence in error.sentences.values()) if isinstance(error, BadInput) else str(error)
    )


def _write_rejected(path: Path, runs: list[ImportRun]) -> None:
    """A CSV of every row not taken; no cell of it is a live formula (kernel.export)."""
    header = [_("File"), _("Line"), _("Column"), _("Found"), _("Reason")]
    rows = [
        (run.file_name, row.line, row.column, row.found, row.reason) for run in runs for row in run.rejections.all()
    ]
    path.write_bytes(csv_bytes(header, rows))
