"""Read an xlsx in a process of its own, under limits of memory, time and output. Runs as a script, knows only openpyxl.

    python -I sheet_child.py FILE   → one JSON list [line, [cells…]] per row on standard output

Exit status 0: all rows were written. Status 3: standard error ends with {"problem": code, …}. Anything else: the limits
struck or openpyxl broke. Why a child: openpyxl loads whole parts of the archive, and a 1 MB file can unpack to 300 MB.
"""

import datetime as dt
import json
import resource
import sys
import warnings
import zipfile
import zlib

UNPACKED_MOST = 50 << 20
RATIO_MOST = 100
ENTRIES_MOST = 200
ROWS_MOST = 300_000
COLUMNS_MOST = 100
CELL_MOST = 4_000
MEMORY = 640 << 20
CPU_SECONDS = 40
OUTPUT = 256 << 20


class Problem(Exception):  # noqa: N818  # not an error of the program
    """Something is wrong with the file; `facts` go to the parent as JSON."""

    def __init__(self, problem: str, **facts: object) -> None:
        super().__init__(problem)
        self.facts = {"problem": problem, **facts}


def limit_self() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check_archive(path: str) -> None:
    """Declared sizes first, before anything is unpacked; then every entry is unpacked and counted, since a declared
    size can lie."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES_MOST:
            raise Problem("entries", found=len(entries), most=ENTRIES_MOST)
        declared = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if declared > UNPACKED_MOST:
            raise Problem("unpacked", found=declared >> 20, most=UNPACKED_MOST >> 20)
        if declared > RATIO_MOST * max(packed, 1):
            raise Problem("ratio", found=declared // max(packed, 1), most=RATIO_MOST)
        if "xl/workbook.xml" not in archive.namelist():
            raise Problem("no_workbook")
        unpacked = 0
        for entry in entries:
            with archive.open(entry) as stream:
                while block := stream.read(1 << 20):
                    unpacked += len(block)
                    if unpacked > UNPACKED_MOST:
                        raise Problem("unpacked", found=unpacked >> 20, most=UNPACKED_MOST >> 20)


def plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[: CELL_MOST + 1]


def write_rows(path: str) -> None:
    import openpyxl  # noqa: PLC0415  # only after the limits are set

    write = sys.stdout.write
    with open(path, "rb") as file:  # noqa: PTH123  # a file and not its name: openpyxl judges names by their ending
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # the declared size of the sheet can lie
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > ROWS_MOST:
                raise Problem("rows", most=ROWS_MOST)
            if len(cells) > COLUMNS_MOST and any(cell is not None for cell in cells[COLUMNS_MOST:]):
                raise Problem("columns", line=number, most=COLUMNS_MOST)
            write(json.dumps([number, [plain(cell) for cell in cells[:COLUMNS_MOST]]]) + "\n")
    sys.stdout.flush()


def main() -> int:
    limit_self()
    warnings.simplefilter("ignore")  # openpyxl remarks on styles it does not know
    try:
        check_archive(sys.argv[1])
        write_rows(sys.argv[1])
    except Problem as problem:
        facts = problem.facts
    except MemoryError:
        facts = {"problem": "memory", "most": MEMORY >> 20}
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
