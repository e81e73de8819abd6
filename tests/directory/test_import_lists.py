"""What a row of each official list becomes. No database."""

import datetime as dt

import pytest

from mado.directory.importing.listed import RowRejected
from mado.directory.importing.sources import opened, source_named
from tests.directory import import_files as made


def read(source, path):
    listing = source_named(source)
    with opened(listing, path) as rows:
        return [listing.read(row) for row in rows()]


def rejection(source, path):
    with pytest.raises(RowRejected) as caught:
        read(source, path)
    return caught.value


def test_taiwan_address_code_and_place(tmp_path):
    (school,) = read("tw-moe", made.tw_file(tmp_path / "a", made.tw_row()))
    assert (school.key, school.scope, school.name, school.name_language) == (
        *("990001/國民小學", "國民小學", "市立晴空國小", "zh-Hant"),
    )
    assert (school.country, school.region, school.region_name, school.city) == ("TW", "TW-KHH", "高雄市", "鹽埕區")
    assert (school.postcode, school.address) == ("803", "高雄市鹽埕區晴空路1號")
    assert (school.latitude, school.longitude, school.location_precision) == (22.62, 120.28, "exact")
    assert (school.kind, school.levels, school.sector, school.time_zone) == (
        *("school", ("primary",), "public", "Asia/Taipei"),
    )
    assert (school.website, school.phone) == ("http://sky.example.tw", "(07)5550001")


def test_taiwan_attached_schools_share_a_code_but_not_a_key(tmp_path):
    rows = [
        made.tw_row("990301", "高級中等學校", "私立晴空高中"),
        made.tw_row("990301", "附設國民中學", "私立晴空高中附設國中"),
        made.tw_row("990301", "附設國民小學", "私立晴空高中附設國小"),
    ]
    senior, junior, primary = read("tw-moe", made.tw_file(tmp_path / "a", *rows))
    assert len({senior.key, junior.key, primary.key}) == 3
    assert (senior.attached_to, junior.attached_to[0], primary.attached_to[0]) == ((), senior.key, senior.key)
    assert [school.sector for school in (senior, junior, primary)] == ["private"] * 3


@pytest.mark.parametrize(
    ("name", "level", "sector"),
    [
        ("國立晴空大學", "大專校院", "national"),
        ("晴空科技大學", "大專校院", "private"),
        ("臺北市立晴空大學", "大專校院", "public"),
        ("晴空實驗", "國民小學", ""),
    ],
)
def test_taiwan_sector_from_the_name(tmp_path, name, level, sector):
    (school,) = read("tw-moe", made.tw_file(tmp_path / "a", made.tw_row(name=name, level=level)))
    assert school.sector == sector


def test_taiwan_unknown_county_and_swapped_point_are_rejected(tmp_path):
    found = rejection("tw-moe", made.tw_file(tmp_path / "a", made.tw_row(縣市別="晴空縣")))
    assert (found.column, found.found) == ("縣市別", "晴空縣")
    found = rejection("tw-moe", made.tw_file(tmp_path / "b", made.tw_row(E=22.62, N=120.28)))
    assert (found.column, found.found) == ("N", "120.28, 22.62")


@pytest.mark.parametrize("write", [made.jp_file, made.jp_csv])
def test_japan_header_below_a_title_with_line_breaks_inside_its_cells(tmp_path, write):
    (school,) = read("jp-mext", write(tmp_path / "a", made.jp_row()))
    assert (school.key, school.scope, school.name) == ("B199000000001", "JP-13/schools", "青空市立青空小学校")
    assert (school.region, school.region_name, school.city, school.postcode) == (
        "JP-13",
        "東京都",
        "町田市",
        "194-0001",
    )
    assert (school.levels, school.sector, school.time_zone) == (("primary",), "public", "Asia/Tokyo")
    assert (school.latitude, school.location_precision, school.closed) == (None, "none", False)


def test_japan_abolition_closes_once_its_day_has_come(tmp_path):
    past = made.jp_row("B1", **{"属性情報\n廃止年月日": dt.datetime(2025, 5, 1)})
    future = made.jp_row("B2", **{"属性情報\n廃止年月日": dt.datetime(2999, 5, 1)})
    schools = read("jp-mext", made.jp_file(tmp_path / "a", past, future))
    assert [(school.closed, school.closed_on) for school in schools] == [
        (True, dt.date(2025, 5, 1)),
        (False, dt.date(2999, 5, 1)),
    ]


