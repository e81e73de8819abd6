"""`mado pair A.csv B.csv`: what an office's own lists come to, read in four languages, and what is said of bad ones."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from mado.matching.lists.cells import CellRefused, banded_languages, weekly_times
from mado.matching.lists.columns import BY_KEY, COLUMNS, LANGUAGES, columns_table, keys_by_heading
from mado.matching.lists.days import period
from mado.matching.lists.reading import read_list
from mado.matching.lists.wording import PROBLEMS

DAY = "2026-11-28"
A = """ID,Name,Country,Region,Levels,Ages,Languages,Kind,Mode,Topics,Partners wanted,Waiting since
A1,Harbour,TW,Kaohsiung,primary,10-12,English A2; Chinese own,cultural,both,food; music,1,2026-01-10
A2,Hill,TW,Hualien,primary,10-12,English A2; Chinese own,cultural,both,food,1,2026-06-01
A3,Lake,Taiwan,Taipei,primary,11-12,English A2; Chinese own,cultural,both,art,1,2026-09-01
"""
B = """ID,Name,Country,Region,Levels,Ages,Languages,Kind,Mode,Topics,Partners wanted
B1,Minato,Japan,Shizuoka,primary,10-12,English A1; Japanese own,cultural,both,food; music,1
B2,Aoba,JP,Shizuoka,primary,10-12,English A1; Japanese own,cultural,both,art; food,1
"""
IN_FOUR = {
    "zh-hant": "編號,校名,國家,縣市,學制,年齡,交流語言,交流方式,進行方式,交流議題,名額,等待起日\n"
    "A1,港口,臺灣,高雄市,國小,10-12 歲,英語 A2；中文 母語,線上文化交流,both,食農；音樂,1,115/01/10\n",
    "en": A.split("A2,", maxsplit=1)[0],
    "ja": "番号,学校名,国,県,校種,年齢,交流言語,交流の種類,実施方法,テーマ,定員,申込日\n"
    "A1,港,台湾,高雄市,小学校,10〜12,英語 A2、中国語 母語,オンライン交流,both,食、音楽,1,2026年1月10日\n",
    "ko": "번호,학교명,국가,지역,학교급,나이,교류 언어,교류 종류,진행 방식,주제,정원,신청일\n"
    "A1,항구,대만,가오슝시,초등학교,10~12,영어(A2); 중국어 모국어,온라인 교류,both,음식; 음악,1,2026. 1. 10\n".replace("2026. 1. 10", "2026-1-10"),
}  # fmt: skip


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def one(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        return path

    return one


def run(*arguments):
    out = io.StringIO()
    call_command("pair", *map(str, arguments), "--today", DAY, stdout=out)
    return out.getvalue()


def pairs_of(path):
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return [(row["a"], row["b"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_row_in_four_languages(write, language):
    read = read_list(write("a.csv", IN_FOUR[language]))
    assert read.problems == []
    entry = read.entries[0]
    said = {key: value for key, value in entry.said.items() if key != "topics"}
    assert (entry.id, entry.country, entry.region, entry.zone, entry.waiting_since.isoformat()) == (
        "A1", "TW", "TW-KHH", "Asia/Taipei", "2026-01-10",
    )  # fmt: skip
    assert said == {
        "country": "TW", "levels": ("primary",), "age_from": 10, "age_to": 12, "mode": "both", "kind": "cultural",
        "languages": (("en", "A2"), ("zh-Hant", "own")), "capacity": 1,
    }  # fmt: skip
    assert set(entry.said["topics"]) == {"food", "music"}


@pytest.mark.parametrize("rule", ["stable", "most", "fair"])
def test_two_lists_give_pairs_certificate_and_report(write, rule):
    write("a.csv", A), write("b.csv", B)
    said = run("a.csv", "b.csv", "--rule", rule, "--out", "p.csv", "--certificate", "c.json", "--report", "r.html")
    assert "a.csv: 3 rows taken" in said
    assert "2 pairs" in said
    pairs = pairs_of("p.csv")
    assert len(pairs) == 2
    certificate = json.loads(Path("c.json").read_text())
    assert certificate["rule"] == rule
    assert certificate["pairs"] == 2
    assert certificate["matched"] == {"a": 2, "b": 2}
    assert sorted(certificate["unmatched"]["a"]) == sorted({"A1", "A2", "A3"} - {a for a, _b in pairs})
    if rule == "most":
        assert certificate["total"] == certificate["optimum_total"]
    if rule == "stable":
        assert certificate["blocking_pairs"] == 0


def test_the_longest_waiting_comes_first_under_the_fair_rule(write):
    """Two alike before one place: who has waited since January gets it."""
    head, first, second, _third = A.splitlines()
    alike = "\n".join([head, second.replace("food", "food; music").replace("Hualien", "Kaohsiung"), first])
    write("a.csv", alike), write("b.csv", "\n".join(B.splitlines()[:2]))
    run("a.csv", "b.csv", "--rule", "fair", "--out", "p.csv")
    assert pairs_of("p.csv") == [("A1", "B1")]


@pytest.mark.parametrize("rule", ["stable", "most", "fair"])
def test_the_order_of_rows_changes_nothing(write, rule):
    write("a.csv", A), write("b.csv", B)
    arguments = ("--rule", rule, "--out", "p.csv", "--certificate", "c.json", "--report", "r.html")
    run("a.csv", "b.csv", *arguments)
    before = [Path(name).read_bytes() for name in ("p.csv", "c.json", "r.html")]
    for name, text in (("a.csv", A), ("b.csv", B)):
        head, *rows = text.splitlines()
        write(name, "\n".join([head, *reversed(rows)]))
    run("a.csv", "b.csv", *arguments)
    assert [Path(name).read_bytes() for name in ("p.csv", "c.json", "r.html")] == before


def test_columns_may_stand_in_any_order_and_unknown_ones_are_told(write):
    write("a.csv", "Weather,Country,Langauges,ID\nsunny,TW,?,A1\n"), write("b.csv", "Country,ID\nJP,B1\n")
    said = run("a.csv", "b.csv", "--out", "p.csv")
    assert "Column “Weather” was not read." in said
    assert "Column “Langauges” was not read. Is “Languages” meant?" in said
    assert pairs_of("p.csv") == [("A1", "B1")]


def test_a_time_zone_will_do_in_place_of_a_country(write):
    write("a.csv", "ID,Time zone,Weekly times,Mode\nA1,Asia/Taipei,Mon-Fri 08:00-16:00,live\n")
    write(
        "b.csv",
        "ID,Time zone,Weekly times,Mode\nB1,America/New_York,Mon-Fri 08:00-16:00,live\nB2,Asia/Tokyo,Mon 09:00-11:00,live\n",
    )
    run("a.csv", "b.csv", "--out", "p.csv")
    assert pairs_of("p.csv") == [("A1", "B2")]


def test_xlsx_is_read_as_a_workbook_and_formula_cells_as_their_values(write, tmp_path):
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as workbook:
        sheet = workbook.add_worksheet()
        for line, row in enumerate(csv.reader(io.StringIO(A))):
            for column, value in enumerate(row):
                sheet.write_string(line, column, value)
        sheet.write_formula(1, 10, "=1+1", None, 2)
        sheet.write_formula(2, 10, "=1/0", None, "#DIV/0!")
    read = read_list(write("a.xlsx", book.getvalue()))
    assert [(entry.id, entry.said["capacity"]) for entry in read.entries] == [("A1", 2), ("A3", 1)]
    assert [(problem.line, problem.kind, problem.letter) for problem in read.problems] == [(3, "sheet_error", "K")]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [("cp950", "Big5 (Taiwan, Hong Kong)"), ("cp932", "Shift JIS (Japan)"), ("cp949", "CP949 (Korea)")],
)
def test_national_encodings_are_guessed_and_told(write, encoding, words):
    language = {"cp950": "zh-hant", "cp932": "ja", "cp949": "ko"}[encoding]
    text = IN_FOUR[language].replace("〜", "-").replace("；", ";")
    write("a.csv", text, encoding), write("b.csv", B)
    said = run("a.csv", "b.csv")
    assert f"a.csv: 1 row taken; read as {words}" in said


def test_a_wrong_encoding_is_told_with_its_cure(write):
    write("a.csv", A.replace("Harbour", "港口國民小學"), "utf-8"), write("b.csv", B)
    said = run("a.csv", "b.csv", "--encoding", "cp949")
    assert "Letters that cannot be read" in said
    assert "--encoding" in said


BAD = {
    "unknown country": ("Country", "Atlantis", "unknown_country"),
    "unknown region": ("Region", "Kaosiung", "unknown_region"),
    "unknown level": ("Levels", "night school", "unknown_choice"),
    "grades for ages": ("Ages", "1-3", "bad_ages"),
    "ages backwards": ("Ages", "12-10", "backwards"),
    "unknown language": ("Languages", "Klingon A2", "unknown_language"),
    "words for a number": ("Partners wanted", "two", "not_whole"),
    "too many partners": ("Partners wanted", "5000", "out_of_range"),
    "no day": ("Waiting since", "last spring", "bad_date"),
    "a day that is not": ("Waiting since", "2026-02-30", "bad_date"),
    "a formula": ("Name", '"=HYPERLINK(""http://x"")"', "formula"),
    "an error of the sheet": ("Name", "#REF!", "sheet_error"),
    "no id": ("ID", "", "no_id"),
    "an id twice": ("ID", "A2", "repeated"),
}


@pytest.mark.parametrize(("column", "value", "kind"), BAD.values(), ids=BAD)
def test_a_bad_cell_is_told_and_the_other_rows_go_on(write, column, value, kind):
    head, *rows = A.splitlines()
    at = head.split(",").index(column)
    cells = rows[2].split(",")
    cells[at] = value
    read = read_list(write("a.csv", "\n".join([head, *rows[:2], ",".join(cells)])))
    assert [entry.id for entry in read.entries] == ["A1", "A2"]
    assert [(problem.line, problem.kind, problem.heading) for problem in read.problems] == [(4, kind, column)]


def test_every_kind_of_problem_has_its_three_sentences(write):
    kinds = {kind for _column, _value, kind in BAD.values()}
    assert kinds <= set(PROBLEMS)
    write("a.csv", "ID,Country,Weekly times,Period,SDGs,First time,Wanted band,Time zone\n"
          "A1,TW,sometimes,soon,99,perhaps,Z9,Mars\n,,,,,,,\nA2,,,,,,,\nA3,TW,,,,,,\n"), write("b.csv", B)  # fmt: skip
    said = run("a.csv", "b.csv")
    for text in ("Not times of the week (1 row, column C, “Weekly times”)", "row 2: “sometimes”", "Expected: Weekdays and hours",
                 "Not a period", "Not goals", "Neither yes nor no", "Not a level of the CEFR", "A time zone that is not known",
                 "A row that does not say where the school is"):  # fmt: skip
        assert text in said


def test_strict_stops_before_anything_is_written(write):
    write("a.csv", A.replace("A3,Lake,Taiwan", "A3,Lake,Atlantis")), write("b.csv", B)
    with pytest.raises(CommandError, match="1 row was not taken, and --strict stops then"):
        run("a.csv", "b.csv", "--strict", "--out", "p.csv")
    assert sorted(path.name for path in Path().iterdir()) == ["a.csv", "b.csv"]


def test_nothing_half_written(write):
    write("a.csv", A), write("b.csv", B)
    with pytest.raises(CommandError, match="cannot be written"):
        run("a.csv", "b.csv", "--out", "p.csv", "--certificate", "nowhere/c.json")
    assert sorted(path.name for path in Path().iterdir()) == ["a.csv", "b.csv"]


@pytest.mark.parametrize("rule", ["stable", "most", "fair"])
def test_nobody_who_fits_is_a_right_empty_answer(write, rule):
    write("a.csv", A)
    arguments = ("--rule", rule, "--out", "p.csv", "--report", "r.html")
    write("far.csv", B.replace("10-12", "16-18"))
    assert "No school of one list fits a school of the other." in run("a.csv", "far.csv", *arguments)
    assert pairs_of("p.csv") == []
    assert "Nobody on the other side fits both wishes." in Path("r.html").read_text()
    assert "Ages of the pupils" in Path("r.html").read_text()


def with_columns(text, **more):
    """The list's first row with further columns."""
    head, row, *_others = text.splitlines()
    return "\n".join([",".join([head, *more]), ",".join([row, *more.values()])])


