from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mado.accounts.services import sweep
from mado.kernel.privacy import RETENTIONS
from mado.kernel.retention import retention_rules


class Command(BaseCommand):
    help = "Delete or empty what has outlived its time, as the worker does every night; --dry-run lists what is due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what is due")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self._list_due()
            return
        counts = sweep()
        for name, number in counts.items():
            self.stdout.write(f"{number:>7}  {name}")
        self.stdout.write(f"{sum(counts.values()):>7}  taken in all")

    def _list_due(self) -> None:
        due = 0
        for rule in retention_rules():
            if rule.due is None:
                continue
            number = rule.due_rows().count()
            due += number
            deed = "deleted" if rule.deletes else f"emptied: {', '.join(rule.clears)}"
            self.stdout.write(f"{number:>7}  {rule.model} ({deed}) – {RETENTIONS[rule.retention]}")
        self.stdout.write(f"{due:>7}  due in all; nothing was changed")