def test_japan_universities_have_a_scope_of_their_own(tmp_path):
    rows = [made.jp_row("F1", 学校種="F1(大学)"), made.jp_row("G1", 学校種="G1(高専)")]
    university, kosen = read("jp-mext", made.jp_file(tmp_path / "a", *rows))
    assert (university.scope, university.kind, university.levels) == ("JP-13/higher", "university", ("tertiary",))
    assert (kosen.scope, kosen.levels) == ("JP-13/higher", ("upper_secondary", "tertiary"))


@pytest.mark.parametrize(
    ("number", "address", "city"),
    [
        ("24(三重)", "三重県四日市市青空１－１", "四日市市"),
        ("12(千葉)", "千葉県市川市青空１－１", "市川市"),
        ("06(山形)", "山形県東村山郡山辺町青空１", "東村山郡山辺町"),
        ("01(北海道)", "北海道余市郡余市町青空町１", "余市郡余市町"),
        ("13(東京)", "東京都新宿区市谷青空町１", "新宿区"),
        ("27(大阪)", "大阪府大阪市北区青空１", "大阪市"),
        ("29(奈良)", "奈良県大和郡山市青空町１", "大和郡山市"),
        ("13(東京)", "東京都小笠原村父島字青空", "小笠原村"),
    ],
)
def test_japan_municipality_from_the_address(tmp_path, number, address, city):
    (school,) = read("jp-mext", made.jp_file(tmp_path / "a", made.jp_row(都道府県番号=number, 学校所在地=address)))
    assert school.city == city


def test_japan_radicals_become_ideographs_and_lost_characters_are_rejected(tmp_path):
    (school,) = read("jp-mext", made.jp_file(tmp_path / "a", made.jp_row(name="青空⼤学")))
    assert school.name == "青空大学"
    found = rejection("jp-mext", made.jp_csv(tmp_path / "b", made.jp_row(name="青空?学")))
    assert (found.column, found.found) == ("学校名", "青空?学")


def test_korea_is_cp949_with_points(tmp_path):
    (school,) = read("kr-portal", made.kr_file(tmp_path / "a", made.kr_row()))
    assert (school.name, school.region, school.region_name, school.city) == (
        *("하늘초등학교", "KR-41", "경기도", "안성시"),
    )
    assert (school.latitude, school.longitude, school.location_precision) == (37.01, 127.27, "exact")
    assert (school.sector, school.levels, school.scope) == ("public", ("primary",), "KR-41")


def test_korea_closed_and_suspended_schools(tmp_path):
    rows = [made.kr_row("B1", 운영상태="폐교"), made.kr_row("B2", 운영상태="휴교")]
    schools = read("kr-portal", made.kr_file(tmp_path / "a", *rows))
    assert [school.closed for school in schools] == [True, False]


def test_usa_daggers_and_dashes_are_nothing(tmp_path):
    row = made.us_row(**{"Students*": "†", "Low Grade*": "–", "High Grade*": "–", "County Name*": "†"})
    (school,) = read("us-nces", made.us_file(tmp_path / "a", row))
    assert (school.enrolment, school.levels) == (None, ("primary",))
    assert (school.time_zone, school.location_precision) == ("America/Los_Angeles", "none")


def test_usa_enrolment_place_and_postcode(tmp_path):
    (school,) = read("us-nces", made.us_file(tmp_path / "a", made.us_row()))
    assert (school.enrolment, school.postcode, school.address) == (334, "92000-0001", "1 Sky Ave., Skyville, CA")
    assert (school.scope, school.region, school.region_name, school.sector) == (
        *("US-CA", "US-CA", "California", "public"),
    )


@pytest.mark.parametrize(
    ("status", "closed"), [("Open", False), ("Reopened", False), ("Future", True), ("Closed", True), ("Inactive", True)]
)
def test_usa_status(tmp_path, status, closed):
    (school,) = read("us-nces", made.us_file(tmp_path / "a", made.us_row(Status=status)))
    assert school.closed is closed


def test_usa_the_agencys_state_counts_not_the_post_office(tmp_path):
    row = made.us_row("120000000001", State="IL", **{"County Name*": "Bay County"})
    (school,) = read("us-nces", made.us_file(tmp_path / "a", row))
    assert (school.region, school.scope, school.time_zone) == ("US-FL", "US-FL", "America/Chicago")


@pytest.mark.parametrize(
    ("low", "high", "levels"),
    [
        ("KG", "05", ("primary",)),
        ("KG", "06", ("primary",)),
        ("05", "08", ("lower_secondary",)),
        ("KG", "08", ("primary", "lower_secondary")),
        ("07", "12", ("lower_secondary", "upper_secondary")),
        ("09", "12", ("upper_secondary",)),
        ("KG", "12", ("primary", "lower_secondary", "upper_secondary")),
        ("06", "06", ("lower_secondary",)),
        ("PK", "KG", ("kindergarten",)),
        ("AE", "AE", ("primary", "other")),
    ],
)
def test_usa_levels_from_grades(tmp_path, low, high, levels):
    (school,) = read("us-nces", made.us_file(tmp_path / "a", made.us_row(**{"Low Grade*": low, "High Grade*": high})))
    assert school.levels == levels


