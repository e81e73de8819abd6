"""Files that cannot be what they should be: each gets a sentence, and none reaches the database."""

import json
import struct
import zipfile

import pytest

from mado.directory.importing import reading
from mado.directory.importing.sources import opened, source_named
from mado.kernel.errors import BadInput
from tests.directory import import_files as made


def refusal(source, path):
    with pytest.raises(BadInput) as caught:
        listing = source_named(source)
        with opened(listing, path) as rows:
            list(rows())
    (sentence,) = caught.value.sentences.values()
    return str(sentence)


def rows_of(source, path):
    with opened(source_named(source), path) as rows:
        return list(rows())


def test_unknown_source():
    with pytest.raises(BadInput) as caught:
        source_named("xx-nowhere")
    assert str(caught.value.sentences["source"]) == (
        "There is no source xx-nowhere. Sources: tw-moe, jp-mext, kr-portal, us-nces, hk-edb, gb-gias."
    )


def test_no_such_file(tmp_path):
    assert refusal("us-nces", tmp_path / "none.csv") == f"There is no file {tmp_path / 'none.csv'}. Check the path."


def test_empty_file(tmp_path):
    (tmp_path / "a.csv").touch()
    assert refusal("us-nces", tmp_path / "a.csv") == "The file a.csv is empty. Download it again."


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"%PDF-1.7", "pdf"), (b"\xd0\xcf\x11\xe0\xa1", "xls"), (b"\x1f\x8b\x08", "gzip"), (b"{}", "json")],
)
def test_another_kind_of_file_is_told_by_its_content(tmp_path, content, kind):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert refusal("us-nces", path) == f"a.csv is a {kind} file, but us-nces comes as csv. Check file and source."


def test_a_csv_given_as_xlsx_list(tmp_path):
    path = made.kr_file(tmp_path / "a.xlsx", made.kr_row())
    assert refusal("tw-moe", path) == "a.xlsx is a csv file, but tw-moe comes as xlsx. Check file and source."


def test_too_large_a_plain_file(tmp_path, monkeypatch):
    monkeypatch.setitem(reading.MOST_BYTES, "csv", 100)
    path = made.us_file(tmp_path / "a.csv", made.us_row())
    assert refusal("us-nces", path).startswith("a.csv has 0 MB; a csv file may have at most 0 MB.")


def test_missing_columns_are_named(tmp_path):
    header = [name for name in made.KR_HEADER if name not in ("위도", "학교명")]
    path = made.write_csv(tmp_path / "a.csv", header, [["x"] * len(header)], "cp949")
    assert refusal("kr-portal", path) == (
        "The header of 전국초중등학교위치표준데이터 was not found. Missing columns: 학교명, 위도. Check file and source."
    )


def test_utf8_given_as_cp949(tmp_path):
    path = made.write_csv(tmp_path / "a.csv", made.KR_HEADER, [made.kr_row()], "utf-8")
    assert refusal("kr-portal", path) == (
        "Line 1 is UTF-8, but this list comes in cp949. Use the file as it was published."
    )


def test_utf8_given_as_windows_1252_though_every_byte_can_be_read(tmp_path):
    path = made.write_csv(tmp_path / "a.csv", made.GB_HEADER, [made.gb_row(name="St Anselm à Becket")], "utf-8")
    assert refusal("gb-gias", path) == (
        "The file is in UTF-8, but this list comes in cp1252. Use the file as it was published."
    )


def test_bytes_that_mean_nothing_are_named_by_line_and_place(tmp_path):
    path = made.write_csv(
        tmp_path / "a.csv", made.US_HEADER, [made.us_row(), made.us_row(**{"Students*": "†"})], "cp1252"
    )
    assert refusal("us-nces", path).startswith("Line 3 is not utf-8: byte 0x86 at place ")


def test_zero_bytes(tmp_path):
    path = made.us_file(tmp_path / "a.csv", made.us_row(name="Sky\0School"))
    assert refusal("us-nces", path) == "Line 2 contains a zero byte. Export the file as text again."


