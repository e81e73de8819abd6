"""A simulated school year: the same seed is the same year, nothing is lost or invented, and caps hold."""

import datetime as dt
import io
import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from mado.matching.engine.edges import Edges
from mado.matching.engine.round_edges import round_edges
from mado.matching.engine.scenarios import DAYS, draw, scenarios
from mado.matching.engine.simulated_figures import figures, gini, simulate, still_waiting, top_share, waiting
from mado.matching.engine.simulation import REGIMES, play
from mado.matching.simulated_year import ROWS, charts, table_lines, table_markdown
from mado.reference.settings import AllianceSettings

WHOLE = scenarios()["three_to_one"]
SMALL = replace(WHOLE, a=replace(WHOLE.a, schools=30), b=replace(WHOLE.b, schools=10))
SEED = 7


def edges_of(rows_a, rows_b):
    return round_edges(rows_a, rows_b, first_week=dt.date(2026, 8, 3)).edges


@pytest.fixture(scope="module")
def world():
    return draw(SMALL, SEED)


@pytest.fixture(scope="module")
def years(world):
    return {regime.name: play(SMALL, world, regime, edges_of) for regime in REGIMES}


NAMES = [regime.name for regime in REGIMES]


def test_the_same_seed_is_the_same_year(world, years):
    again = draw(SMALL, SEED)
    assert again.rows == world.rows
    assert np.array_equal(again.chance, world.chance)
    assert play(SMALL, again, REGIMES[2], edges_of) == years["caps_and_fair"]
    assert draw(SMALL, SEED + 1).rows != world.rows


@pytest.mark.parametrize("name", NAMES)
def test_every_invitation_has_one_end(years, name):
    year = years[name]
    assert year.sent == year.accepted + year.declined + year.lapsed + year.withdrawn + year.still_open
    assert year.sent == sum(year.received)
    assert len([pair for pair in year.pairs if not pair[3]]) == year.accepted
    assert len([pair for pair in year.pairs if pair[3]]) <= year.proposed


@pytest.mark.parametrize("name", NAMES)
def test_no_school_has_more_partners_than_places_nor_before_it_looks(world, years, name):
    year = years[name]
    partners = Counter(school for _day, a, b, _by in year.pairs for school in (a, b))
    assert all(partners[school] <= world.capacity[school] for school in range(world.n))
    assert len({(a, b) for _day, a, b, _by in year.pairs}) == len(year.pairs)
    assert all(a < world.n_a <= b for _day, a, b, _by in year.pairs)
    assert all(day >= max(world.arrives[a], world.arrives[b]) for day, a, b, _by in year.pairs)
    assert all(0 <= left <= world.capacity[school] - partners[school] for school, left in enumerate(year.last_places))
    firsts = {school: min(day for day, a, b, _by in year.pairs if school in (a, b)) for school in partners}
    assert {school: day for school, day in enumerate(year.first_partner) if day >= 0} == firsts
    assert not any(world.gone[school] for school in partners)


def test_caps_are_never_exceeded_and_without_them_they_are(years):
    most = SMALL.limits.open_invitations_most
    assert {name: max(year.open_most) <= most for name, year in years.items()} == {
        name: name != "free" for name in NAMES
    }


def test_the_limits_are_those_mado_comes_with():
    usual = AllianceSettings()
    limits = WHOLE.limits
    assert (limits.reply_days, limits.open_invitations_most, limits.dormant_after_missed) == (
        usual.reply_days, usual.open_invitations_most, usual.dormant_after_missed,
    )  # fmt: skip


def test_what_happens_in_rounds_alone_happens_in_rounds(years):
    for name in ("rounds_most", "rounds_stable", "rounds_fair"):
        assert years[name].sent == 0
        assert all(by_round for _day, _a, _b, by_round in years[name].pairs)
    assert years["caps"].proposed == years["free"].proposed == 0