def test_usa_id_that_lost_its_zero_in_a_spreadsheet(tmp_path):
    found = rejection("us-nces", made.us_file(tmp_path / "a", made.us_row("60000000001")))
    assert (found.column, found.found) == ("NCES School ID", "60000000001")


def test_hong_kong_first_object_is_the_header_and_names_come_in_pairs(tmp_path):
    (school,) = read("hk-edb", made.hk_file(tmp_path / "a", made.hk_row()))
    assert (school.name, school.name_language, school.name_en) == ("晴空小學", "zh-Hant", "CLEAR SKY PRIMARY SCHOOL")
    assert (school.region, school.region_name, school.address) == ("HK-ST", "沙田區", "新界沙田晴空路1號")
    assert (school.latitude, school.location_precision, school.website) == (22.38, "exact", "")


def test_hong_kong_school_without_a_chinese_name(tmp_path):
    (school,) = read("hk-edb", made.hk_file(tmp_path / "a", made.hk_row(E="SKY BAY SCHOOL", D="SKY BAY SCHOOL")))
    assert (school.name, school.name_language, school.name_en) == ("SKY BAY SCHOOL", "en", "")


def test_england_is_windows_1252_and_says_nan_for_nothing(tmp_path):
    row = made.gb_row(name="St Anselm à Becket School – a Voluntary Academy", Street="nan")
    (school,) = read("gb-gias", made.gb_file(tmp_path / "a", row))
    assert (school.name, school.address) == ("St Anselm à Becket School – a Voluntary Academy", "York")
    assert (school.region, school.scope, school.time_zone) == ("GB-ENG", "GB-ENG/816", "Europe/London")


def test_england_closed_schools_carry_their_day(tmp_path):
    rows = [
        made.gb_row("900001", Status="2", **{"Date Closed": "20180831"}),
        made.gb_row("900002", Status="3"),
        made.gb_row("900003", Status="4"),
    ]
    schools = read("gb-gias", made.gb_file(tmp_path / "a", *rows))
    assert [(school.closed, school.closed_on) for school in schools] == [
        (True, dt.date(2018, 8, 31)),
        (False, None),
        (True, None),
    ]


def test_england_schools_abroad_are_rejected(tmp_path):
    found = rejection("gb-gias", made.gb_file(tmp_path / "a", made.gb_row(**{"Local Authority": "702"})))
    assert (found.column, found.found) == ("Local Authority", "702")


@pytest.mark.parametrize(
    ("ages", "flags", "levels"),
    [
        (("3", "5"), "100", ("kindergarten",)),
        (("4", "11"), "100", ("primary",)),
        (("11", "16"), "010", ("lower_secondary", "upper_secondary")),
        (("16", "99"), "001", ("upper_secondary",)),
        (("7", "18"), "111", ("primary", "lower_secondary", "upper_secondary")),
    ],
)
def test_england_levels_from_ages_and_phases(tmp_path, ages, flags, levels):
    phases = dict(zip(("Primary", "Secondary", "Post 16"), flags, strict=True))
    row = made.gb_row(**{"Age From": ages[0], "Age To": ages[1], **phases})
    (school,) = read("gb-gias", made.gb_file(tmp_path / "a", row))
    assert school.levels == levels


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("www.sky.example", "http://www.sky.example"),
        ("https://sky.example/首頁", "https://sky.example/首頁"),
        ("javascript:alert(1)", ""),
        ("http://", ""),
        ("http://[", ""),
        ("N.A.", ""),
        ('http://sky.example/"onclick=', ""),
    ],
)
def test_a_website_is_an_address_of_the_web_or_nothing(tmp_path, written, kept):
    (school,) = read("hk-edb", made.hk_file(tmp_path / "a", made.hk_row(AD=written)))
    assert school.website == kept


def test_invisible_and_direction_marks_leave_names(tmp_path):
    (school,) = read("us-nces", made.us_file(tmp_path / "a", made.us_row(name="Clear\u202e \u200bSky\u00a0  School")))
    assert school.name == "Clear Sky School"


def test_the_fingerprint_tells_every_difference(tmp_path):
    first, second, again = read(
        "us-nces", made.us_file(tmp_path / "a", made.us_row(), made.us_row(Phone="(555)555-0101"), made.us_row())
    )
    assert first.fingerprint() == again.fingerprint()
    assert first.fingerprint() != second.fingerprint()
