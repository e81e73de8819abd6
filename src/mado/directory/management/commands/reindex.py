import time
from typing import Any

from django.core.management.base import BaseCommand

from mado.directory.services.indexing import rebuild_index


class Command(BaseCommand):
    help = "Make the search index again from the database. Searches go on in the old one meanwhile."

    def handle(self, *_args: Any, **_options: Any) -> None:
        began = time.perf_counter()
        entries = rebuild_index(progress=self.show)
        if self.stdout.isatty():
            self.stdout.write("")
        self.stdout.write(f"Search index: {entries:,} schools in {time.perf_counter() - began:.1f} s.")

    def show(self, done: int, total: int) -> None:
        """One line that counts up on a terminal; a line every 20 000 entries elsewhere."""
        if self.stdout.isatty():
            self.stdout.write(f"\r  {done:,} of {total:,} schools", ending="")
            self.stdout.flush()
        elif done % 20_000 == 0:
            self.stdout.write(f"  {done:,} of {total:,} schools")
