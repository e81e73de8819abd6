"""Files and rows that cannot be what they should be: each gets a sentence, none reaches the directory."""

import io
import re
import resource
import struct
import unicodedata
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mado.directory.models import Organization
from mado.intake import services
from mado.intake.models import ListRow, ListUpload
from mado.kernel.errors import BadInput
from tests.intake.list_files import HEADINGS, bomb, checked, csv_content, taiwan_rows, take, xlsx_content

pytestmark = pytest.mark.django_db


def refusal(world, content, name="list.csv"):
    with pytest.raises(BadInput) as caught:
        take(content, world.office, world.officer, name)
    assert ListUpload.objects.count() == 0
    (sentence,) = caught.value.sentences.values()
    return str(sentence)


XLSX = xlsx_content(HEADINGS, taiwan_rows(50))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty. Choose the file with your schools."),
        (b"%PDF-1.7", "This file is PDF. Open your list in a spreadsheet program and save it as XLSX or CSV."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "This file is an old Excel file (XLS). Open your list in a spreadsheet program and save it as XLSX or CSV."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "This is neither a spreadsheet nor a text file. Save your list as XLSX or CSV."),
        (XLSX[: len(XLSX) // 2], "The file is damaged or was cut off on its way. Save it again in your spreadsheet program."),
        (b'name,code\r\n"High\r\nLow,1\r\n', "The row that begins in line 2 cannot be read. Is a quotation mark missing or one too many?"),
    ],
    ids=["empty", "pdf", "xls", "picture", "cut off", "open quotation mark"],
)  # fmt: skip
def test_a_file_that_is_no_list_is_refused_with_a_sentence(world, content, sentence):
    assert refusal(world, content) == sentence


def test_a_bomb_is_refused_before_it_is_opened(world):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    sentence = refusal(world, bomb(), "bomb.xlsx")
    assert sentence == "The file unpacks to more than 160 MB and was not opened. Save it as CSV, or split it."
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 2


def test_a_small_bomb_is_known_by_its_ratio(world):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"a" * (90 << 20))
    sentence = refusal(world, buffer.getvalue(), "bomb.xlsx")
    assert sentence.startswith("The file is packed 10")


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks(world):
    content = bytearray(bomb())
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 1000)  # the size the last entry declares
    assert refusal(world, bytes(content), "bomb.xlsx") in (
        "The file unpacks to more than 160 MB and was not opened. Save it as CSV, or split it.",
        "The file is damaged or was cut off on its way. Save it again in your spreadsheet program.",
    )


def test_a_zip_that_is_no_workbook(world):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    assert refusal(world, buffer.getvalue()) == "The file is a zip archive but no workbook. Save your list as XLSX."


def test_two_hundred_megabytes_are_read_off_and_not_kept(world, client):
    client.force_login(world.officer)
    file = SimpleUploadedFile("large.csv", b"name,code\r\n" + b"x" * (200 << 20))
    response = client.post(reverse("intake:upload_new"), {"office": world.office.code, "file": file})
    assert response.status_code == 422
    assert response.context["form"].errors["file"] == [
        "The file has more than 64 MB and was not taken. Split it into parts."
    ]
    assert ListUpload.objects.count() == 0


def test_a_form_without_its_token_is_refused_though_the_file_is_limited_first(world):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(world.officer)
    file = SimpleUploadedFile("a.csv", csv_content(HEADINGS, taiwan_rows(1)))
    assert client.post(reverse("intake:upload_new"), {"file": file}).status_code == 403
    assert ListUpload.objects.count() == 0


