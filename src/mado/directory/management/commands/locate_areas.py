from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from mado.directory.importing.areas import GAZETTEERS
from mado.directory.services.locating import locate_areas
from mado.kernel.errors import MadoError


class Command(BaseCommand):
    help = "Give schools without a point the centre of their area, from a gazetteer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gazetteer", metavar="GAZETTEER", help=", ".join(GAZETTEERS))
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        try:
            run = locate_areas(gazetteer=options["gazetteer"], path=options["file"], actor=None)
        except MadoError as error:
            raise CommandError(str(error).removeprefix("file: ")) from error
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(reason)s") % {"file": options["file"], "reason": error.strerror}
            ) from error
        self.stdout.write(
            _("%(file)s: %(changed)s schools placed at the centre of their area, %(unchanged)s left as they were.")
            % {"file": run.file_name, "changed": run.changed, "unchanged": run.unchanged}
        )