@pytest.mark.parametrize(("band", "pairs"), [("A2", [("A1", "B1")]), ("B1", [])])
def test_a_list_says_the_level_it_wants_of_its_partners(write, band, pairs):
    write("a.csv", with_columns(A)), write("b.csv", with_columns(B, **{"Wanted band": band}))
    run("a.csv", "b.csv", "--out", "p.csv")
    assert pairs_of("p.csv") == pairs


@pytest.mark.parametrize(
    ("here", "there", "pairs"), [("no", "yes", []), ("yes", "no", []), ("yes", "yes", [("A1", "B1")])]
)
def test_partners_are_paired_again_when_both_lists_say_so(write, here, there, pairs):
    write("a.csv", with_columns(A, **{"Partners already": "B1", "Known partners too": here}))
    write("b.csv", with_columns(B, **{"Known partners too": there}))
    run("a.csv", "b.csv", "--out", "p.csv")
    assert pairs_of("p.csv") == pairs


@pytest.mark.parametrize(
    ("wanted", "pairs"),
    [
        ({"Wanted regions": "靜岡縣"}, [("A1", "B1")]),
        ({"Wanted regions": "JP-22; CA"}, [("A1", "B1")]),
        ({"Wanted countries": "Japan", "Wanted regions": "Tokyo; JP-27"}, []),
        ({"Wanted countries": "Japan; Korea", "Wanted regions": "KR-11"}, [("A1", "B1")]),
        ({"Wanted countries": "Korea", "Wanted regions": "KR-11"}, []),
    ],
)
def test_a_list_says_the_regions_it_wants(write, wanted, pairs):
    write("a.csv", with_columns(A, **wanted)), write("b.csv", with_columns(B))
    run("a.csv", "b.csv", "--out", "p.csv")
    assert pairs_of("p.csv") == pairs


