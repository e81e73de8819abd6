"""House rules 9 and 10: nothing grows beyond what one reads in a sitting, and nothing is left for later."""

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest

from tests.architecture.source import OURS, ROOT, SOURCES, TEMPLATES, short, text, tree

FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES, TEST_LINES = 400, 70, 250, 700
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "tools", "stuff"}
LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|raise NotImplemented" + r"Error)\b")


def test_no_file_is_too_long():
    long = {
        short(path): lines
        for path in SOURCES
        if "migrations" not in path.parts
        and (lines := text(path).count("\n")) > (TEST_LINES if "tests" in path.parts else FILE_LINES)
    }
    assert long == {}


def test_no_function_is_too_long():
    long = {
        f"{short(path)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in SOURCES
        if "tests" not in path.parts and "migrations" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    }
    assert long == {}


def test_no_template_is_too_long():
    assert {short(path): n for path in TEMPLATES if (n := text(path).count("\n")) > TEMPLATE_LINES} == {}


def test_no_module_is_named_after_nothing():
    names = {short(path) for path in OURS for part in (*path.parent.parts, path.stem) if part in NAMELESS}
    assert names == set()


def test_nothing_is_left_for_later():
    found = {
        f"{short(path)}:{number}"
        for path in (*SOURCES, *TEMPLATES)
        for number, line in enumerate(text(path).splitlines(), 1)
        if LATER.search(line) and path.name != "test_sizes_and_names.py"
    }
    assert found == set()


def _comments(path):
    with tokenize.open(path) as file:
        yield from (
            t for t in tokenize.generate_tokens(io.StringIO(file.read()).readline) if t.type == tokenize.COMMENT
        )


def test_every_noqa_has_a_reason():
    bare = {
        f"{short(path)}:{token.start[0]}"
        for path in SOURCES
        if "migrations" not in path.parts
        for token in _comments(path)
        if "noqa" in token.string and not re.search(r"# noqa: [A-Z0-9, ]+  # \S", token.string)
    }
    assert bare == set()


def test_no_address_of_an_index_and_no_path_of_one_machine():
    pattern = re.compile(r"index-url|find-links|trusted-host|pypi\.org|/wo" + r"rk/|files\.pythonhosted")
    files = [p for p in ROOT.rglob("*") if p.is_file() and not _generated(p)]
    files.remove(Path(__file__).resolve())
    found = [short(p) for p in files if pattern.search(p.read_text(encoding="utf-8", errors="ignore"))]
    assert found == []


def _generated(path):
    parts = path.relative_to(ROOT).parts
    outside = parts[0].startswith(".") and parts[0] not in (".ci", ".importlinter", ".gitignore")
    return outside or parts[0] in ("var", "pg") or "__pycache__" in parts or path.suffix in (".png", ".mo")


def test_migrations_are_named():
    automatic = [short(p) for p in (ROOT / "src").rglob("migrations/*.py") if "auto" in p.stem]
    assert automatic == []


@pytest.mark.parametrize("folder", ["src", "tests"])
def test_no_test_is_switched_off(folder):
    pattern = re.compile(r"pytest\.(skip|xfail)\(|mark\.(skip|xfail)\b")
    found = [
        short(p) for p in (ROOT / folder).rglob("*.py") if pattern.search(text(p)) and "architecture" not in p.parts
    ]
    assert found == []
