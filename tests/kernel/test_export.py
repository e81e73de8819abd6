import csv
import datetime as dt
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mado.kernel.export import csv_bytes, export_response, json_blocks, plain_cell, read_back, xlsx_bytes

LIVE = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "  =1",
    "'=1",
    "\r=cmd",
    "\n=cmd",
    "\u00a0=1",
    "\ufeff=1",
    "\u3000＝1",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
]
SEPARATORS = (",", ";", "\t", "|")
FORMULA = tuple("=+-@＝＋－＠")


def cells_as_cut(content, separator):
    """What a spreadsheet that takes this separator sees."""
    return [
        cell
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator)
        for cell in row
    ]


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize(
    "text", [*LIVE, "\t=1", *(f"a{gap}{live}" for gap in ";\t|\n" for live in ("=1+1", "+1", "-1", "@x", "＝1"))]
)
def test_no_text_leaves_as_a_live_formula_however_the_file_is_cut(text, separator):
    content = csv_bytes(["first", text], [["plain", text], [text, "plain"]])
    assert [cell for cell in cells_as_cut(content, separator) if cell.lstrip().startswith(FORMULA)] == []


@pytest.mark.parametrize("text", LIVE)
def test_the_apostrophe_stands_before_the_text(text):
    assert str(plain_cell(text)).replace("'", "") == text.replace("'", "")
    assert str(plain_cell(text)).startswith("'")


@pytest.mark.parametrize("text", ["A-1", "1+1", "a@b.tw", "高雄市立港都國民小學", "a; b", "", "No. 5, -1F"])
def test_ordinary_texts_leave_as_they_are(text):
    assert plain_cell(text) == text


TRICKY = st.text(st.sampled_from("'=+-@＝＋－＠;|\t\r\n a7臺\u00a0\u3000\ufeff\u200b"), max_size=12)


@given(st.one_of(TRICKY, st.text()))
@example("'=1")
@example("a; '=1")
@example("''+886-7-555")
def test_reading_back_undoes_writing_for_every_text(text):
    assert read_back(str(plain_cell(text))) == text


@given(TRICKY)
def test_what_was_read_back_leaves_without_a_live_formula_again(text):
    content = csv_bytes(["a"], [[read_back(text)]])
    for separator in SEPARATORS:
        assert [cell for cell in cells_as_cut(content, separator) if cell.lstrip().startswith(FORMULA)] == []


@pytest.mark.parametrize("text", ["+886-7-555", "=1", "O'Brien", "'quoted'", "'t Hart", "a; b's -1", "rock 'n' roll"])
def test_a_text_without_the_mark_is_read_as_it_stands(text):
    assert read_back(text) == text


def test_numbers_stay_numbers_even_negative_ones():
    assert [plain_cell(value) for value in (-3, 2.5, None, dt.date(2026, 11, 23))] == [-3, 2.5, None, "2026-11-23"]


def test_csv_is_read_by_excel_in_every_script():
    assert csv_bytes(["名稱"], [["高雄"]]).decode("utf-8-sig") == "名稱\r\n高雄\r\n"
    assert csv_bytes(["a"], []).startswith(b"\xef\xbb\xbf")


def test_long_tables_are_written_in_blocks_and_lose_no_row():
    content = csv_bytes(["n"], [[number] for number in range(1234)]).decode("utf-8-sig").split()
    assert content == ["n", *map(str, range(1234))]


@pytest.mark.parametrize("text", [*LIVE, "\t=1", "a;=1"])
def test_xlsx_keeps_texts_as_strings(text):
    content = xlsx_bytes("Figures", ["a", "b"], [[text, 5]])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.data_type for cell in sheet[2]] == ["s", "n"]
    # OOXML writes a carriage return as _x000D_; openpyxl leaves it so.
    assert (sheet[2][0].value.replace("_x000D_", "\r").strip(), sheet[2][1].value) == (text.strip(), 5)


def test_a_sheet_is_named_as_sheets_may_be_named():
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("a/b [c]: a name that is far too long for it", ["x"], [])))
    assert book.sheetnames == ["a b  c   a name that is far too"]


def test_json_has_one_object_per_row_and_texts_as_they_are():
    blocks = json_blocks(["name", "since"], [["=1", dt.date(2026, 1, 2)], ["高雄", None]])
    assert json.loads(b"".join(blocks)) == [{"name": "=1", "since": "2026-01-02"}, {"name": "高雄", "since": None}]
    assert json.loads(b"".join(json_blocks(["a"], []))) == []


@pytest.mark.django_db  # closing a response looks after the connection
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_download_says_what_it_is(form):
    response = export_response(form, name="mado-x", title="X", header=["a"], rows=[["b"]])
    assert response["Content-Disposition"] == f'attachment; filename="mado-x.{form}"'
    assert b"".join(response.streaming_content) != b""
    response.close()


def test_no_table_leaves_the_house_by_another_way():
    """Every CSV and XLSX is written here, where no cell can be a live formula."""
    other = re.compile(r"csv\.(writer|DictWriter)\(|import xlsxwriter|\bWorkbook\(|write_formula|\.to_csv\(|tablib")
    sources = Path(__file__).parents[2] / "src" / "mado"
    found = [path.name for path in sources.rglob("*.py") if other.search(path.read_text(encoding="utf-8"))]
    assert found == ["export.py"]
