"""`mado pair` from CSV files: what it writes, and what it says of files it cannot take."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mado.matching import pairing_files
from mado.matching.engine.rounds import Rule

EDGES = """a,b,score_a,score_b
高雄,Kyoto,0.9,0.8
高雄,Osaka,0.4,0.9
Tainan,Kyoto,0.7,0.9
Tainan,Osaka,0.6,0.1
Taipei,Kyoto,0.2,0.2
"""
ROOT = Path(__file__).parents[2]
CAPACITY = "side,id,capacity\na,高雄,2\nb,Nara,3\nb,Osaka,1\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "edges.csv").write_text(EDGES, encoding="utf-8")
    (tmp_path / "cap.csv").write_text(CAPACITY, encoding="utf-8")
    return tmp_path


def run(folder, *more, rule="stable", edges="edges.csv", capacity="cap.csv"):
    arguments = ["--edges", folder / edges, "--out", folder / "pairs.csv", "--certificate", folder / "cert.json"]
    if capacity:
        arguments += ["--capacity", folder / capacity]
    call_command("pair", *map(str, [*arguments, "--rule", rule, *more]))
    with (folder / "pairs.csv").open(encoding="utf-8", newline="") as file:
        pairs = [tuple(row) for row in csv.reader(file)]
    return pairs, json.loads((folder / "cert.json").read_text(encoding="utf-8"))


def refused(folder, *more, **options):
    with pytest.raises(CommandError) as problem:
        run(folder, *more, **options)
    written = [path.name for path in folder.iterdir() if path.suffix == ".json" or "pairs" in path.name]
    assert written == []
    return str(problem.value)


def test_pairs_come_sorted_and_the_certificate_says_what_they_are_worth(folder, capsys):
    pairs, certificate = run(folder)
    assert pairs == [("a", "b"), ("Tainan", "Kyoto"), ("高雄", "Osaka")]
    wanted = {
        "rule": "stable",
        "pairs": 2,
        "total": 2.9,
        "optimum_total": 3.0,
        "blocking_pairs": 0,
        "unmatched": {"a": ["Taipei"], "b": ["Nara"]},
        "unmatched_count": 2,
        "reasons": {"a": {"Taipei": "partners_full_and_keep_others"}, "b": {"Nara": "no_feasible_partner"}},
    }
    assert {
        key: pytest.approx(certificate[key]) if isinstance(wanted[key], float) else certificate[key] for key in wanted
    } == wanted
    assert certificate["seconds"] >= certificate["seconds_pairing"] > 0
    assert capsys.readouterr().out.splitlines()[:3] == [
        "Rule: stable. Pairs: 2. Total: 2.90 of at most 3.00.",
        "With a partner: 2 of 3 in a, 2 of 3 in b.",
        "Pairs that would both rather have each other: 0.",
    ]


def test_every_rule_pins_and_forbidden_pairs(folder):
    (folder / "pins.csv").write_text("a,b\nTaipei,Kyoto\n")
    (folder / "forbid.csv").write_text("b,a\nOsaka,高雄\n", encoding="utf-8")
    fixed = ["--pins", folder / "pins.csv", "--forbid", folder / "forbid.csv"]
    for rule in Rule:
        pairs, certificate = run(folder, *fixed, rule=rule.value)
        assert pairs[1:] == [("Tainan", "Osaka"), ("Taipei", "Kyoto")]
        assert certificate["rule"] == rule.value
        assert certificate["unmatched"] == {"a": ["高雄"], "b": ["Nara"]}


def test_the_order_of_rows_and_columns_separators_and_a_bom_change_nothing(folder):
    expected = run(folder, rule="fair")[0]
    head, *rows = EDGES.splitlines()
    cells = [row.split(",") for row in [head, *reversed(rows)]]
    lines = [";".join([row[3], "note", row[1], row[0], row[2]]) for row in cells]
    (folder / "other.csv").write_text("\ufeff" + "\r\n".join(lines) + "\r\n\r\n;;;;\r\n", encoding="utf-8")
    assert run(folder, rule="fair", edges="other.csv")[0] == expected


def test_a_file_of_several_blocks_is_read_whole(folder, monkeypatch):
    expected = run(folder)
    monkeypatch.setattr(pairing_files, "BLOCK", 2)
    assert run(folder)[0] == expected[0]


def test_without_capacities_everybody_takes_one(folder):
    pairs, _certificate = run(folder, capacity=None, rule="most")
    assert pairs[1:] == [("Tainan", "Kyoto"), ("高雄", "Osaka")]


def test_only_a_heading_is_an_empty_round(folder):
    (folder / "edges.csv").write_text("a,b,score_a,score_b\n")
    for rule in Rule:
        pairs, certificate = run(folder, rule=rule.value)
        assert (pairs, certificate["total"], certificate["unmatched_count"]) == ([("a", "b")], 0.0, 3)


def test_ids_that_a_spreadsheet_would_take_for_formulas_are_made_plain(folder):
    (folder / "edges.csv").write_text("a,b,score_a,score_b\n=1+1,B,1,1\n")
    assert run(folder, capacity=None)[0][1:] == [("'=1+1", "B")]


def test_the_optimum_can_be_left_out(folder):
    assert run(folder, "--without-optimum")[1]["optimum_total"] is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "edges.csv, line 1: The first line names the columns a,b,score_a,score_b; a, b, score_a, score_b is not among them."),
        ("a,b,score_a\nx,y,1\n", "edges.csv, line 1: The first line names the columns a,b,score_a,score_b; score_b is not among them."),
        (EDGES + "Taipei,Osaka,high,0.5\n", "edges.csv, line 7: score_a is a number such as 0.75; it is “high”."),
        (EDGES + "Taipei,Osaka,0.5,nan\n", "edges.csv, line 7: score_b is a number such as 0.75; it is “nan”."),
        (EDGES + "Taipei,Osaka,0.5,-inf\n", "edges.csv, line 7: score_b is a number such as 0.75; it is “-inf”."),
        (EDGES + "Taipei,Osaka,1e300,1\n", "edges.csv, line 7: score_a is a number such as 0.75; it is “1e300”."),
        (EDGES + "Taipei,Osaka,0.5\n", "edges.csv, line 7: There are 3 cells; the heading has 4."),
        ("a,b,score_a,score_b\nx,y,1\n", "edges.csv, line 2: There are 3 cells; the heading has 4."),
        (EDGES + " ,Osaka,0.5,0.5\n", "edges.csv, line 7: a is empty."),
        (EDGES + '"two\nlines",,1,1\n', "edges.csv, line 8: b is empty."),
        (EDGES + "Tainan ,Osaka,0.5,0.5\n", "edges.csv, line 7: The pair of Tainan and Osaka stands on line 5 already; a pair stands once."),
        (EDGES + '"Taipei,Osaka,0.5,0.5\n', "edges.csv, line 7: This is no row of a CSV file (unexpected end of data)."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_is_told_by_its_line(folder, text, sentence):
    (folder / "edges.csv").write_text(text, encoding="utf-8")
    assert refused(folder) == sentence


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("c,Kyoto,1", "cap.csv, line 5: side is a or b; it is “c”."),
        ("b,,1", "cap.csv, line 5: id is empty; it names the school."),
        ("b,Kyoto,two", "cap.csv, line 5: capacity is a whole number from 0 on; it is “two”."),
        ("b,Kyoto,-1", "cap.csv, line 5: capacity is a whole number from 0 on; it is “-1”."),
        ("b,Kyoto,99999999999", "cap.csv, line 5: capacity is a whole number from 0 on; it is “99999999999”."),
        ("b,Nara,1", "cap.csv, line 5: The capacity of Nara of side b stands above already; keep one of the two rows."),
    ],
)
def test_a_capacity_that_cannot_be_taken_is_told_by_its_line(folder, row, sentence):
    (folder / "cap.csv").write_text(CAPACITY + row + "\n", encoding="utf-8")
    assert refused(folder) == sentence


def test_pins_that_cannot_stand_are_told_by_name(folder):
    (folder / "pins.csv").write_text("a,b\nTaipei,Kyoto\nTainan,Kyoto\n")
    sentence = "More partners are pinned than these schools of side b take: Kyoto (2 pinned, 1 places)."
    assert refused(folder, "--pins", folder / "pins.csv") == sentence
    (folder / "pins.csv").write_text("a,b\nTaipei,Kyoto\nTaipei,Sapporo\n")
    sentence = "pins.csv, line 3: “Sapporo” is not in side b: no pair and no capacity names it."
    assert refused(folder, "--pins", folder / "pins.csv") == sentence


def test_files_that_are_not_there_or_not_utf_8(folder):
    assert refused(folder, edges="none.csv") == "none.csv: It cannot be read: No such file or directory."
    (folder / "edges.csv").write_bytes("a,b,score_a,score_b\n高雄,京都,1,1\n".encode("big5"))
    assert refused(folder) == "edges.csv: It is not UTF-8; save it as “CSV UTF-8”."
    sentence = "cert.json: It cannot be written: No such file or directory."
    assert refused(folder, "--certificate", folder / "no" / "cert.json") == sentence


def test_old_results_stay_whole_when_a_round_fails_and_the_exit_code_says_so(folder):
    run(folder)
    before = (folder / "pairs.csv").read_bytes()
    (folder / "edges.csv").write_text("a,b,score_a,score_b\nx,y,1\n")
    command = [
        sys.executable,
        ROOT / "manage.py",
        "pair",
        "--edges",
        folder / "edges.csv",
        "--out",
        folder / "pairs.csv",
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "line 2: There are 3 cells" in ended.stderr
    assert (folder / "pairs.csv").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["cap.csv", "cert.json", "edges.csv", "pairs.csv"]
