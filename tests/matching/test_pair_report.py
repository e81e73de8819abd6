"""`mado pair A.csv B.csv --report`: every sentence of the report and the screen holds for the lists it is said of."""

import csv
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command

from mado.matching.engine.certificate import Reason, certify
from mado.matching.engine.edges import Edges, Pools, Terms
from mado.matching.lists.figures import a_few, natural
from mado.matching.lists.reasons import shared_reasons
from mado.matching.part_words import part_sentence

DAY = "2026-11-28"
HEAD = "ID,Name,Country,Region,Levels,Ages,Languages,Kind,Partners wanted,Waiting since"
JP = "JP,Shizuoka,lower secondary,14-15,English A2; Japanese own"
TW = "TW,Tainan,lower secondary,14-15,English A2; Chinese own"


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def lists(here, there, **others):
        for name, rows in (("here.csv", here), ("there.csv", there)):
            Path(name).write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
        for name, text in others.items():
            Path(f"{name}.csv").write_text(text, encoding="utf-8")

    return lists


def run(*more):
    """(what the screen said, the report as words)."""
    out = io.StringIO()
    arguments = ("here.csv", "there.csv", "--today", DAY, "--rule", "fair", "--out", "p.csv", "--report", "r.html")
    call_command("pair", *arguments, *more, stdout=out)
    words = _Words()
    words.feed(Path("r.html").read_text(encoding="utf-8"))
    return out.getvalue(), " ".join(" ".join(words.said).split())


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.said = []

    def handle_data(self, data):
        self.said.append(data)


def here(number, kind="cultural", rest="1,2026-09-01", place=JP):
    return f"{number},Minato {number},{place},{kind},{rest}"


def there(number, kind="cultural", rest="1,2026-09-01", place=TW):
    return f"T{number},Anping {number},{place},{kind},{rest}"


@pytest.mark.parametrize(
    ("code", "side", "said"),
    [
        ("visit_in", "mine", "a visit (you welcome, they travel)"),
        ("visit_in", "theirs", "a visit (they welcome, you travel)"),
        ("visit_out", "mine", "a visit (they welcome, you travel)"),
        ("visit_out", "theirs", "a visit (you welcome, they travel)"),
        ("sister_school", "theirs", "Sister school"),
    ],
)
def test_of_a_visit_a_recommendation_says_who_welcomes_and_who_travels(code, side, said):
    """Facts name the kinds as the side calls them whose view it is."""
    assert part_sentence("kind", {"kinds": (code,), "first_of_both": True}, side) == f"Both look for: {said}"
    assert part_sentence("kind", {"kinds": (code,), "first_of_both": False}, side) == f"Both would accept: {said}"


def test_of_a_visit_the_report_names_who_welcomes_and_who_travels(write):
    write([here(1, "visit_in"), here(2, "visit_out")], [there(1, "visit_out"), there(2, "visit_in")])
    _screen, report = run()
    assert "Both look for: a visit (Minato 1 welcomes, Anping 1 travels)" in report
    assert "Both look for: a visit (Anping 2 welcomes, Minato 2 travels)" in report
    assert "Welcome a visit" not in report


def test_a_place_that_went_to_a_pair_set_by_hand_is_told_as_such(write):
    write([here(1, "visit_out")], [there(1, "visit_in"), there(2)], pins="1,T2\n")
    _screen, report = run("--pins", "pins.csv")
    assert "All places of those who fit are taken, at least one of them by a pair that was set by hand." in report
    assert "at least as much of" not in report


