"""`mado overlap`: when two school days meet, from flags or from the API's own JSON body."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mado.profiles.engine.overlap import DayOverlap
from mado.profiles.engine.request import OverlapInputError, answer_rows, compute, read_request

BODY_BYTES_MOST = 1_000_000


class Command(BaseCommand):
    help = "Common time of two school days per date of side a. Times are exact to the minute across clock changes."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "request", nargs="?", help="JSON file with the body of POST /api/v1/overlap; - reads it from stdin"
        )
        for side in ("a", "b"):
            parser.add_argument(f"--{side}-zone", help="IANA time zone, such as Asia/Taipei")
            parser.add_argument(
                f"--{side}-days", default="1-5", help="weekdays, 1 Monday … 7 Sunday: 1-5 or 1,2,4 (default 1-5)"
            )
            parser.add_argument(f"--{side}-start", default="08:00", help="HH:MM (default 08:00)")
            parser.add_argument(f"--{side}-end", default="16:00", help="HH:MM (default 16:00)")
            parser.add_argument(
                f"--{side}-closed", default="", help="dates without school, YYYY-MM-DD, with commas between"
            )
        parser.add_argument("--from", dest="first", help="first date of side a, YYYY-MM-DD")
        parser.add_argument("--to", dest="last", help="last date of side a, included")
        parser.add_argument("--json", action="store_true", help="print the API's answer instead of a table")

    def handle(self, *_args: Any, **options: Any) -> None:
        body = _read_body(options["request"]) if options["request"] else _body_from_flags(options)
        try:
            entries = compute(read_request(body))
        except OverlapInputError as problem:
            raise CommandError(problem.sentence) from None
        if options["json"]:
            self.stdout.write(json.dumps(answer_rows(entries), ensure_ascii=False, indent=1))
            return
        self.stdout.write("date        minutes  side a                              side b")
        for entry in entries:
            for line in _table_lines(entry):
                self.stdout.write(line)


def _read_body(source: str) -> Any:
    """The JSON of a file, or of standard input for "-"."""
    try:
        text = sys.stdin.read(BODY_BYTES_MOST + 1) if source == "-" else _file_text(Path(source))
    except (OSError, UnicodeDecodeError) as problem:
        raise CommandError(f"{source} cannot be read: {problem}.") from None
    if len(text) > BODY_BYTES_MOST:
        raise CommandError(f"{source} is larger than {BODY_BYTES_MOST} characters; that is no overlap request.")
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as problem:
        raise CommandError(f"{source} is not JSON: {problem}.") from None


def _file_text(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.read(BODY_BYTES_MOST + 1)


def _body_from_flags(options: dict[str, Any]) -> dict[str, Any]:
    for flag in ("a_zone", "b_zone", "first", "last"):
        if not options[flag]:
            names = {"first": "--from", "last": "--to"}
            raise CommandError(
                f"Give {names.get(flag, '--' + flag.replace('_', '-'))}, or a JSON file with the whole request."
            )
    sides = {
        side: {
            "zone": options[f"{side}_zone"],
            "days": _weekdays(options[f"{side}_days"]),
            "start": options[f"{side}_start"],
            "end": options[f"{side}_end"],
            "closed": [day.strip() for day in options[f"{side}_closed"].split(",") if day.strip()],
        }
        for side in ("a", "b")
    }
    return {**sides, "from": options["first"], "to": options["last"]}


def _weekdays(text: str) -> list[int]:
    days: list[int] = []
    for part in text.split(","):
        first, _dash, last = part.strip().partition("-")
        if not first.isdecimal() or (last and not last.isdecimal()):
            raise CommandError("Weekdays are written as 1-5 or 1,2,4: 1 is Monday, 7 is Sunday.")
        days += range(int(first), min(int(last or first), 8) + 1)
    return days


def _table_lines(entry: DayOverlap) -> list[str]:
    if not entry.windows:
        return [f"{entry.date}        0  –"]
    lines = []
    for place, window in enumerate(entry.windows):
        a, b = (f"{s:%a %Y-%m-%d %H:%M}–{e:%H:%M} ({s:%z})" for s, e in (window.a_local, window.b_local))
        head = f"{entry.date}  {entry.minutes:7d}" if place == 0 else " " * 19
        lines.append(f"{head}  {a}  {b}")
    return lines
