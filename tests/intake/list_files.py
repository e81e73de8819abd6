"""Lists made by code: what offices bring, right and wrong."""

import csv
import io
import zipfile

import xlsxwriter
from django.core.files.base import ContentFile

from mado.intake import services
from mado.intake.models import ListUpload

HEADINGS = ["學校代碼", "學校名稱", "英文校名", "學制", "縣市", "鄉鎮市區", "電話", "承辦人", "電子郵件", "交流主題"]


def taiwan_rows(count, *, start=1):
    """Schools in Kaohsiung, each with a person; every tenth with a wish."""
    return [
        [
            f"9{number:05d}", f"高雄市立測試{number}國民小學", f"Test {number} Elementary", "國小", "高雄市", "鹽埕區",
            f"07-555-{number:04d}", f"老師{number}", f"teacher{number}@example.org", f"港口故事{number}" if number % 10 == 0 else "",
        ]
        for number in range(start, start + count)
    ]  # fmt: skip


def with_errors(rows):
    """Five kinds of errors, ten rows each, in the first two hundred."""
    for place in range(10):
        rows[place * 20][1] = ""  # no name, and a code nobody knows
        rows[place * 20 + 1][3] = "夜校"
        rows[place * 20 + 2][4] = "高雄縣鳳山"
        rows[place * 20 + 3][8] = "no address"
        rows[place * 20 + 4][4] = "臺北市"  # another office's
    return rows


def put_right(rows):
    """Rows with these errors as somebody mends them in a spreadsheet: all but those of another office."""
    for row in rows:
        number = int(row[0].removeprefix("9"))
        row[1] = row[1] or f"高雄市立測試{number}國民小學"
        row[3] = "國小"
        row[4] = "高雄市" if "鳳山" in row[4] else row[4]
        row[8] = f"teacher{number}@example.org"
    return rows


def csv_content(headings, rows, *, encoding="utf-8-sig", delimiter=","):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([headings, *rows])
    return text.getvalue().encode(encoding)


def xlsx_content(headings, rows, *, sheets=None):
    """One sheet, or `sheets`: title → rows."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for title, lines in (sheets or {"Schools": [headings, *rows]}).items():
            sheet = book.add_worksheet(title)
            for number, cells in enumerate(lines):
                for place, cell in enumerate(cells):
                    if isinstance(cell, str):
                        sheet.write_string(number, place, cell)
                    elif cell is not None:
                        sheet.write(number, place, cell)
    return buffer.getvalue()


def bomb():
    """An xlsx whose sheet unpacks to 300 MB of one letter."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(300):
                sheet.write(b"a" * (1 << 20))
    return buffer.getvalue()


def take(content, office, actor, name="list.csv"):
    return services.take_upload(office=office, actor=actor, file=ContentFile(content), name=name)


def checked(content, office, actor, *, name="list.csv", mapping=None, **defaults):
    """Uploaded, columns as suggested or given, rows checked."""
    upload = take(content, office, actor, name)
    chosen = {int(index): key for index, key in upload.mapping.items()} | (mapping or {})
    services.map_upload(upload=upload, actor=actor, mapping=chosen, defaults=defaults)
    services.preview_upload(upload_id=upload.pk)
    return ListUpload.objects.get(pk=upload.pk)


def written(content, office, actor, **more):
    """Checked and written."""
    upload = checked(content, office, actor, **more)
    services.run_upload(upload=upload, actor=actor)
    services.write_rows(upload_id=upload.pk)
    return ListUpload.objects.get(pk=upload.pk)


def undone(upload, actor):
    services.undo_upload(upload=upload, actor=actor)
    services.undo_rows(upload_id=upload.pk)
    return ListUpload.objects.get(pk=upload.pk)