def test_who_left_a_proposal_unanswered_does_not_go_before_others_again():
    """Three schools, one partner: the first, behind which nobody is, waits longest and is proposed. When there are two
    partners the other two get them."""
    tiny = replace(WHOLE, a=replace(WHOLE.a, schools=3), b=replace(WHOLE.b, schools=2))
    world = replace(
        draw(tiny, SEED),
        capacity=np.ones(5, dtype=np.int64),
        arrives=np.array([0, 10, 20, 0, 60]),
        gone=np.array([True, False, False, False, False]),
        silent=np.zeros((5, 5), dtype=bool),
        delay=np.ones((5, 5), dtype=np.int64),
        chance=np.zeros((5, 5)),
    )
    year = play(tiny, world, REGIMES[-1], everybody)
    second = tiny.limits.first_round + tiny.limits.round_every
    assert year.first_partner == [-1, second + 1, second + 1, second + 1, second + 1]


def everybody(rows_a, rows_b):
    """All fit all, equally well."""
    a, b = np.indices((len(rows_a), len(rows_b)), dtype=np.int32).reshape(2, -1)
    return Edges(a, b, np.full(len(a), 0.5), np.full(len(a), 0.5))


def test_figures_add_up(world, years):
    for year in years.values():
        told = figures(world, year)
        assert told.pairs == told.second_a + told.served_a
        assert told.served_share_a == told.served_a / told.schools_a
        curve = still_waiting(world, year)
        assert curve[0] >= curve[1]
        assert all(0 <= share <= 1 for share in curve)
        assert (waiting(world, year) <= DAYS).all()
        assert (waiting(world, year) >= 0).all()


def test_concentration():
    assert gini([5, 5, 5, 5]) == 0
    assert gini([0, 0, 0, 8]) == 0.75
    assert gini([0, 0]) == 0
    assert gini([1, 3]) == gini([3, 1]) == 0.25
    assert top_share([1, 1, 1, 1, 1, 1, 1, 1, 1, 11], 0.1) == 0.55
    assert top_share([], 0.1) == 0


def test_tables_and_charts_say_the_same():
    found = simulate(SMALL, range(1, 2), edges_of, REGIMES[:2])
    text = "\n".join(table_lines(SMALL, found))
    pages = dict(charts(found))
    assert [name for _key, name, _form in ROWS if name not in text] == []
    assert sorted(pages) == ["invitations", "open", "partners", "waiting"]
    for svg in pages.values():
        assert svg.startswith("<svg xmlns=")
        assert "<desc>" in svg
        assert "Caps" in svg
    shown = f"{found[0].mean.per_partner:.1f}"
    assert shown in pages["invitations"]
    assert f"| invitations for each pair | {shown} ({shown}–{shown}) |" in table_markdown(found)


@pytest.mark.slow
def test_the_committed_scenario_shows_what_the_documentation_says(tmp_path):
    """Of docs/explanation/what-the-rules-do.md: caps write a tenth of the letters for no fewer schools with a partner; the
    fair rule gives fewer second partners while others have none, and keeps no place for schools that do not answer."""
    call_command("simulate", "--runs", "2", "--out", str(tmp_path / "r.json"), stdout=io.StringIO())
    rows = json.loads((tmp_path / "r.json").read_text())["scenarios"]["three_to_one"]
    mean = {row["regime"]: row["mean"] for row in rows}
    assert mean["caps"]["sent"] * 5 < mean["free"]["sent"]
    assert mean["caps_and_fair"]["served_a"] >= mean["free"]["served_a"] - 2
    assert mean["rounds_fair"]["second_a"] < mean["rounds_stable"]["second_a"]
    assert mean["rounds_fair"]["served_a"] > mean["rounds_stable"]["served_a"]
    assert mean["rounds_fair"]["dormant"] < mean["rounds_stable"]["dormant"] + 2


def test_a_number_of_runs_that_cannot_be_is_told():
    with pytest.raises(CommandError, match="--runs is a number from 1 to 200"):
        call_command("simulate", "--runs", "0")
    with pytest.raises(CommandError, match="is no directory"):
        call_command("simulate", "--charts", "/nowhere/at/all")
