from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from mado.kernel.errors import BadInput
from mado.kernel.export import csv_bytes
from mado.profiles.services.calendar_import import ImportedCalendars, import_calendar
from mado.reference.importing import SOURCES
from mado.reference.sources import OFFICIAL

REJECTIONS_SHOWN = 10


class Command(BaseCommand):
    help = "Read files of an official calendar: public holidays, make-up days, school holidays."
    requires_system_checks = ()  # pages and routes have no part in an import

    def add_arguments(self, parser: ArgumentParser) -> None:
        sources = "; ".join(f"{name}: {OFFICIAL[name]}" for name in SOURCES)
        parser.add_argument("source", metavar="SOURCE", help=sources)
        parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
        parser.add_argument("--rejected", type=Path, metavar="OUT.csv", help="write the rows not taken to this file")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        done: list[ImportedCalendars] = []
        try:
            for path in options["files"]:
                done.append(import_calendar(source=options["source"], path=path))
                self._report(done[-1])
        except BadInput as error:
            raise CommandError(" ".join(map(str, error.sentences.values()))) from error
        finally:
            if options["rejected"]:
                _write_rejected(options["rejected"], done)

    def _report(self, done: ImportedCalendars) -> None:
        sentence = _(
            "%(file)s: rows %(rows)d, calendars %(calendars)d. Entries created %(created)d, changed %(changed)d, unchanged "
            "%(unchanged)d, removed %(removed)d, kept as an office left them %(kept)d, without meaning for lessons "
            "%(passed_over)d, rejected %(rejected)d."
        )
        names = ("rows", "calendars", "created", "changed", "unchanged", "removed", "kept", "passed_over")
        counts = {name: getattr(done, name) for name in names}
        self.stdout.write(sentence % {"file": done.file_name, **counts, "rejected": len(done.rejected)})
        for row in done.rejected[:REJECTIONS_SHOWN]:
            facts = {"line": row.line, "found": row.found, "reason": row.reason}
            self.stdout.write(_("  line %(line)d, found %(found)r: %(reason)s") % facts)
        if len(done.rejected) > REJECTIONS_SHOWN:
            self.stdout.write(_("  … all of them with --rejected OUT.csv"))


def _write_rejected(path: Path, done: list[ImportedCalendars]) -> None:
    """A CSV of every row not taken; no cell of it is a live formula (kernel.export)."""
    header = [_("File"), _("Line"), _("Found"), _("Reason")]
    path.write_bytes(
        csv_bytes(header, [(one.file_name, r.line, r.found, r.reason) for one in done for r in one.rejected])
    )
