import zoneinfo
from collections import Counter

import pytest
from django.utils import translation

from mado.reference.languages import language_by_script, language_name, languages
from mado.reference.places import (
    city_of,
    countries,
    country_name,
    country_of_zone,
    country_spellings,
    local_region_name,
    region_from_local,
    region_name,
    region_spellings,
    regions,
    time_zone,
)

READERS = ("zh-hant", "en", "ja", "ko")


@pytest.mark.parametrize(
    ("zone", "country"),
    [("Europe/Prague", "CZ"), ("Asia/Kolkata", "IN"), ("America/Chicago", "US"), ("UTC", ""), ("Mars/Olympus", "")],
)
def test_whose_clock_a_zone_is(zone, country):
    assert country_of_zone(zone) == country


@pytest.mark.parametrize(
    ("words", "candidates", "language"),
    [
        ("港口", ("en", "ja", "zh-Hant"), "ja"),
        ("Our towns", ("zh-Hant", "en-GB"), "en-GB"),
        ("교실", ("", "ko"), "ko"),
        ("IB 課程", ("en",), ""),
    ],
)
def test_of_which_language_words_can_be_by_their_script(words, candidates, language):
    assert language_by_script(words, *candidates) == language


def test_taiwan_hong_kong_and_macao_have_plain_names():
    assert [country_name("TW", reader) for reader in READERS] == ["臺灣", "Taiwan", "台湾", "대만"]
    assert [country_name("HK", reader) for reader in READERS] == ["香港", "Hong Kong", "香港", "홍콩"]
    assert [country_name("MO", reader) for reader in READERS] == ["澳門", "Macao", "マカオ", "마카오"]


def test_the_active_language_is_the_reader():
    with translation.override("ja"):
        assert (country_name("KR"), region_name("TW-KHH"), language_name("ko")) == ("韓国", "高雄市", "韓国語")
    with translation.override("en"):
        assert (country_name("KR"), region_name("TW-KHH"), language_name("ko")) == (
            "South Korea",
            "Kaohsiung",
            "Korean",
        )


def test_an_unknown_code_comes_back():
    assert (country_name("ZZ"), region_name("ZZ-1"), local_region_name("ZZ-1"), language_name("xx-x")) == (
        *("ZZ", "ZZ-1", "ZZ-1", "xx-x"),
    )


def test_countries_are_the_world_without_groups_of_countries():
    for reader in READERS:
        codes = {code for code, _name in countries(reader)}
        assert {"TW", "JP", "KR", "US", "HK", "GB", "CZ", "TH"} <= codes
        assert not codes & {"EU", "UN", "ZZ", "XA"}
        assert len(codes) == 250


def test_regions_of_the_countries_we_read():
    assert {country: len(regions(country)) for country in ("TW", "JP", "KR", "US", "HK", "GB", "CZ")} == {
        "TW": 22,
        "JP": 47,
        "KR": 17,
        "US": 51,
        "HK": 18,
        "GB": 4,
        "CZ": 0,
    }


def test_every_region_has_a_name_in_every_language_and_no_two_share_one():
    for country in ("TW", "JP", "KR", "US", "HK", "GB"):
        for reader in READERS:
            names = [name for _code, name in regions(country, reader)]
            assert all(names)
            assert len(set(names)) == len(names)


def test_local_names_are_in_the_countrys_own_language():
    found = [local_region_name(code) for code in ("TW-TPE", "JP-13", "KR-11", "US-CA", "HK-ST", "GB-ENG")]
    assert found == ["臺北市", "東京都", "서울특별시", "California", "沙田區", "England"]


@pytest.mark.parametrize("spelling", ["Kaohsiung", "Gaoxiong", "Takao", "高雄", "高雄市", "高雄縣", "가오슝"])
def test_kaohsiung_is_found_by_every_spelling(spelling):
    assert spelling in region_spellings("TW-KHH")


def test_every_county_of_taiwan_is_found_as_the_japanese_say_it():
    assert [
        code for code, _name in regions("TW") if not any("ァ" <= name[0] <= "ヶ" for name in region_spellings(code))
    ] == []
    assert "カオシュン" in region_spellings("TW-KHH")