def test_a_line_without_end(tmp_path):
    path = made.us_file(tmp_path / "a.csv", made.us_row(name="x" * 70_000))
    assert refusal("us-nces", path) == "Line 2 is longer than 65536 bytes. This is not the list expected."


def test_a_quotation_mark_that_is_never_closed(tmp_path):
    path = made.us_file(tmp_path / "a.csv", made.us_row(), made.us_row())
    path.write_bytes(path.read_bytes().replace(b"Clear Sky", b'"Clear Sky', 1))
    assert refusal("us-nces", path).startswith("The row that begins in line 2 cannot be read: ")


def test_a_field_too_large_for_csv(tmp_path):
    path = made.us_file(tmp_path / "a.csv", made.us_row(name="x\n" * 70_000))
    assert refusal("us-nces", path).startswith("The row that begins in line 2 cannot be read: field larger than")


def test_the_line_of_a_row_is_where_it_begins(tmp_path):
    path = made.us_file(tmp_path / "a.csv", made.us_row(name="Two\nlines"), made.us_row())
    assert [row.line for row in rows_of("us-nces", path)] == [2, 4]


def test_a_row_with_a_cell_too_few_says_so(tmp_path):
    path = made.us_file(tmp_path / "a.csv", made.us_row()[:-1], made.us_row())
    assert [(row.width, row.columns) for row in rows_of("us-nces", path)] == [(14, 15), (0, 15)]


def test_json_that_is_cut_off(tmp_path):
    path = made.hk_file(tmp_path / "a.json", made.hk_row(), made.hk_row("2"))
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[: whole.rindex("晴空")], encoding="utf-8")
    assert "is not complete JSON" in refusal("hk-edb", path)
    path.write_text(whole[: whole.rindex("}\n")].rstrip()[:-1].rstrip(), encoding="utf-8")
    assert refusal("hk-edb", path).startswith(("The object at line", "The file ends in the middle, at line"))


def test_json_that_ends_between_two_objects(tmp_path):
    path = made.hk_file(tmp_path / "a.json", made.hk_row())
    path.write_text(path.read_text(encoding="utf-8").rstrip("}\n ]") + "}", encoding="utf-8")
    assert refusal("hk-edb", path).startswith("The file ends in the middle, at line ")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[" * 100_000, "The object at line 1 is nested too deeply or has a number too long."),
        ('{"contacts": [' + '{"A":' * 20_000, "The object at line 1 is n"),
        ('{"contacts": [[1,2]]}', "At line 1 stands no flat object of texts. Check file and source."),
        ('{"contacts": [{"A": {"B": 1}}]}', "At line 1 stands no flat object of texts. Check file and source."),
        ('{"contacts": "none"}', "There is no list of schools at the start of this JSON file. Check file and source."),
        (
            '{"contacts": [{"A": ' + "9" * 5000 + "}]}",
            "The object at line 1 is nested too deeply or has a number too long.",
        ),
        ('{"contacts": [{"A": "' + "x" * 200_000 + '"}]}', "The object at line 1 is not complete JSON, or too large"),
        ('{"contacts": []}', "The header of 香港教育局 學校位置及資料 was not found."),
    ],
    ids=["deep-list", "deep-object", "lists", "nested", "no-list", "long-number", "large-object", "empty"],
)
def test_json_bombs_and_other_shapes(tmp_path, content, sentence):
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    assert refusal("hk-edb", path).startswith(sentence)


def test_json_objects_with_other_keys(tmp_path):
    path = made.hk_file(tmp_path / "a.json", made.hk_row(), {"A": "1"})
    assert "has other keys than the first one" in refusal("hk-edb", path)


