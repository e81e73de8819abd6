"""Official calendars as files: each source's rows become calendars of places, or are refused with their line and reason."""

from pathlib import Path

from django.utils.translation import gettext as _

from mado.kernel.errors import BadInput
from mado.reference.importing.korea import parse_korea
from mado.reference.importing.openholidays import parse_openholidays
from mado.reference.importing.parsed import Parsed
from mado.reference.importing.taiwan import parse_taiwan

SOURCES = {"tw-dgpa": parse_taiwan, "kr": parse_korea, "openholidays": parse_openholidays}
LARGEST_FILE = 8 << 20


def parse_calendar(source: str, path: Path) -> Parsed:
    """What the file says. Raises BadInput with a sentence when it is no file of that source at all."""
    parse = SOURCES.get(source)
    if parse is None:
        sentence = _("There is no source %(source)s. Known: %(known)s.")
        raise BadInput({"source": sentence % {"source": source, "known": ", ".join(SOURCES)}})
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput({"file": _("The file is larger than any calendar. Check file and source.")})
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        sentence = _("The file %(file)s cannot be read: %(reason)s.")
        raise BadInput({"file": sentence % {"file": path.name, "reason": error.strerror or ""}}) from error
    except UnicodeDecodeError as error:
        raise BadInput({"file": _("The file is not UTF-8. Use the file as it was published.")}) from error
    return parse(text)
