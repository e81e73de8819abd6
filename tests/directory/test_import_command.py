import io
import sys

import pytest
from django.core.management import CommandError, call_command

from mado.directory.management.commands.import_directory import ProgressLine
from mado.directory.models import ImportRun, Organization
from tests.directory import import_files as made

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = io.StringIO()
    call_command("import_directory", *[str(argument) for argument in arguments], stdout=out)
    return out.getvalue()


def test_several_files_are_read_and_reported(tmp_path):
    east = made.jp_file(tmp_path / "east.xlsx", made.jp_row("B1"))
    west = made.jp_csv(
        tmp_path / "west.csv", made.jp_row("B2", 都道府県番号="27(大阪)"), made.jp_row("", name="無番号")
    )
    lines = run("jp-mext", east, west).splitlines()
    assert lines[0].startswith("east.xlsx: 1 rows in ")
    assert lines[0].endswith(
        "Created 1, changed 0, unchanged 0, no longer listed 0, closed in the list and unknown here 0, rejected 0."
    )
    assert lines[2] == (
        "  line 8, column 学校コード, found '': This cell is empty, but every row needs it. Fill it in."
    )
    assert Organization.objects.count() == 2


def test_a_bad_file_ends_with_a_sentence_and_keeps_the_files_before_it(tmp_path):
    good = made.us_file(tmp_path / "good.csv", made.us_row())
    with pytest.raises(CommandError) as caught:
        run("us-nces", good, tmp_path / "none.csv")
    assert str(caught.value) == f"There is no file {tmp_path / 'none.csv'}. Check the path."
    assert caught.value.returncode == 1
    assert ImportRun.objects.count() == 1


def test_an_unknown_source_is_named_with_those_there_are(tmp_path):
    with pytest.raises(CommandError) as caught:
        run("fr-nowhere", tmp_path / "a.csv")
    assert str(caught.value).startswith("There is no source fr-nowhere. Sources: tw-moe,")


def test_rejected_rows_go_to_a_csv_without_live_formulas(tmp_path):
    path = made.us_file(tmp_path / "us.csv", made.us_row(), made.us_row("060000000002", Status="=HYPERLINK(1)"))
    run("us-nces", path, "--rejected", tmp_path / "out.csv")
    header, row = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert header == "File,Line,Column,Found,Reason"
    assert row.startswith("us.csv,3,Status,'=HYPERLINK(1),")


def test_progress_is_silent_where_nobody_watches(tmp_path, capsys):
    run("us-nces", made.us_file(tmp_path / "us.csv", made.us_row()))
    assert capsys.readouterr().err == ""


def test_progress_on_a_terminal_shows_rows_and_speed(tmp_path, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    run("us-nces", made.us_file(tmp_path / "us.csv", made.us_row()))
    assert "\rus.csv [" in shown.getvalue()
    assert "1 / 1 rows" in shown.getvalue()
    before = shown.getvalue()
    run("us-nces", tmp_path / "us.csv", "--no-progress")
    assert shown.getvalue() == before


def test_the_speed_counts_only_rows_of_this_run():
    shown = io.StringIO()
    line = ProgressLine(shown, "a.csv")
    line(5_000, 10_000)
    assert "[############............] 5,000 / 10,000 rows · 0 rows/s" in shown.getvalue()