def test_cells_of_formulas_give_their_values_and_errors_are_rejected(world):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["School name", "County", "Pupils", "City"])
    sheet.append(["High School 1", "高雄市", 12, "鹽埕區"])
    buffer = io.BytesIO()
    book.save(buffer)
    content = _with_cell(
        buffer.getvalue(),
        b'<c r="C2" t="n"><v>12</v></c>',
        b'<c r="C2"><f>40+2</f><v>42</v></c><c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    )
    upload = checked(content, world.office, world.officer, name="a.xlsx")
    row = ListRow.objects.get(upload=upload)
    assert row.cells == ["High School 1", "高雄市", "42", "#DIV/0!"]
    assert [(one["kind"], one["found"]) for one in row.problems] == [("sheet_error", "#DIV/0!")]


def _with_cell(content, old, new):
    """The workbook with one cell of its sheet replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                data = re.sub(b'<c r="D2".*?</c>', b"", data)
                assert old in data
                data = data.replace(old, new)
            target.writestr(entry, data)
    return buffer.getvalue()


def test_text_that_looks_like_a_formula_is_kept_as_text(world):
    upload = checked(csv_content(["School name", "County"], [["=1+1 School", "高雄市"]]), world.office, world.officer)
    assert ListRow.objects.get(upload=upload).school["name"] == "=1+1 School"


def test_headings_under_merged_cells_are_found(world):
    book = openpyxl.Workbook()
    sheet = book.active
    for cells in (
        ["高雄市學校名單", None, None, None],
        ["學校名稱", "聯絡資料", None, "縣市"],
        [None, "承辦人", "電子郵件", None],
        ["高雄市立海風國民小學", "林老師", "lin@example.org", "高雄市"],
    ):
        sheet.append(cells)
    for area in ("A1:D1", "A2:A3", "B2:C2", "D2:D3"):
        sheet.merge_cells(area)
    buffer = io.BytesIO()
    book.save(buffer)
    upload = take(buffer.getvalue(), world.office, world.officer, "a.xlsx")
    assert (upload.header_line, upload.mapping) == (
        3, {"0": "name", "1": "contact_name", "2": "contact_email", "3": "region"},
    )  # fmt: skip
    upload = checked(buffer.getvalue(), world.office, world.officer, name="a.xlsx")
    assert (upload.to_create, upload.rejected) == (1, 0)


def test_of_two_same_headings_the_first_is_suggested_and_the_page_says_so(world, client):
    client.force_login(world.officer)
    content = csv_content(
        ["School name", "County", "E-mail", "E-mail"], [["A School", "高雄市", "a@example.org", "b@example.org"]]
    )
    upload = take(content, world.office, world.officer)
    assert upload.mapping == {"0": "name", "1": "region", "2": "contact_email", "3": "-"}
    page = client.get(reverse("intake:columns", args=[upload.code]))
    assert [column.letter for column in page.context["repeated"]] == ["C", "D"]


def test_the_wrong_encoding_is_seen_and_can_be_changed(world, client):
    client.force_login(world.officer)
    content = csv_content(HEADINGS, taiwan_rows(20), encoding="cp950")
    upload = take(content, world.office, world.officer)
    assert upload.encoding == "cp950"
    path = reverse("intake:layout_move", args=[upload.code])
    client.post(path, {"header_line": 1, "encoding": "utf-8", "delimiter": ","})
    upload.refresh_from_db()
    assert (upload.encoding, set(upload.mapping.values()) - {"-", "phone", "contact_email"}) == ("utf-8", set())
    mapping = {0: "identifier", 1: "name", 4: "region"}
    services.map_upload(upload=upload, actor=world.officer, mapping=mapping, defaults={})
    services.preview_upload(upload_id=upload.pk)
    upload.refresh_from_db()
    assert (upload.to_create, upload.rejected) == (0, 20)
    assert {one["kind"] for row in ListRow.objects.filter(upload=upload) for one in row.problems} >= {"unreadable"}
    client.post(path, {"header_line": 1, "encoding": "cp950", "delimiter": ","})
    upload.refresh_from_db()
    assert upload.mapping["1"] == "name"


def test_an_unknown_encoding_gets_a_sentence_at_its_field(world, client):
    client.force_login(world.officer)
    upload = take(csv_content(HEADINGS, taiwan_rows(2)), world.office, world.officer)
    response = client.post(
        reverse("intake:layout_move", args=[upload.code]), {"header_line": 1, "encoding": "latin-99", "delimiter": ","}
    )
    assert (response.status_code, list(response.context["layout"].errors)) == (422, ["encoding"])


@pytest.mark.parametrize(
    ("headings", "mapping", "places"),
    [
        (["Town", "Street"], {}, [""]),
        (["School name", "Further name"], {1: "name"}, ["columns"]),
    ],
    ids=["nothing names the school", "a field twice"],
)
def test_what_the_columns_lack_is_said_and_the_choice_is_kept(world, headings, mapping, places):
    upload = take(csv_content(headings, [["a", "b"]]), world.office, world.officer)
    chosen = {int(index): key for index, key in upload.mapping.items()} | mapping
    with pytest.raises(BadInput) as caught:
        services.map_upload(upload=upload, actor=world.officer, mapping=chosen, defaults={})
    assert list(caught.value.sentences) == places
    upload.refresh_from_db()
    assert (upload.state, upload.mapping) == ("uploaded", {str(index): key for index, key in chosen.items()})


ONE_ROW = ["高雄市立海風國民小學", "高雄市", "國小", "lin@example.org"]


@pytest.mark.parametrize(
    ("column", "heading", "value", "kind"),
    [
        (1, "縣市", "高雄縣鳳山", "unknown_region"),
        (1, "縣市", "臺北市", "outside_mandate"),
        (2, "學制", "夜校", "unknown_choice"),
        (3, "電子郵件", "lin at example", "bad_email"),
        (3, "緯度", "22,5", "half_a_point"),
        (3, "緯度", "222.5", "not_on_earth"),
        (3, "學生數", "many", "not_whole"),
        (3, "網址", "no site", "bad_website"),
        (3, "國家", "Atlantis", "unknown_country"),
        (3, "電話", "1" * 61, "too_long"),
        (3, "Mado 代碼", "0000000000", "unknown_code"),
        (3, "英文校名", "Sсhool of the Sea", "mixed_scripts"),
        (3, "英文校名", "Sea" + "\u0301" * 12, "mixed_scripts"),
        (0, "學校名稱", "", "missing"),
    ],
)
def test_a_wrong_cell_rejects_its_row_with_kind_and_value(world, column, heading, value, kind):
    headings, row = ["學校名稱", "縣市", "學制", "電子郵件"], list(ONE_ROW)
    headings[column], row[column] = heading, value
    upload = checked(csv_content(headings, [row]), world.office, world.officer)
    (problem,) = ListRow.objects.get(upload=upload).problems
    assert (upload.rejected, problem["kind"]) == (1, kind)
    assert problem["found"] == ("" if kind == "half_a_point" else unicodedata.normalize("NFC", value))


def test_ordinary_names_of_all_scripts_are_taken(world):
    names = [
        "建國ABC高中",
        "山田ひろし学園",
        "Trường Trung học phổ thông Chuyên",
        "โรงเรียนสวนกุหลาบ",
        "مدرسة النور",
        "髙﨑市立𠮷井小学校",
        "서울 DEF 고등학교",
        "Гимназия № 5",
        "Λύκειο Αθηνών",
    ]
    rows = [[name, "US"] for name in names]
    upload = checked(csv_content(["School name", "Country"], rows), world.mission, world.mission_officer)
    assert (upload.to_create, upload.rejected) == (len(names), 0)


def test_rows_of_one_school_are_taken_once(world):
    rows = [
        ["1", "海風國小", "高雄市"],
        ["1", "海風國小二", "高雄市"],
        ["", "山月國小", "高雄市"],
        ["", "山 月国小", "高雄市"],
        ["2", "同名國小", "高雄市"],
        ["3", "同名國小", "高雄市"],
        ["", "同名國小 ", "高雄市"],
        ["4", "山月國小", "高雄市"],
    ]
    upload = checked(csv_content(["學校代碼", "學校名稱", "縣市"], rows), world.office, world.officer)
    found = {
        row.line: [(one["kind"], one["line"]) for one in row.problems] for row in ListRow.objects.filter(upload=upload)
    }
    assert found == {2: [], 3: [("repeated", 2)], 4: [], 5: [("repeated_name", 4)], 6: [], 7: [], 8: [("repeated_name", 6)], 9: [("repeated_name", 4)]}  # fmt: skip


def test_no_school_was_written_by_any_preview(world):
    before = Organization.objects.count()
    checked(csv_content(HEADINGS, taiwan_rows(5)), world.office, world.officer)
    assert Organization.objects.count() == before
