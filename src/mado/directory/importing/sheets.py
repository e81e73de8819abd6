"""Rows of an xlsx, read by a limited child process (sheet_child.py) and kept in a temporary file without a name."""

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from mado.directory.importing.listed import Row, Source
from mado.directory.importing.reading import with_header, wrong
from mado.directory.importing.sheet_child import CPU_SECONDS
from mado.kernel.errors import BadInput

WALL_SECONDS = 15 * CPU_SECONDS
"""What a hostile file can do is bounded by processor time. The largest real file takes five seconds of it: on a machine
with much to do it is read late, not refused."""


class SheetSpool:
    """All rows of the first sheet, as the child wrote them. Close it to free the disk."""

    def __init__(self, path: Path) -> None:
        self._spool: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", prefix="mado-sheet-")  # noqa: SIM115  # closed by close()
        try:
            _read_in_child(path, self._spool)
        except BaseException:
            self._spool.close()
            raise

    def rows(self, source: Source) -> Iterator[Row]:
        return with_header(source, self._lines(), trimmed=True)

    def _lines(self) -> Iterator[tuple[int, Sequence[str]]]:
        self._spool.seek(0)
        for line in self._spool:
            number, cells = json.loads(line)
            yield number, cells

    def close(self) -> None:
        self._spool.close()


def _read_in_child(path: Path, spool: IO[str]) -> None:
    try:
        run_sheet_child(path, spool)
    except SheetRefused as refused:
        raise _refusal(refused) from refused


class SheetRefused(Exception):  # noqa: N818  # reads as the sentence it is
    """The child did not read the file: `problem` is a code of sheet_child or "slow", `facts` the numbers with it."""

    def __init__(self, problem: str, facts: Mapping[str, Any]) -> None:
        super().__init__(problem)
        self.problem = problem
        self.facts = facts


def run_sheet_child(path: Path, spool: IO[str], *, seconds: int = WALL_SECONDS, **options: int) -> None:
    """Write what the child reads from an xlsx into `spool`. Options and lines: see sheet_child. Raises SheetRefused."""
    script = Path(__file__).with_name("sheet_child.py")
    try:
        # -I and an empty environment: the child needs neither our packages nor our secrets.
        done = subprocess.run(  # noqa: S603  # our own script, the path is one argument
            [sys.executable, "-I", str(script), str(path.resolve()), json.dumps(options)],
            stdin=subprocess.DEVNULL,
            stdout=spool,
            stderr=subprocess.PIPE,
            env={"LANG": "C.UTF-8", "PYTHONUTF8": "1"},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SheetRefused("slow", {}) from error
    if done.returncode == -signal.SIGXCPU:
        raise SheetRefused("slow", {})
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [""]
        try:
            facts = json.loads(last[0])
        except ValueError:
            facts = {}
        raise SheetRefused(facts.get("problem", ""), facts)


def _refusal(refused: SheetRefused) -> BadInput:
    sentences = {
        "slow": _("Reading the xlsx took too long and was stopped. Save it again as a plain sheet, or split it."),
        "damaged": _("The xlsx is damaged or was cut off. Download it again."),
        "no_workbook": _("The file is a zip archive but no xlsx workbook. Check the file."),
        "unpacked": _("The xlsx unpacks to more than %(most)s MB. The official lists are far smaller: check the file."),
        "ratio": _("The xlsx is packed %(found)s times smaller than its content; at most %(most)s times is taken."),
        "entries": _("The xlsx has %(found)s parts; at most %(most)s are taken."),
        "rows": _("The sheet has more than %(most)s rows. Split the file."),
        "columns": _("Row %(line)s of the sheet has more than %(most)s columns. Check the file."),
        "memory": _("Reading the xlsx needs more than %(most)s MB of memory. Save it again as a plain sheet."),
    }
    fallback = _("The xlsx could not be read. Open it in a spreadsheet and save it again as xlsx.")
    sentence = sentences.get(refused.problem)
    return wrong(sentence % refused.facts if sentence else fallback)