@pytest.mark.parametrize(
    ("pin", "pinned_score", "reason"),
    [
        ((0, 0), 0.5, Reason.PARTNERS_PINNED),
        ((0, 0), 0.75, Reason.PARTNERS_KEEP_OTHERS),
        ((2, 0), None, Reason.PARTNERS_PINNED),
        ((), None, Reason.PARTNERS_KEEP_OTHERS),
    ],
    ids=["pinned below it", "pinned to an equal", "pinned though it cannot be", "no pin"],
)
def test_only_a_pin_that_the_school_would_have_been_preferred_to_is_a_reason(pin, pinned_score, reason):
    """b has one place; a1, of whom it thinks 0.75, goes without."""
    rows = [(0, 0.9 if pinned_score is None else pinned_score), (1, 0.75)]
    edges = Edges(
        np.array([a for a, _score in rows], np.int32), np.zeros(2, np.int32), np.full(2, 0.5), np.array([score for _a, score in rows])
    )  # fmt: skip
    whole, none = np.ones(3, np.int32), np.zeros(3, np.int32)
    pools = Pools(("a0", "a1", "a2"), ("b",), whole, whole[:1], none, none[:1], none, none[:1])
    made = pin or (0, 0)
    found = certify(
        pools, edges, Terms(pinned=(pin,) if pin else ()), np.array([made[0]], np.int32), np.array([0], np.int32)
    )
    assert {one.school: one.reason for one in found.a.unmatched}[1] == reason


