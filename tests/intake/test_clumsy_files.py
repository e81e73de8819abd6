"""Lists as offices make them: each is read as it is meant, or gets a sentence that says what to do."""

import io
import struct

import openpyxl
import pytest

from mado.intake.models import ListRow
from mado.intake.services.uploads import mapping_problems
from tests.intake.list_files import checked, csv_content, take, xlsx_content
from tests.intake.test_bad_files import refusal

pytestmark = pytest.mark.django_db


def workbook(*rows, merged=(), titles=()):
    """An xlsx of these rows; `titles`: sheets that stand before it, each with one line."""
    book = openpyxl.Workbook()
    for title in titles:
        book.active.append([title])
        book.create_sheet("名單")
    sheet = book.worksheets[-1]
    for cells in rows:
        sheet.append(cells)
    for area in merged:  # not merge_cells, which makes every cell of the area
        sheet.merged_cells.add(area)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def schools(upload):
    return [row.school for row in ListRow.objects.filter(upload=upload)]


def test_a_county_written_once_beside_its_schools(world):
    content = workbook(
        ["縣市", "鄉鎮市區", "學校名稱", "學制"],
        ["高雄市", "鹽埕區", "海風國小", "國小"],
        [None, None, "海浪國小", None],
        [None, "旗津區", "海燕國小", None],
        [None, None, None, None],
        merged=("A2:A5", "B2:B3", "D2:D4"),
    )
    upload = checked(content, world.office, world.officer, name="a.xlsx")
    assert [(row.get("region"), row.get("city"), row["name"], row.get("levels")) for row in schools(upload)] == [
        ("TW-KHH", "鹽埕區", "海風國小", ["primary"]),
        ("TW-KHH", "鹽埕區", "海浪國小", ["primary"]),
        ("TW-KHH", "旗津區", "海燕國小", ["primary"]),
    ]


def test_a_hostile_merge_over_a_million_rows_costs_nothing(world):
    content = workbook(["學校名稱", "縣市"], ["海風國小", "高雄市"], merged=("B2:B1048576", "C1:XFD1048576"))
    upload = checked(content, world.office, world.officer, name="a.xlsx")
    assert (upload.rows, upload.to_create) == (1, 1)


def test_the_sheet_with_the_schools_is_found_behind_the_one_that_explains_it(world, client):
    content = workbook(["學校名稱", "縣市"], ["海風國小", "高雄市"], titles=["填表說明"])
    upload = take(content, world.office, world.officer, "a.xlsx")
    assert (upload.sheet, upload.mapping) == (1, {"0": "name", "1": "region"})
    client.force_login(world.officer)
    page = client.get(f"/en/office/lists/{upload.code}/columns/").content.decode()
    assert "<bdi>名單</bdi>" in page


def test_headings_in_two_languages_below_each_other(world):
    content = csv_content(["學校名稱", "縣市"], [["School name", "County"], ["海風國小", "高雄市"]])
    upload = checked(content, world.office, world.officer)
    assert (upload.header_line, [school["name"] for school in schools(upload)]) == (2, ["海風國小"])


def test_title_date_and_empty_lines_stand_above_in_big5_with_semicolons(world):
    lines = [
        ["高雄市 115 學年度國際交流學校名單"],
        ["製表日期：115/11/29"],
        [],
        ["編號", "學校名稱", "縣市"],
        ["1", "海風國小 ", " 高雄市"],
    ]
    content = "\r\n".join(";".join(cells) for cells in lines).encode("cp950")
    upload = checked(content, world.office, world.officer)
    assert (upload.encoding, upload.delimiter, upload.header_line) == ("cp950", ";", 4)
    assert [(school["name"], school["region"]) for school in schools(upload)] == [("海風國小", "TW-KHH")]


def test_the_line_excel_reads_for_its_separator(world):
    upload = checked("sep=;\r\n學校名稱;縣市\r\n海風國小;高雄市\r\n".encode(), world.office, world.officer)
    assert (upload.header_line, upload.to_create) == (2, 1)


def test_full_width_digits_and_letters_and_numbers_for_codes(world):
    content = workbook(
        ["學校代碼", "學校名稱", "縣市", "學生數", "電話", "郵遞區號", "電子郵件", "緯度", "經度"],
        [
            "９００００１",
            "海風國小",
            "高雄市",
            "１，２００",
            "０７－５５５",
            "８０３",
            "ＬＩＮ＠example.org",
            "２２．６",
            "１２０．２",
        ],
        [900002.0, "海浪國小", "高雄市", 420.0, 75550100, 803, "a@example.org ", 22.6, 120.2],
    )
    upload = checked(content, world.office, world.officer, name="a.xlsx")
    assert [(s["identifier"], s["enrolment"], s["phone"], s["postcode"], s["latitude"]) for s in schools(upload)] == [
        ("900001", 1200, "07-555", "803", 22.6),
        ("900002", 420, "75550100", "803", 22.6),
    ]
    assert [row.contacts.get().email for row in ListRow.objects.filter(upload=upload)] == [
        "lin@example.org", "a@example.org",
    ]  # fmt: skip


