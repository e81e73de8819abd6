import io

import openpyxl
import pytest

from mado.kernel.export import csv_bytes, plain_cell, xlsx_bytes

LIVE = ["=1+1", "+1", "-1", "@x", "\t=1", "＝1+1", "  =1", "'=1", "\r=cmd"]


@pytest.mark.parametrize("text", LIVE)
def test_no_text_leaves_as_a_live_formula_in_csv(text):
    assert plain_cell(text) == f"'{text}"


def test_numbers_stay_numbers_even_negative_ones():
    assert plain_cell(-3) == -3


def test_csv_is_read_by_excel_in_every_script():
    assert csv_bytes(["名稱"], [["高雄"]]).decode("utf-8-sig") == "名稱\r\n高雄\r\n"
    assert csv_bytes(["a"], []).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", LIVE[:4])
def test_xlsx_keeps_texts_as_strings(text):
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("Figures", ["a", "b"], [[text, 5]]))).active
    assert [(cell.data_type, cell.value) for cell in sheet[2]] == [("s", text), ("n", 5)]
