"""Tiny files in the formats of the six official lists. Every school in them is made up."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook

TW_HEADER = (
    *("學校級別", "代碼", "學校名稱", "縣市別", "鄉鎮市區", "地址", "電話", "網址", "體系別", "地區\n屬性"),
    *("X 坐標", "Y 坐標", "E", "N"),
)
JP_TITLE = ("文部科学省　学校コード一覧", *[""] * 9, "更新日：", "5/20/2026")
JP_HEADER = (
    *("学校コード", "学校種", "都道府県番号", "設置\n区分", "本分校", "学校名", "学校所在地", "郵便番号"),
    *("属性情報\n設定年月日", "属性情報\n廃止年月日", "旧学校\n調査番号", "移行後の学校コード"),
)
KR_HEADER = (
    *("학교ID", "학교명", "학교급구분", "설립일자", "설립형태", "본교분교구분", "운영상태", "소재지지번주소"),
    *("소재지도로명주소", "시도교육청코드", "시도교육청명", "위도", "경도"),
)
US_HEADER = (
    *("NCES School ID", "State School ID", "Low Grade*", "High Grade*", "School Name", "County Name*"),
    *("Street Address", "City", "State", "ZIP", "ZIP 4-digit", "Phone", "Students*", "Type", "Status"),
)
GB_HEADER = (
    *("URN", "Name", "Street", "City", "Postcode", "Status", "Date Closed", "Type", "Primary", "Secondary"),
    *("Post 16", "Age From", "Age To", "Local Authority"),
)
HK_HEADER = {
    "A": "SCHOOL NO.", "B": "ENGLISH CATEGORY", "C": "中文類別", "D": "ENGLISH NAME", "E": "中文名稱",
    "F": "ENGLISH ADDRESS", "G": "中文地址", "H": "LONGITUDE", "J": "LATITUDE", "T": "DISTRICT", "V": "FINANCE TYPE",
    "X": "SCHOOL LEVEL", "Z": "TELEPHONE", "AD": "WEBSITE",
}  # fmt: skip


def tw_row(code: str = "990001", level: str = "國民小學", name: str = "市立晴空國小", **change: object) -> list[object]:
    cells = {
        **dict(zip(TW_HEADER, [""] * 14, strict=True)),
        "學校級別": level,
        "代碼": code,
        "學校名稱": name,
        "縣市別": "高雄市",
        "鄉鎮市區": "鹽埕區",
        "地址": "[803]高雄市鹽埕區晴空路1號",
        "電話": "(07)5550001",
        "網址": "http://sky.example.tw",
        "體系別": " ",
        "E": 120.28,
        "N": 22.62,
    }
    return list((cells | change).values())


def jp_row(code: str = "B199000000001", name: str = "青空市立青空小学校", **change: object) -> list[object]:
    cells = {
        **dict(zip(JP_HEADER, [""] * 12, strict=True)),
        "学校コード": code,
        "学校種": "B1(小学校)",
        "都道府県番号": "13(東京)",
        "設置\n区分": "2(公)",
        "本分校": "1(本)",
        "学校名": name,
        "学校所在地": "東京都町田市青空１－１",
        "郵便番号": "1940001",
        "属性情報\n設定年月日": "2020-12-22",
    }
    return list((cells | change).values())


def kr_row(code: str = "B900000001", name: str = "하늘초등학교", **change: object) -> list[object]:
    cells = {
        **dict(zip(KR_HEADER, [""] * 13, strict=True)),
        "학교ID": code,
        "학교명": name,
        "학교급구분": "초등학교",
        "설립형태": "공립",
        "운영상태": "운영",
        "소재지도로명주소": "경기도 안성시 하늘로 1",
        "시도교육청명": "경기도교육청",
        "위도": "37.01",
        "경도": "127.27",
    }
    return list((cells | change).values())


def us_row(code: str = "060000000001", name: str = "Clear Sky Elementary", **change: object) -> list[object]:
    cells = {
        **dict(zip(US_HEADER, [""] * 15, strict=True)),
        "NCES School ID": code,
        "Low Grade*": "KG",
        "High Grade*": "05",
        "School Name": name,
        "County Name*": "Orange County",
        "Street Address": "1 Sky Ave.",
        "City": "Skyville",
        "State": "CA",
        "ZIP": "92000",
        "ZIP 4-digit": "0001",
        "Phone": "(555)555-0100",
        "Students*": "334.00000",
        "Type": "Regular",
        "Status": "Open",
    }
    return list((cells | change).values())


def gb_row(code: str = "900001", name: str = "Sky Lane Primary School", **change: object) -> list[object]:
    cells = {
        **dict(zip(GB_HEADER, [""] * 14, strict=True)),
        "URN": code,
        "Name": name,
        "Street": "Sky Lane",
        "City": "York",
        "Postcode": "YO99 9ZZ",
        "Status": "1",
        "Type": "Maintained School",
        "Primary": "1",
        "Secondary": "0",
        "Post 16": "0",
        "Age From": "4",
        "Age To": "11",
        "Local Authority": "816",
    }
    return list((cells | change).values())


def hk_row(code: str = "990001000123", **change: object) -> dict[str, object]:
    cells = {
        "A": code,
        "B": "Aided Primary Schools",
        "C": "資助小學",
        "D": "CLEAR SKY PRIMARY SCHOOL",
        "E": "晴空小學",
        "F": "1 SKY ROAD SHA TIN",
        "G": "新界沙田晴空路1號",
        "H": "114.19",
        "J": "22.38",
        "T": "SHA TIN",
        "V": "AIDED",
        "X": "PRIMARY",
        "Z": "25550001",
        "AD": "N.A.",
    }
    return cells | change


def write_csv(
    path: Path, header: Sequence[object], rows: Iterable[Sequence[object]], encoding: str, title: Sequence[str] = ()
) -> Path:
    text = io.StringIO()
    writer = csv.writer(text)
    if title:
        writer.writerow(title)
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, *rows: Sequence[object]) -> Path:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return path


def tw_file(path: Path, *rows: Sequence[object]) -> Path:
    return write_xlsx(path, TW_HEADER, *rows)


def jp_file(path: Path, *rows: Sequence[object]) -> Path:
    title = [*JP_TITLE[:-1], dt.datetime(2026, 5, 20)]
    return write_xlsx(path, title, JP_HEADER, *rows)


def jp_csv(path: Path, *rows: Sequence[object]) -> Path:
    return write_csv(path, JP_HEADER, rows, "cp932", title=JP_TITLE)


def kr_file(path: Path, *rows: Sequence[object]) -> Path:
    return write_csv(path, KR_HEADER, rows, "cp949")


def us_file(path: Path, *rows: Sequence[object]) -> Path:
    return write_csv(path, US_HEADER, rows, "utf-8")


def gb_file(path: Path, *rows: Sequence[object]) -> Path:
    return write_csv(path, GB_HEADER, rows, "cp1252")


def hk_file(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text(json.dumps({"contacts": [HK_HEADER, *rows]}, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