def test_new_taipei_is_not_found_as_taipei():
    assert "Taipei" not in region_spellings("TW-NWT")
    assert {"Taipei", "臺北", "台北市"} <= set(region_spellings("TW-TPE"))


def test_countries_are_found_by_their_other_names():
    assert {"臺灣", "台灣", "Taiwan", "台湾", "대만"} <= set(country_spellings("TW"))
    assert "USA" in country_spellings("US")


def test_visitors_find_taiwan_and_its_cities_as_their_languages_write_them():
    assert {"Tchaj-wan", "Đài Loan"} <= set(country_spellings("TW"))
    assert {"Německo", "Deutschland", "Đức"} <= set(country_spellings("DE"))
    assert {"Tchaj-pej", "Taipeh", "Đài Bắc"} <= set(region_spellings("TW-TPE"))
    assert "Čína" not in " ".join(country_spellings("HK"))


def test_no_spelling_names_two_countries():
    spelled = [spelling.casefold() for code, _name in countries("en") for spelling in set(country_spellings(code))]
    assert [spelling for spelling, uses in Counter(spelled).items() if uses > 1] == []


@pytest.mark.parametrize(
    ("country", "text", "code"),
    [
        ("TW", "台北市", "TW-TPE"),
        ("TW", "臺北市", "TW-TPE"),
        ("TW", "高雄縣", "TW-KHH"),
        ("TW", "嘉義縣", "TW-CYQ"),
        ("TW", "嘉義", ""),  # a city and a county
        ("JP", "東京", "JP-13"),
        ("JP", "北海道", "JP-01"),
        ("JP", "京都府", "JP-26"),
        ("KR", "전라북도", "KR-45"),
        ("KR", "전북특별자치도", "KR-45"),
        ("KR", "경기도", "KR-41"),
        ("US", "CA", "US-CA"),
        ("US", "california", "US-CA"),
        ("HK", "SHA TIN", "HK-ST"),
        ("GB", "England", "GB-ENG"),
        ("TW", "東京", ""),
    ],
)
def test_a_region_as_official_lists_write_it(country, text, code):
    assert region_from_local(country, text) == code


def test_the_zone_of_a_place():
    assert [time_zone(country) for country in ("TW", "JP", "KR", "HK", "GB", "CZ")] == [
        *("Asia/Taipei", "Asia/Tokyo", "Asia/Seoul", "Asia/Hong_Kong", "Europe/London", "Europe/Prague"),
    ]
    assert [time_zone("US", f"US-{state}") for state in ("CA", "NY", "IL", "AZ", "HI", "AK")] == [
        *("America/Los_Angeles", "America/New_York", "America/Chicago", "America/Phoenix"),
        *("Pacific/Honolulu", "America/Anchorage"),
    ]
    assert time_zone("US", "US-FL", "Miami-Dade County") == "America/New_York"
    assert time_zone("US", "US-FL", "Santa Rosa County") == "America/Chicago"


def test_every_country_and_state_has_a_zone_that_exists():
    known = zoneinfo.available_timezones()
    assert [code for code, _name in countries() if time_zone(code) not in known] == []
    assert [code for code, _name in regions("US") if time_zone("US", code) not in known] == []


def test_languages_begin_with_those_of_daily_work_and_have_names_everywhere():
    assert [tag for tag, _name in languages()][:4] == ["zh-Hant", "en", "ja", "ko"]
    for reader in READERS:
        assert [tag for tag, name in languages(reader) if name == tag] == []


def test_chinese_says_its_script():
    assert language_name("zh-TW", "en") == language_name("zh-Hant", "en") == "Chinese (traditional)"
    assert language_name("zh-CN", "en") == "Chinese (simplified)"
    assert language_name("en-GB", "ko") == "영어"


@pytest.mark.parametrize(
    ("language", "city"), [("en", "Taipei"), ("zh-hant", "臺北"), ("ja", "台北"), ("ko", "타이베이")]
)
def test_cities_in_the_readers_language(language, city):
    with translation.override(language):
        assert city_of("Asia/Taipei") == city
