"""The source as data, for the tests of this folder."""

import ast
import re
from configparser import ConfigParser
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "mado"
SOURCES = tuple(
    sorted(
        p
        for folder in ("src", "config", "tools", "bench", "tests")
        for p in (ROOT / folder).rglob("*.py")
        if "__pycache__" not in p.parts
    )
)
OURS = tuple(p for p in SOURCES if p.is_relative_to(PACKAGE) and "migrations" not in p.parts)
TEMPLATES = tuple(sorted(PACKAGE.rglob("templates/**/*.html")))


def _floors() -> dict[str, int]:
    """App → floor, the lowest 0, as .importlinter says; apps of one floor share a number."""
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    layers = contracts["importlinter:contract:apps"]["layers"].split("\n")
    rows = [[app.strip() for app in re.split("[|:]", row)] for row in layers if row.strip()]
    return {app: floor for floor, row in enumerate(reversed(rows)) for app in row}


FLOORS = _floors()


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path))


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def app_of(path: Path) -> str:
    """The app a file of the package belongs to."""
    return path.relative_to(PACKAGE).parts[0]