def test_a_region_brings_its_country_and_one_nobody_knows_is_told(write):
    write("a.csv", with_columns(A, **{"Wanted countries": "US", "Wanted regions": "California; 東京都"}))
    (entry,) = read_list(Path("a.csv")).entries
    assert entry.said["partner_regions"] == ("US-CA", "JP-13")
    assert entry.said["partner_countries"] == ("US", "JP")
    write("a.csv", with_columns(A, **{"Wanted regions": "Tokyo; Atlantis"}) + "\nA2,Hill,TW\n"), write("b.csv", B)
    told = run("a.csv", "b.csv", "--out", "p.csv")
    assert "A wanted region that is not known" in told
    assert "Atlantis" in told


def test_capacity_0_is_a_school_that_takes_nobody(write):
    write("a.csv", A.replace("food; music,1,", "food; music,0,")), write("b.csv", B)
    run("a.csv", "b.csv", "--rule", "most", "--out", "p.csv", "--certificate", "c.json")
    assert sorted(a for a, _b in pairs_of("p.csv")) == ["A2", "A3"]
    assert json.loads(Path("c.json").read_text())["reasons"]["a"] == {"A1": "no_places"}


def test_pins_stand_and_forbidden_pairs_do_not(write):
    write("a.csv", A), write("b.csv", B)
    write("pins.csv", "a,b\nA3,B1\n"), write("forbid.csv", "編號 A,編號 B\nA1,B2\n")
    run(
        "a.csv",
        "b.csv",
        "--rule",
        "most",
        "--pins",
        "pins.csv",
        "--forbid",
        "forbid.csv",
        "--out",
        "p.csv",
        "--report",
        "r.html",
    )
    assert pairs_of("p.csv") == [("A2", "B2"), ("A3", "B1")]
    assert "Set by hand. Pairs that must stand: 1. Pairs that must not: 1." in Path("r.html").read_text()