def test_json_lines_are_those_of_the_editor(tmp_path):
    path = made.hk_file(tmp_path / "a.json", made.hk_row(), made.hk_row("2"))
    lines = path.read_text(encoding="utf-8").splitlines()
    for row in rows_of("hk-edb", path):
        assert lines[row.line - 1].strip() == "{"
        assert row["SCHOOL NO."] in lines[row.line]


def test_json_that_is_not_utf8(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(json.dumps({"contacts": [made.HK_HEADER]}, ensure_ascii=False).encode("big5"))
    assert refusal("hk-edb", path).startswith("The file is not UTF-8")


def test_xlsx_that_is_cut_off(tmp_path):
    path = made.tw_file(tmp_path / "a.xlsx", *[made.tw_row(str(number)) for number in range(500)])
    path.write_bytes(path.read_bytes()[:-1000])
    assert refusal("tw-moe", path) == "The xlsx is damaged or was cut off. Download it again."


def test_xlsx_with_flipped_bytes(tmp_path):
    path = made.tw_file(tmp_path / "a.xlsx", *[made.tw_row(str(number)) for number in range(500)])
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    middle = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    content[middle] ^= 0xFF
    path.write_bytes(content)
    assert refusal("tw-moe", path) == "The xlsx is damaged or was cut off. Download it again."


def test_zip_that_is_no_workbook(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refusal("tw-moe", path) == "The file is a zip archive but no xlsx workbook. Check the file."


def bomb(path, megabytes, *, lie=False):
    """A workbook with one part of this many megabytes of blanks, about a thousand times smaller packed. With `lie` the
    archive's directory declares a thousand bytes."""
    made.tw_file(path, made.tw_row())
    packed = zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1)
    with packed as archive, archive.open("xl/worksheets/bomb.xml", "w") as part:
        for _block in range(megabytes):
            part.write(b" " * (1 << 20))
    if lie:
        content = bytearray(path.read_bytes())
        size = struct.pack("<L", megabytes << 20)
        place = content.rindex(b"PK\x01\x02")
        assert content[place + 24 : place + 28] == size
        content[place + 24 : place + 28] = struct.pack("<L", 1000)
        path.write_bytes(content)
    return path


def test_a_bomb_of_200_megabytes_is_refused_by_what_it_declares(tmp_path):
    path = bomb(tmp_path / "a.xlsx", 200)
    assert path.stat().st_size < 2 << 20
    assert refusal("tw-moe", path) == (
        "The xlsx unpacks to more than 50 MB. The official lists are far smaller: check the file."
    )


def test_a_small_bomb_is_refused_by_its_ratio(tmp_path):
    assert "times smaller than its content; at most 100 times is taken" in refusal(
        "tw-moe", bomb(tmp_path / "a.xlsx", 40)
    )


def test_a_bomb_that_lies_about_its_size_is_found_while_unpacking(tmp_path):
    path = bomb(tmp_path / "a.xlsx", 200, lie=True)
    assert refusal("tw-moe", path) == "The xlsx is damaged or was cut off. Download it again."


def test_xlsx_with_entities_is_not_expanded(tmp_path):
    path = made.tw_file(tmp_path / "a.xlsx", made.tw_row())
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    laughs = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><worksheet>&a11;</worksheet>'
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (parts | {"xl/worksheets/sheet1.xml": laughs.encode()}).items():
            archive.writestr(name, content)
    assert refusal("tw-moe", path) == (
        "The xlsx could not be read. Open it in a spreadsheet and save it again as xlsx."
    )


def test_xlsx_with_too_many_columns(tmp_path):
    path = made.write_xlsx(tmp_path / "a.xlsx", ["x"] * 150)
    assert refusal("tw-moe", path) == "Row 1 of the sheet has more than 100 columns. Check the file."


def test_xlsx_of_another_list(tmp_path):
    sentence = refusal("jp-mext", made.tw_file(tmp_path / "a.xlsx", made.tw_row()))
    assert sentence.startswith("The header of 文部科学省 学校コード一覧 was not found. Missing columns: 学校コード,")
