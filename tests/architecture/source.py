"""The source as data, for the tests of this folder."""

import ast
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

# From the lowest floor up; apps of one floor share a number. The same order stands in .importlinter.
FLOORS = {
    "kernel": 0,
    "reference": 1,
    "audit": 2,
    "notify": 2,
    "directory": 3,
    "accounts": 4,
    "profiles": 5,
    "partnerships": 6,
    "exchanges": 7,
    "statistics": 8,
    "portal": 9,
    "api": 9,
    "demo": 10,
    "cli": 11,
}


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
