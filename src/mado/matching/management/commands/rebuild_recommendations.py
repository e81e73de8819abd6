import time
from typing import Any

from django.core.management.base import BaseCommand

from mado.matching.services.columns import rebuild_columns


class Command(BaseCommand):
    help = "Make the columns that recommendations are read from again from the database."

    def handle(self, *_args: Any, **_options: Any) -> None:
        began = time.perf_counter()
        wishes = rebuild_columns()
        self.stdout.write(f"Recommendations: {wishes:,} wishes in {time.perf_counter() - began:.1f} s.")
