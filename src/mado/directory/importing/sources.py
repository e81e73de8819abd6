"""The lists we can read, and a file of one of them opened for reading as often as needed."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from mado.directory.importing import gb_gias, hk_edb, jp_mext, kr_portal, tw_moe, us_nces
from mado.directory.importing.json_reading import json_rows
from mado.directory.importing.listed import Row, Source
from mado.directory.importing.reading import check_file, csv_rows
from mado.directory.importing.sheets import SheetSpool
from mado.kernel.errors import BadInput

SOURCES: Mapping[str, Source] = {
    module.SOURCE.name: module.SOURCE for module in (tw_moe, jp_mext, kr_portal, us_nces, hk_edb, gb_gias)
}


def source_named(name: str) -> Source:
    """The source, or BadInput that names those there are."""
    if name not in SOURCES:
        sentence = _("There is no source %(name)s. Sources: %(known)s.")
        raise BadInput({"source": sentence % {"name": name, "known": ", ".join(SOURCES)}})
    return SOURCES[name]


@contextlib.contextmanager
def opened(source: Source, path: Path) -> Iterator[Callable[[], Iterator[Row]]]:
    """A function that starts reading the file's rows from the top each time it is called."""
    found = check_file(path, source)
    if found == "xlsx":
        with contextlib.closing(SheetSpool(path)) as spool:
            yield lambda: spool.rows(source)
    elif found == "json":
        yield lambda: json_rows(source, path)
    else:
        yield lambda: csv_rows(source, path)