def test_as_far_as_places_allow_every_county_gets_one(write):
    """Two places, three schools: those of Tainan have waited longer, and Hualien still gets its one."""
    hualien = TW.replace("Tainan", "Hualien")
    write(
        [here(1), here(2)],
        [there(1, rest="1,2026-01-01"), there(2, rest="1,2026-02-01"), there(3, rest="1,2026-11-01", place=hualien)],
    )
    screen, report = run()
    sentence = "as far as places allow, every county and country gets"
    assert sentence in screen
    assert sentence in report
    with Path("p.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["b"] for row in csv.DictReader(file)} == {"T1", "T3"}


def test_rows_that_were_not_taken_are_told_at_the_head_and_where_everybody_has_a_partner(write):
    write([here(1), here(2, place=JP.replace("JP", "Atlantis")), here(3, rest="many,2026-09-01")], [there(1)])
    _screen, report = run()
    head, below = report.split("Both sides at a glance")
    assert "This report does not count all rows of the lists." in head
    assert "here: 2 of 3 rows were not taken. Which ones, and how to mend them" in head
    assert "The 1 school that was taken has a partner. 2 of 3 rows were not taken." in " ".join(below.split())
    assert below.count("Every school got a partner.") == 1
    page = Path("r.html").read_text(encoding="utf-8")
    assert set(re.findall(r'href="#([^"]+)"', page)) == {"read-1"} <= set(re.findall(r'id="([^"]+)"', page))


def test_a_report_of_whole_lists_has_no_warning(write):
    write([here(1)], [there(1)])
    _screen, report = run()
    assert "does not count all rows" not in report
    assert report.count("Every school got a partner.") == 2


def test_a_pin_against_the_wishes_says_what_fails_on_the_screen_and_in_the_report(write):
    write([here(6, "visit_out"), here(7)], [there(10), there(11)], pins="6,T10\n7,T11\n")
    screen, report = run("--pins", "pins.csv")
    told = "Does not fit both wishes (Kind of exchange). It stands because it is pinned."
    assert f"6 – T10: {told}" in screen
    assert screen.count(told) == report.count(told) == 1
    row = report[report.index("Minato 6") :]
    assert "– Set by hand Does not fit" in report
    assert "%" not in row[: row.index(told)].split("Why these two")[-1]
    with Path("p.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [bool(line["score_a"]) for line in csv.DictReader(file)] == [False, True]


def test_single_cells_that_were_filled_are_told_with_their_ids(write):
    rows = [here(number, rest=",2026-09-01" if number < 9 else "2,") for number in range(1, 10)]
    write(rows, [there(1)])
    screen, report = run()
    for said in (screen, report):
        assert "the school takes one: 1, 2, 3, 4, 5, 6 and 2 more." in said
        assert "the school waits since Saturday, November 28, 2026: 9." in said
        assert "the usual school day of the country and level was taken." in said


def test_what_every_row_says_is_not_told_as_assumed(write):
    write([here(1)], [there(1)])
    screen, report = run()
    assert "the school takes one" not in screen + report
    assert "the school waits since" not in screen + report


@pytest.mark.parametrize(("language", "name"), [("en", "Shizuoka"), ("ja", "静岡県")])
def test_one_region_is_one_area_however_the_list_writes_it(write, language, name):
    write(
        [here(1), here(2, place=JP.replace("Shizuoka", "静岡")), here(3, place=JP.replace("Shizuoka", "静岡県"))],
        [there(1)],
    )
    run("--language", language, "--certificate", "c.json")
    page = Path("r.html").read_text(encoding="utf-8")
    assert re.findall(r'<tr><td>([^<]+)</td><td class="n">3</td>', page) == [name]


def test_regions_that_mado_does_not_know_are_told_apart_by_their_letters(write):
    singapore = JP.replace("JP,Shizuoka", "SG,Jurong")
    write([here(1, place=singapore), here(2, place=singapore.replace("Jurong", "JURONG "))], [there(1)])
    run()
    page = Path("r.html").read_text(encoding="utf-8")
    assert re.findall(r'<tr><td>([^<]+)</td><td class="n">2</td>', page) == ["Jurong"]


def test_the_screen_calls_lists_by_their_names_and_says_that_such_pairs_were_not_made(write):
    write([here(1), here(2)], [there(1)])
    screen, _report = run()
    assert "here.csv: 1 of 2 schools got a partner." in screen
    assert "there.csv: 1 of 1 schools got a partner." in screen
    assert "Side A" not in screen
    assert "0 pairs of schools that did not come about would both rather have each other." in screen


def test_the_tables_say_since_when_a_school_waits(write):
    write([here(1, rest="1,2026-01-05"), here(2, rest="1,2026-09-30"), here(3, rest="1,")], [there(1)])
    _screen, report = run()
    assert "Minato 1 1 · Shizuoka Anping 1 T1 · Tainan 1: Jan 5, 2026 T1: Sep 1, 2026" in report
    assert "Minato 2 2 · Shizuoka Sep 30, 2026 All places" in report
    assert "Minato 3 3 · Shizuoka – All places" in report


def test_one_more_place_that_changes_nothing_is_left_out(write):
    """One school of the other side for two: a second place at it gives one pair more, and nothing else is named."""
    write([here(1), here(2)], [there(1)])
    _screen, report = run()
    assert "Anping 1, whom 1 other would rather have: pairs +1, schools with a partner +1." in report
    assert "pairs +0, schools with a partner +0" not in report
    write([here(1), here(2)], [there(1), there(2)])
    assert "What one more place would change" not in run()[1]


def test_rows_stand_as_people_count(write):
    write([here(number) for number in (1, 10, 2, 11)], [there(number) for number in (10, 9)])
    run()
    page = Path("r.html").read_text(encoding="utf-8")
    pairs, alone = page.split("Schools without a partner, and why")
    for part in (pairs[pairs.index("Why these two") :], alone):
        ids = [int(number) for number in re.findall(r'Minato \d+<span class="id">(\d+)', part)]
        assert ids == sorted(ids)
        assert len(ids) == 2
    assert sorted(["T10", "10", "T9", "2", "1b", "1"], key=natural) == ["1", "1b", "2", "10", "T9", "T10"]


def test_ages_languages_and_few_ids_are_said_briefly():
    facts = {"ages": {"shared": (14, 14)}}
    assert shared_reasons(facts, ("Minato", "Anping")) == ["Pupils of 14 on both sides"]
    assert shared_reasons({}, ("Minato", "Anping"), ["en"]) == ["Common language: English"]
    goal = {"language_goal": {"own": ("zh-Hant",), "spoken": ("en",)}}
    assert shared_reasons(goal, ("Minato", "Anping"), ["en"]) == [
        "Minato learns Chinese (traditional), the other school's own language", "Common language: English",
    ]  # fmt: skip
    assert a_few(["1", "2"]) == "1, 2"


def test_the_common_language_stands_among_the_reasons(write):
    write([here(1)], [there(1)])
    assert "Common language: English" in run()[1]


def test_the_template_says_that_it_was_written_in_the_language_asked_for(tmp_path):
    out = io.StringIO()
    call_command("pair", "--template", str(tmp_path / "t.csv"), "--language", "ja", stdout=out)
    assert "Written" not in out.getvalue()