def test_a_code_some_program_took_for_a_number(world):
    upload = checked(
        csv_content(["學校代碼", "學校名稱", "縣市"], [["900001.0", "海風國小", "高雄市"]]), world.office, world.officer
    )
    assert schools(upload)[0]["identifier"] == "900001"


@pytest.mark.parametrize("last", ["合計", "總計：", "Total", "※ 資料來源：教育局", "註：含分校", "Note 1: branches"])
def test_totals_and_remarks_below_the_schools_are_no_schools(world, last):
    upload = checked(
        csv_content(["學校名稱", "縣市"], [["海風國小", "高雄市"], [last, ""]]), world.office, world.officer
    )
    assert (upload.to_create, upload.rejected) == (1, 1)
    (problem,) = ListRow.objects.get(upload=upload, line=3).problems
    assert (problem["kind"], problem["found"]) == ("missing", last)


@pytest.mark.parametrize("name", ["Sum", "Total", "Note: branches"])
def test_a_school_with_a_code_may_be_called_like_a_total(world, name):
    headings = ["Mado code", "學校代碼", "School name", "縣市"]
    rows = [[world.kaohsiung.code, "", name, ""], ["", "900001", name, "高雄市"]]
    upload = checked(csv_content(headings, rows), world.office, world.officer)
    assert (upload.to_change, upload.to_create, upload.rejected) == (1, 1, 0)


def test_a_total_in_another_column_is_told_once(world):
    upload = checked(
        csv_content(["縣市", "學校名稱"], [["高雄市", "海風國小"], ["合計", ""]]), world.office, world.officer
    )
    assert [one["kind"] for one in ListRow.objects.get(upload=upload, line=3).problems] == ["missing"]


def test_of_a_name_that_cannot_be_read_the_cause_is_told(world):
    upload = checked(csv_content(["學校名稱", "電子郵件"], [["#N/A", "no address"]]), world.office, world.officer)
    found = [(one["kind"], one["field"]) for one in ListRow.objects.get(upload=upload).problems]
    assert found == [("sheet_error", "name"), ("bad_email", "contact_email")]


@pytest.mark.parametrize("below", [[], [["", ""]]])
def test_headings_alone_are_no_list(world, below):
    upload = take(csv_content(["學校名稱", "縣市"], below), world.office, world.officer)
    assert mapping_problems(upload) == {"": "No row stands below the headings. Fill in one row for each school."}


def test_schools_whose_names_begin_alike_stay_schools(world):
    names = ["總計國小", "Notes Academy", "Sumner High School", "Total Learning School", "注音國小"]
    upload = checked(
        csv_content(["學校名稱", "縣市"], [[name, "高雄市"] for name in names]), world.office, world.officer
    )
    assert (upload.to_create, upload.rejected) == (len(names), 0)


def test_a_pivot_table_is_told_that_nothing_names_a_school(world, client):
    content = xlsx_content(
        ["Row Labels", "國小", "國中", "Grand Total"], [["高雄市", 243, 95, 338], ["臺南市", 211, 61, 272]]
    )
    upload = take(content, world.office, world.officer, "a.xlsx")
    client.force_login(world.officer)
    path = f"/en/office/lists/{upload.code}/columns/"
    form = client.get(path).context["form"]
    page = client.post(path, {name: form[name].value() or "" for name in form.fields})
    assert page.status_code == 422
    assert (
        "No column holds the name of the school, its official code or its Mado code. Choose one."
        in page.content.decode()
    )


WEB_PAGE = "This file is a web page, whatever its name says. Open your list in a spreadsheet program and save it as XLSX or CSV."


@pytest.mark.parametrize(
    "content",
    [
        "<html><table><tr><td>學校名稱</td></tr></table></html>".encode(),
        '\ufeff\r\n<?xml version="1.0"?><Workbook/>'.encode(),
        "<table><tr>".encode("utf-16"),
    ],
    ids=["page", "xml", "utf-16"],
)
def test_a_web_page_under_the_name_of_a_workbook(world, content):
    assert refusal(world, content, "schools.xls") == WEB_PAGE


def test_a_workbook_with_a_password(world):
    content = struct.pack("<Q", 0xE11AB1A1E011CFD0) + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
    assert refusal(world, content) == "This workbook has a password. Save it without one, as XLSX or CSV."
