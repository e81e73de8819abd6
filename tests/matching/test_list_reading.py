"""What offices write in their lists: grades, calendars, separators, headings; what is refused, and how that is told."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mado.matching.lists import cells, days
from mado.matching.lists.ages import Ages, ages
from mado.matching.lists.cells import CellRefused
from mado.matching.lists.reading import read_list
from mado.matching.lists.wording import grouped, list_notes, problem_lines, row_numbers

OTHER = "ID,Country\nB1,JP\n"


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def one(name, text):
        Path(name).write_text(text, encoding="utf-8")
        return Path(name)

    return one


def run(*arguments):
    out = io.StringIO()
    call_command("pair", *map(str, arguments), "--today", "2026-11-28", stdout=out)
    return out.getvalue()


def said(path):
    return [entry.said for entry in read_list(path).entries]


GRADES = [
    ("JP", "中2", 13, 14), ("JP", "中1–3", 12, 15), ("JP", "中1〜中3", 12, 15), ("JP", "小5", 10, 11), ("JP", "高1", 15, 16),
    ("JP", "小学校5・6年", 10, 12), ("JP", "中学1年生〜3年生", 12, 15), ("JP", "小4〜中3", 9, 15), ("JP", "中学生", 12, 15),
    ("TW", "國中", 12, 15), ("TW", "八年級", 13, 14), ("TW", "七-九年級", 12, 15), ("TW", "7-9年級", 12, 15), ("TW", "五年級", 10, 11),
    ("TW", "高一", 15, 16), ("TW", "國中七年級", 12, 13), ("TW", "高中一、二年級", 15, 17), ("TW", "十一年級", 16, 17),
    ("KR", "초5", 10, 11), ("KR", "중2", 13, 14), ("KR", "고1", 15, 16), ("KR", "5학년", 10, 11), ("KR", "중학교 2학년", 13, 14),
    ("US", "Grade 5", 10, 11), ("US", "5th grade", 10, 11), ("US", "7th-9th grade", 12, 15), ("US", "G7-G9", 12, 15),
    ("GB", "Year 7", 11, 12), ("GB", "Years 7-9", 11, 14),
]  # fmt: skip


@pytest.mark.parametrize(("country", "text", "first", "last"), GRADES)
def test_grades_are_ages_by_the_country(country, text, first, last):
    assert ages(text, country) == Ages(first, last, graded=True)


@pytest.mark.parametrize(
    "text", ["13-14", "13〜14歳", "13~14 세", "ages 13 to 14", "13-14-year-olds", "中学2年生(13〜14歳)"]
)
def test_years_stay_years(text):
    assert ages(text, "JP") == Ages(13, 14)


OPEN = {
    "which school's second grade": ("2年", "JP", ()),
    "of a country whose grades are not known": ("Grade 5", "FR", ()),
    "of no country": ("中2", "", ()),
    "years that may be ages": ("Years 7-9", "TW", ()),
    "a limit": ("12歳以上", "JP", ()),
    "too small to be ages": ("1-3", "TW", ()),
    "no such grade": ("高七", "JP", ()),
}


@pytest.mark.parametrize(("text", "country", "levels"), OPEN.values(), ids=OPEN)
def test_ages_that_could_be_others_are_refused(text, country, levels):
    with pytest.raises(CellRefused, match="bad_ages"):
        ages(text, country, levels)


def test_all_grades_are_those_of_the_levels_of_the_row():
    assert ages("全学年", "JP", ("lower_secondary", "upper_secondary")) == Ages(12, 18, graded=True)
    with pytest.raises(CellRefused, match="bad_ages"):
        ages("全学年", "JP", ())


@pytest.mark.parametrize(("level", "first"), [("primary", 7), ("lower_secondary", 13), ("upper_secondary", 16)])
def test_the_level_of_the_row_says_whose_second_grade(level, first):
    assert ages("2年", "JP", (level,)) == Ages(first, first + 1, graded=True)


def test_bare_numbers_under_a_heading_of_grades_are_grades_and_told(write):
    path = write("a.csv", "編號,國家,年級\nA1,TW,7-9\nA2,TW,12-15歲\nA3,TW,八\nA4,TW,3\n")
    read = read_list(path)
    assert [(one.said["age_from"], one.said["age_to"]) for one in read.entries] == [(12, 15), (12, 15), (13, 14)]
    assert [(problem.line, problem.kind) for problem in read.problems] == [(5, "bad_ages")]
    assert "Grades were taken as ages in 2 rows: “7-9” as 12 to 15 years, and so on." in list_notes(read)
    told = run(path, write("b.csv", OTHER), "--report", "r.html")
    assert "小5, 中2, 高1-3, 七-九年級, 초5, Grade 5, Year 7" in told
    for text in (told, Path("r.html").read_text(encoding="utf-8")):
        assert "Grades were taken as ages in 2 rows" in text


HEADINGS = {
    "ja": "整理番号,学校名,国,設置者,対象学年,児童生徒数,交流の方法,希望相手国,希望校数,実施時期,備考\n"
    "1,港町中学校,日本,町立,中2,30,オンライン交流,台湾・韓国,2,令和9年2月〜3月,よろしく\n",
    "zh": "序號,校名,國家,公私立別,年級,學生人數,交流方式,想找的國家,可接受校數,實施期間,備註\n"
    "1,港町國中,日本,公立,中2,30,線上交流,台灣和韓國,2,116年2月至116年3月,請多指教\n",
    "ko": "연번,학교명,국가,설립유형,학년,학생 수,교류 방식,희망 국가,희망 학교 수,실시 기간,비고\n"
    "1,미나토중학교,일본,공립,中2,30,온라인 교류,대만・한국,2,2027년 2월 ~ 3월,없음\n",
}


@pytest.mark.parametrize("language", HEADINGS)
def test_headings_offices_write(write, language):
    read = read_list(write("a.csv", HEADINGS[language]))
    assert read.problems == []
    assert [near for _heading, near in read.ignored] == [""], "the remarks are named as unread and nothing is suggested"
    (entry,) = read.entries
    assert {key: str(value) if key.startswith("period") else value for key, value in entry.said.items()} == {
        "country": "JP", "sector": "public", "age_from": 13, "age_to": 14, "group_size": 30, "kind": "cultural",
        "partner_countries": ("TW", "KR"), "capacity": 2, "period_from": "2027-02-01", "period_to": "2027-03-31",
    }  # fmt: skip


def test_a_heading_of_two_meanings_is_taken_by_its_values(write):
    assert said(write("a.csv", "ID,国,交流の方法\n1,JP,同期\n2,JP,非同期\n")) == [
        {"country": "JP", "mode": "live"}, {"country": "JP", "mode": "async"},
    ]  # fmt: skip
    assert said(write("b.csv", "ID,國家,進行方式\n1,TW,線上交流\n"))[0] == {"country": "TW", "kind": "cultural"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "コード名,学校名,国\nS-01,港,日本\nS-02,森,日本\n",
            "“コード名” looks as if it did: change that heading to “ID”.",
        ),
        ("メモ,学校名,国\nなし,港,日本\nなし,森,日本\n", "Give one the heading “ID”."),
    ],
)
def test_a_column_that_looks_like_an_id_is_suggested(write, text, told):
    write("a.csv", text), write("b.csv", OTHER)
    with pytest.raises(CommandError, match=told):
        run("a.csv", "b.csv")


def test_a_code_of_the_school_goes_before_a_running_number(write):
    read = read_list(write("a.csv", "No.,學校代碼,國家\n1,193601,TW\n2,193602,TW\n"))
    assert [entry.id for entry in read.entries] == ["193601", "193602"]
    assert read.ignored == [("No.", "")]


def test_what_weighs_most_and_was_not_read_is_told_once_for_each_list(write):
    sentences = (
        "No kind of exchange was read: every kind counts as fitting.",
        "No languages were read: every language counts as shared.",
        "No wanted countries were read: every country counts as wanted.",
    )
    write("a.csv", "ID,Country,Kind,Languages,Wanted countries\nA1,TW,cultural,English,Japan\n"), write("b.csv", OTHER)
    told = run("a.csv", "b.csv")
    assert [told.count(sentence) for sentence in sentences] == [1, 1, 1]


DAYS = {
    "令和8年9月15日": "2026-09-15", "R8.9.15": "2026-09-15", "R8/9/15": "2026-09-15", "令和元年5月1日": "2019-05-01",
    "平成31年4月1日": "2019-04-01", "115/9/15": "2026-09-15", "2026. 9. 15.": "2026-09-15", "2026-09-15 00:00:00": "2026-09-15",
}  # fmt: skip


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_days_of_three_calendars(text, day):
    assert days.day(text).isoformat() == day


@pytest.mark.parametrize("text", ["令和9年2月", "2026-02-30", "2026/13/1", "9月15日", "令和8年9月15日頃", "R8"])
def test_what_is_no_day(text):
    with pytest.raises(CellRefused, match="bad_date"):
        days.day(text)


PERIODS = {
    "令和9年2月〜令和9年3月": ("2027-02-01", "2027-03-31"),
    "R9.2.1～R9.3.15": ("2027-02-01", "2027-03-15"),
    "令和9年2月1日から3月31日まで": ("2027-02-01", "2027-03-31"),
    "2027-02 – 2027-06": ("2027-02-01", "2027-06-30"),
    "2027/2/1~3/31": ("2027-02-01", "2027-03-31"),
    "116/2/15 至 116/6/30": ("2027-02-15", "2027-06-30"),
    "2028年2月": ("2028-02-01", "2028-02-29"),
}


@pytest.mark.parametrize(("text", "expected"), PERIODS.items())
def test_periods_of_days_and_months(text, expected):
    assert tuple(day.isoformat() for day in days.period(text)) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2027-02-15", "bad_period"), ("2027/2~6", "bad_period"), ("2027年2月上旬〜3月", "bad_period"), ("2/1〜3/31", "bad_period"),
        ("令和8年11月〜3月", "bad_period"), ("2027-06 to 2027-02", "backwards"),
    ],
)  # fmt: skip
def test_what_is_no_period(text, kind):
    with pytest.raises(CellRefused, match=kind):
        days.period(text)


def test_months_in_columns_of_their_own(write):
    (row,) = said(write("a.csv", "ID,国,開始日,終了日\n1,JP,令和9年2月,令和9年2月\n"))
    assert (str(row["period_from"]), str(row["period_to"])) == ("2027-02-01", "2027-02-28")


@pytest.mark.parametrize(
    "text",
    [
        "台湾・韓国",
        "台湾、韓国",
        "台湾，韓国",
        "台湾；韓国",
        "台湾／韓国",
        "台湾と韓国",
        "台湾 韓国",
        "台灣和韓國",
        "Taiwan and Korea",
    ],
)
def test_values_stand_apart_in_many_ways(text):
    assert cells.countries(text) == ("TW", "KR")


def test_a_dot_in_a_name_parts_nothing():
    assert cells.countries("台湾・韓国・") == ("TW", "KR")
    assert cells.countries("アンティグア・バーブーダ") == ("AG",)
    with pytest.raises(CellRefused) as refused:
        cells.countries("台湾・アトランティス")
    assert refused.value.facts == {"found": "台湾・アトランティス"}


LANGUAGES = {
    "英語(少し)・日本語": (("en", "A1"), ("ja", "")),
    "英語 初級、日本語 母語": (("en", "A2"), ("ja", "own")),
    "英語（中級）；日語（流利）": (("en", "B1"), ("ja", "B2")),
    "영어(조금), 한국어 모국어": (("en", "A1"), ("ko", "own")),
    "英語(上級程度)": (("en", "C1"),),
    "英語(少し)・日本語 母語": (("en", "A1"), ("ja", "own")),
    "英語B1・日本語": (("en", "B1"), ("ja", "")),
    "英語(週2時間)": (("en", ""),),
    "中文（簡體）": (("zh-Hans", ""),),
}


@pytest.mark.parametrize(("text", "expected"), LANGUAGES.items())
def test_languages_with_remarks(text, expected):
    assert cells.banded_languages(text) == expected


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("町立", "public"), ("村立", "public"), ("組合立", "public"), ("道立", "public"), ("都立", "public"), ("静岡市", "public"),
        ("静岡県教育委員会", "public"), ("国", "national"), ("学校法人 富士見学園", "private"), ("私立", "private"), ("国立", "national"),
    ],
)  # fmt: skip
def test_who_runs_the_school(text, sector):
    assert cells.sector(text) == sector


@pytest.mark.parametrize("text", ["受入", "受け入れ", "訪問受け入れ", "學校訪問受入"])
def test_who_welcomes(text):
    assert cells.choice(text, "wish_kind") == "visit_in"


def test_a_visit_without_a_direction_is_refused_with_its_cure(write):
    path = write("a.csv", "ID,Country,Kind\n1,JP,訪問\n2,TW,參訪\n3,KR,방문\n")
    (group,) = grouped(read_list(path).problems)
    assert (group.count, group.expected) == (
        3,
        "Whether the school welcomes or goes: “Welcome a visit” or “Go on a visit”.",
    )


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("中高一貫", ("lower_secondary", "upper_secondary")), ("中等教育学校", ("lower_secondary", "upper_secondary")),
        ("小学校・中学校", ("primary", "lower_secondary")), ("小中一貫、高校", ("primary", "lower_secondary", "upper_secondary")),
    ],
)  # fmt: skip
def test_schools_of_two_levels(text, levels):
    assert cells.choices(text, "levels") == levels


@pytest.mark.parametrize(
    ("rows", "told"), [("A1,Atlantis\n", "No row of a.csv was taken"), ("", "a.csv has headings but no rows")]
)
def test_a_list_of_which_no_row_was_taken_stops_everything(write, rows, told):
    write("a.csv", "ID,Country\n" + rows), write("b.csv", OTHER)
    with pytest.raises(CommandError, match=told):
        run("a.csv", "b.csv", "--out", "p.csv", "--report", "r.html")
    assert sorted(path.name for path in Path().iterdir()) == ["a.csv", "b.csv"]


def test_refused_rows_are_named_and_the_rest_numbered(write):
    rows = "".join(f"{number},School {number},night school,TW\n" for number in range(1, 11))
    read = read_list(write("a.csv", "ID,Name,Levels,Country\n" + rows + "11,,primary,TW\n12,,dusk,TW\n"))
    lines = [line.strip() for line in problem_lines(grouped(read.problems))]
    assert lines[1] == "row 2, School 1: “night school”"
    assert "also in rows 8–11, 13" in lines
    assert "Cure: Write one of the words above, in any of the four languages." in lines


def test_an_apostrophe_a_table_of_ours_put_before_a_live_sign_is_not_read(write):
    read = read_list(write("a.csv", "ID,Name,Country\n1,'+1 School,TW\n2,'t Hart,TW\n"))
    assert [entry.name for entry in read.entries] == ["+1 School", "'t Hart"]


@pytest.mark.parametrize("text", ["約30名", "30人", "30 명", "30 pupils", "30"])
def test_numbers_with_what_they_count(text):
    assert cells.whole(text, 1, 500) == 30


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,250", 1250), ("25,000", 25_000), ("1.250.000", 1_250_000), ("1 250", 1250), ("1’250’000", 1_250_000),
        ("850.0", 850), ("850.00", 850), ("1250.000", 1250),
    ],
)  # fmt: skip
def test_thousands_and_decimals_of_nought(text, number):
    assert cells.whole(text, 0, 2_000_000) == number


@pytest.mark.parametrize("text", ["25.000", "850.000", "1.250", "1,250.000", "1.250,000", "25.5"])
def test_a_number_that_may_be_a_thousandfold_is_not_guessed(text):
    with pytest.raises(cells.CellRefused) as refused:
        cells.whole(text, 0, 2_000_000)
    assert refused.value.kind == "not_whole"


def test_undecided_says_nothing_but_where_something_must_stand(write):
    read = read_list(
        write("a.csv", "ID,国,希望国,実施時期,希望校数\n1,日本,どこでも可,未定,1\n2,未定,,,1\n3,日本,,,不限\n")
    )
    assert [entry.said for entry in read.entries] == [{"country": "JP", "capacity": 1}]
    assert [(problem.line, problem.kind) for problem in read.problems] == [(3, "unknown_country"), (4, "not_whole")]


def test_of_several_kinds_the_first_is_the_wish(write):
    row, other = said(write("a.csv", "ID,国,交流の方法\n1,JP,オンライン交流・受入、姉妹校\n2,JP,姉妹校\n"))
    assert row == {"country": "JP", "kind": "cultural", "alternative_kinds": ("visit_in", "sister_school")}
    assert other == {"country": "JP", "kind": "sister_school"}


def test_row_numbers_are_runs():
    assert row_numbers([11, 12, 13, 20]) == "11–13, 20"
    assert row_numbers(list(range(1, 200, 2))).endswith("77, 79 …")
