"""Read an xlsx in a process of its own, under limits of memory, time and output. Runs as a script, knows only openpyxl.

    python -I sheet_child.py FILE [OPTIONS]   → one JSON list [line, [cells…]] per row on standard output

OPTIONS is a JSON object: "sheet" (which, from 0; default 0), "memory" and "unpacked" (limits in bytes), and "head": with
it the first rows of every visible sheet are written instead, as [sheet, title] and then [sheet, line, [cells…]].
Exit status 0: all rows were written. Status 3: standard error ends with {"problem": code, …}. Anything else: the limits
struck or openpyxl broke. Why a child: openpyxl loads whole parts of the archive, and a 1 MB file can unpack to 300 MB.
"""

import datetime as dt
import json
import re
import resource
import sys
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

UNPACKED_MOST = 50 << 20
RATIO_MOST = 100
ENTRIES_MOST = 200
SHEETS_MOST = 30
ROWS_MOST = 300_000
COLUMNS_MOST = 100
CELL_MOST = 4_000
MEMORY = 640 << 20
CPU_SECONDS = 90
"""100,000 rows take about 15 on an idle core, and several times that where cores are shared."""
OUTPUT = 256 << 20
MERGES_MOST = 4 << 20
"""Bytes of the part behind a sheet's rows in which merged cells stand."""
_MERGED = re.compile(rb'mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')


class Problem(Exception):  # noqa: N818  # not an error of the program
    """Something is wrong with the file; `facts` go to the parent as JSON."""

    def __init__(self, problem: str, **facts: object) -> None:
        super().__init__(problem)
        self.facts = {"problem": problem, **facts}


def limit_self(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check_archive(path: str, unpacked_most: int) -> None:
    """Declared sizes first, before anything is unpacked; then every entry is unpacked and counted, since a declared
    size can lie."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES_MOST:
            raise Problem("entries", found=len(entries), most=ENTRIES_MOST)
        declared = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if declared > unpacked_most:
            raise Problem("unpacked", found=declared >> 20, most=unpacked_most >> 20)
        if declared > RATIO_MOST * max(packed, 1):
            raise Problem("ratio", found=declared // max(packed, 1), most=RATIO_MOST)
        if "xl/workbook.xml" not in archive.namelist():
            raise Problem("no_workbook")
        unpacked = 0
        for entry in entries:
            with archive.open(entry) as stream:
                while block := stream.read(1 << 20):
                    unpacked += len(block)
                    if unpacked > unpacked_most:
                        raise Problem("unpacked", found=unpacked >> 20, most=unpacked_most >> 20)


def plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[: CELL_MOST + 1]


def merged_down(stream: IO[bytes]) -> dict[int, list[tuple[int, int]]]:
    """Column from 0 → (first row, last row) of cells merged over several rows, as the sheet's own part tells them."""
    start, tail = b"<mergeCells", b""
    while block := stream.read(1 << 20):
        tail += block
        if (at := tail.find(start)) >= 0:
            tail = tail[at:] + stream.read(MERGES_MOST)
            break
        tail = tail[-len(start) :]
    else:
        return {}
    found: dict[int, list[tuple[int, int]]] = {}
    for letters, first, last in _MERGED.findall(tail):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        if int(first) < int(last):
            found.setdefault(column - 1, []).append((int(first), int(last)))
    return found


class Merged:
    """Cells merged over several rows mean their text for each of them: a county written once beside its ten schools."""

    def __init__(self, spans: dict[int, list[tuple[int, int]]]) -> None:
        self._waiting = {column: sorted(rows, reverse=True) for column, rows in spans.items() if column < COLUMNS_MOST}
        self._open: dict[int, tuple[int, str]] = {}

    def fill(self, number: int, texts: list[str]) -> list[str]:
        """A row of its own texts; rows come in order. A row in which nothing stands stays so."""
        stands = any(texts)
        for column, rows in self._waiting.items():
            while rows and rows[-1][0] <= number:
                first, last = rows.pop()
                if first == number and column < len(texts):
                    self._open[column] = (last, texts[column])
            last, text = self._open.get(column, (0, ""))
            if stands and number <= last and not (column < len(texts) and texts[column]):
                texts += [""] * (column + 1 - len(texts))
                texts[column] = text
        return texts


def rows_of(sheet: Any, most: int | None = None) -> Iterator[tuple[int, list[str]]]:
    with sheet._get_source() as stream:  # noqa: SLF001  # openpyxl tells no merged cells of sheets it reads row by row
        merged = Merged(merged_down(stream))
    sheet.reset_dimensions()  # the declared size of the sheet can lie
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_row=most), start=1):
        if number > ROWS_MOST:
            raise Problem("rows", most=ROWS_MOST)
        if len(cells) > COLUMNS_MOST and any(cell is not None for cell in cells[COLUMNS_MOST:]):
            raise Problem("columns", line=number, most=COLUMNS_MOST)
        yield number, merged.fill(number, [plain(cell) for cell in cells[:COLUMNS_MOST]])


def write_rows(path: str, sheet: int, head: int) -> None:
    import openpyxl  # noqa: PLC0415  # only after the limits are set

    write = sys.stdout.write
    with open(path, "rb") as file:  # noqa: PTH123  # a file and not its name: openpyxl judges names by their ending
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        if not head:
            if sheet >= len(book.worksheets):
                raise Problem("no_sheet")
            for number, cells in rows_of(book.worksheets[sheet]):
                write(json.dumps([number, cells]) + "\n")
            sys.stdout.flush()
            return
        for index, one in enumerate(book.worksheets[:SHEETS_MOST]):
            if one.sheet_state != "visible":
                continue
            write(json.dumps([index, one.title]) + "\n")
            for number, cells in rows_of(one, head):
                write(json.dumps([index, number, cells]) + "\n")
    sys.stdout.flush()


def main() -> int:
    path, options = sys.argv[1], json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
    memory = options.get("memory", MEMORY)
    limit_self(memory)
    warnings.simplefilter("ignore")  # openpyxl remarks on styles it does not know
    try:
        check_archive(path, options.get("unpacked", UNPACKED_MOST))
        write_rows(path, options.get("sheet", 0), options.get("head", 0))
    except Problem as problem:
        facts = problem.facts
    except MemoryError:
        facts = {"problem": "memory", "most": memory >> 20}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError):
        facts = {"problem": "damaged"}
    except Exception as error:  # noqa: BLE001  # whatever a hostile sheet does to the XML reader ends here
        facts = {"problem": "unreadable", "error": type(error).__name__}
    else:
        return 0
    sys.stderr.write(json.dumps(facts) + "\n")
    return 3


if __name__ == "__main__":
    sys.exit(main())
