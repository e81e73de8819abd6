"""`mado verify-audit`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mado.audit.engine.chain import Anchor
from mado.audit.services import newest_anchor, verify_chain, write_anchor


class Command(BaseCommand):
    help = "Recompute the audit chain and hold it against the newest anchor; exit code 1 where it is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", action="store_true", help="when the chain holds, write a new anchor")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        verdict = verify_chain()
        if verdict.broken:
            entry = verdict.broken.entry_id
            where = (
                f"Entry {entry} {verdict.broken.sentence}"
                if entry
                else verdict.broken.sentence[:1].upper() + verdict.broken.sentence[1:]
            )
            raise CommandError(f"{where}. {verdict.count:,} entries before it hold.", returncode=1)
        anchor = newest_anchor()
        held = (
            f", anchored up to entry {anchor.last_id} ({anchor.at})"
            if isinstance(anchor, Anchor)
            else ", no anchor yet"
        )
        self.stdout.write(f"The audit chain holds: {verdict.count:,} entries{held}.")
        if options["anchor"] and (path := write_anchor()):
            self.stdout.write(f"Anchor written: {path}. Keep a copy on another machine.")