CONTRADICTIONS = {
    "over a capacity": ("A1,B1\nA2,B1\n", "", "In list B these schools have more pins than they take partners: B1."),
    "pinned and forbidden": ("A1,B1\n", "A1,B1\n", "pinned and forbidden at once: A1 – B1."),
    "an id nobody has": ("A9,B1\n", "", "Line 1 of pins.csv names “A9”"),
}


@pytest.mark.parametrize(("pins", "forbid", "told"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_pins_that_cannot_stand_are_told_by_name(write, pins, forbid, told):
    write("a.csv", A), write("b.csv", B), write("pins.csv", pins)
    extra = ("--forbid", write("forbid.csv", forbid)) if forbid else ()
    with pytest.raises(CommandError, match=told):
        run("a.csv", "b.csv", "--pins", "pins.csv", *extra, "--out", "p.csv")
    assert not Path("p.csv").exists()


def test_contradicting_pins_are_told_in_the_language_asked_for(write):
    write("a.csv", A), write("b.csv", B), write("pins.csv", "A1,B1\nA2,B1\n")
    with pytest.raises(CommandError, match="清單 B") as problem:
        run("a.csv", "b.csv", "--pins", "pins.csv", "--out", "p.csv", "--language", "zh-hant")
    assert "B1" in str(problem.value)


def test_two_results_in_one_file_are_refused(write):
    write("a.csv", A), write("b.csv", B)
    with pytest.raises(CommandError, match="Give each a file of its own"):
        run("a.csv", "b.csv", "--out", "p.csv", "--certificate", "./p.csv")
    assert not Path("p.csv").exists()


UNREADABLE = {
    "empty": (b"", "The file is empty"),
    "no id column": (b"Name,Country\nx,TW\n", "No column of a.csv names its rows"),
    "no place column": (b"ID,Name\n1,x\n", "No column of a.csv says where the schools are"),
    "a pdf": (b"%PDF-1.7 ", "This file is PDF"),
    "bytes": (b"\x01\x00\x02", "neither a spreadsheet nor a text file"),
    "an open quotation": (b'ID,Country\n1,"TW\n', "Is a quotation mark missing"),
    "a broken workbook": (b"PK\x03\x04zzzz", "damaged"),
    "a million rows": (b"ID,Country\n" + b"1,TW\n" * 1_000_000, "more than 100000 rows"),
    "too large": (b"ID,Country\n" + b"x" * (65 << 20), "may have at most 64 MB"),
}


@pytest.mark.parametrize(("content", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_is_no_list_is_told_in_a_sentence(write, content, told):
    write("a.csv", content), write("b.csv", B)
    with pytest.raises(CommandError, match=told):
        run("a.csv", "b.csv")


def test_a_file_that_is_not_there(write):
    write("b.csv", B)
    with pytest.raises(CommandError, match="There is no file"):
        run("missing.csv", "b.csv")


class _Page(HTMLParser):
    """Tags that open and close in order, and what the page asks for."""

    VOID = frozenset(["meta", "br", "hr", "img", "rect", "circle", "path", "line", "link"])

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.asked, self.words = [], [], [], []

    def handle_starttag(self, tag, attributes):
        self.seen.append(tag)
        self.asked += [
            value
            for name, value in attributes
            if name in ("src", "href", "xlink:href", "style") or name.startswith("on")
        ]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, text):
        self.words.append(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_one_whole_page_that_fetches_nothing(write, language):
    write("臺灣.csv", A.replace("Harbour", "<b>Harbour</b> & Co")), write("b.csv", B)
    run("臺灣.csv", "b.csv", "--rule", "fair", "--report", "r.html", "--language", language)
    text = Path("r.html").read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    page.close()
    assert (page.open, page.asked) == ([], [])
    assert "script" not in page.seen
    assert not re.search(r"url\(|@import|https?:", text)
    assert f'<html lang="{language}">' in text
    assert [page.seen.count(tag) for tag in ("html", "head", "title", "h1", "main")] == [1] * 5
    assert "<b>Harbour</b> & Co" in page.words
    assert page.seen.count("svg") == 2


def test_the_report_says_what_it_should(write):
    write("a.csv", A), write("b.csv", B)
    run("a.csv", "b.csv", "--rule", "fair", "--report", "r.html")
    page = _Page()
    page.feed(Path("r.html").read_text(encoding="utf-8"))
    text = " ".join(" ".join(page.words).split())
    for words in (
        "Pairing of a and b", "As many schools as possible get a first partner", "The three rules side by side", "Stable",
        "Greatest total", "Everyone first (this report)", "Both want: Food and farming", "What all schools think of their partners",
        "Schools without a partner, and why", "What one more place would change", "How the lists were read",
        "the usual school day of the country and level was taken",
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_is_read_back_whole(write, language, ending):
    call_command("pair", "--template", f"t.{ending}", "--language", language, stdout=io.StringIO())
    read = read_list(Path(f"t.{ending}"))
    assert (read.problems, read.ignored) == ([], [])
    assert [(entry.id, entry.said["capacity"], entry.said["kind"]) for entry in read.entries] == [
        ("TW-01", 2, "cultural"), ("TW-02", 1, "cultural"), ("TW-03", 1, "co_teaching"),
    ]  # fmt: skip


def test_no_heading_stands_for_two_columns():
    known = keys_by_heading()
    for column in COLUMNS:
        for headings in column.headings.values():
            for text in headings:
                assert BY_KEY[known[re.sub(r"[\W_]+", "", text.casefold())]] is column if text.isascii() else True


def test_the_how_to_shows_the_columns_of_the_code():
    page = Path(__file__).parents[2] / "docs/howto/pair-two-lists.md"
    assert columns_table() in page.read_text(encoding="utf-8")


TIMES = {
    "Mon-Fri 08:00-16:00": [(day, "08:00", "16:00") for day in range(1, 6)],
    "週一至週三 09:00～10:30": [(day, "09:00", "10:30") for day in (1, 2, 3)],
    "月・水 13:00〜15:00": [(1, "13:00", "15:00"), (3, "13:00", "15:00")],
    "화요일 09:00-10:00; 토 09:00-11:00": [(2, "09:00", "10:00"), (6, "09:00", "11:00")],
    "weekdays 08:30 to 09:00": [(day, "08:30", "09:00") for day in range(1, 6)],
}


@pytest.mark.parametrize(("text", "expected"), TIMES.items())
def test_times_of_the_week(text, expected):
    assert [(day, f"{start:%H:%M}", f"{end:%H:%M}") for day, start, end in weekly_times(text)] == expected


@pytest.mark.parametrize(
    "text", ["08:00-16:00", "Monday", "Mon 16:00-08:00", "Mon 25:00-26:00", "Fri-Mon 08:00-09:00", "often"]
)
def test_what_is_no_time_of_the_week(text):
    with pytest.raises(CellRefused):
        weekly_times(text)


def test_bands_and_calendars():
    assert banded_languages("English C2; 日語; Korean (native)") == (("en", "C1"), ("ja", ""), ("ko", "own"))
    assert [day.isoformat() for day in period("民國115年9月1日 至 116/1/20")] == ["2026-09-01", "2027-01-20"]
