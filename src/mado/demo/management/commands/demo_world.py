from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from mado.demo.cases import make_cases
from mado.demo.claims import make_claims
from mado.demo.letters import make_letters
from mado.demo.refusals import make_refusals
from mado.demo.rounds import make_rounds
from mado.demo.story import tell
from mado.demo.world import build_world
from mado.directory.models import Organization


class Command(BaseCommand):
    """Fills an empty database with the demonstration world, in one transaction."""

    help = "Build the demonstration world: an alliance, its offices, sixty schools, exchanges in every state."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="no progress")

    def handle(self, *_args: Any, **options: Any) -> None:
        if Organization.objects.exists():
            raise CommandError(
                "There are organisations already. The demonstration world is only built in an empty one."
            )
        self._say(options, "Building offices, schools and people …")
        with transaction.atomic():
            world = build_world()
            tell(world, progress=lambda done, total: self._bar(options, done, total))
            make_claims(world)
            make_cases(world)
            make_letters(world)
            make_refusals(world)
            make_rounds(world)
        self._say(options, f"\nThe demonstration world stands: {Organization.objects.count()} organisations.")

    def _say(self, options: dict[str, Any], text: str) -> None:
        if not options["quiet"]:
            self.stderr.write(text)

    def _bar(self, options: dict[str, Any], done: int, total: int) -> None:
        if not options["quiet"] and (done % 20 == 0 or done == total):
            self.stderr.write(f"\r  telling the story: {done} of {total} deeds", ending="")
            self.stderr.flush()
