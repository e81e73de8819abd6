"""The counting rules, on facts small enough to count by hand."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from mado.kernel.dates import AcademicYear
from mado.statistics.codebook import BY_KEY
from mado.statistics.formulas import RULES, ExchangeFact, InvitationFact, SessionFact, count

Y113 = AcademicYear.from_roc(113)
Y114 = AcademicYear.from_roc(114)


def exchange(
    code="EX-1",
    *,
    sessions=(),
    verified=True,
    paired=dt.date(2024, 9, 1),
    home="H1",
    abroad="A1",
    country="US",
):
    return ExchangeFact(
        code=code, kind="cultural", country=country, region="TW-KHH", home=home, abroad=abroad, paired_on=paired,
        verified=verified, sessions=tuple(sessions), persons_home=20, persons_abroad=25,
    )  # fmt: skip


def session(day, home=18, abroad=21):
    return SessionFact(day, home, abroad)


def value(key, exchanges, year=Y113, invitations=()):
    return count(key, invitations, exchanges, year).total.value


def test_every_indicator_of_the_codebook_has_a_rule():
    assert set(RULES) == set(BY_KEY)


def test_the_113th_year_runs_from_august_to_july():
    assert (Y113.first, Y113.last) == (dt.date(2024, 8, 1), dt.date(2025, 7, 31))


def test_an_invitation_counts_on_the_day_it_was_sent():
    facts = [InvitationFact("IV-1", day, "cultural", "US", "TW-KHH") for day in (Y113.first, Y113.last, Y114.first)]
    assert value("applications", [], invitations=facts) == 2


def test_a_series_across_the_summer_is_active_in_both_years_and_verified_in_the_first():
    both = exchange(sessions=[session(dt.date(2025, 6, 20)), session(dt.date(2025, 9, 12))])
    assert [value("active_exchanges", [both], year) for year in (Y113, Y114)] == [1, 1]
    assert [value("verified_exchanges", [both], year) for year in (Y113, Y114)] == [1, 0]
    assert [value("sessions", [both], year) for year in (Y113, Y114)] == [1, 1]
    assert [value("person_times_home", [both], year) for year in (Y113, Y114)] == [18, 18]
    assert [value("persons_home", [both], year) for year in (Y113, Y114)] == [20, 0]


def test_what_is_not_verified_is_active_but_counts_no_persons():
    open_case = exchange(verified=False, sessions=[session(dt.date(2024, 11, 5))])
    assert value("active_exchanges", [open_case]) == 1
    assert value("sessions", [open_case]) == 1
    assert value("persons_abroad", [open_case]) == 0
    assert value("person_times_abroad", [open_case]) == 0


def test_a_school_with_two_exchanges_counts_once_and_stands_in_both_countries():
    cases = [exchange("EX-1", country="US", abroad="A1"), exchange("EX-2", country="JP", abroad="A2")]
    counted = count("schools_home", [], cases, Y113)
    assert counted.total.value == 1
    assert {country: figure.value for country, figure in counted.by["country"].items()} == {"US": 1, "JP": 1}
    assert counted.total.records == {"EX-1", "EX-2"}


days = st.dates(dt.date(2023, 1, 1), dt.date(2026, 12, 31))
facts = st.lists(
    st.builds(
        ExchangeFact,
        code=st.sampled_from([f"EX-{n}" for n in range(8)]),
        kind=st.sampled_from(["cultural", "co_teaching"]),
        country=st.sampled_from(["US", "JP", "KR"]),
        region=st.sampled_from(["TW-KHH", "TW-TPE"]),
        home=st.sampled_from(["H1", "H2", "H3"]),
        abroad=st.sampled_from(["A1", "A2", "A3"]),
        paired_on=days,
        verified=st.booleans(),
        sessions=st.lists(st.builds(SessionFact, days, st.integers(0, 40), st.integers(0, 40)), max_size=4).map(tuple),
        persons_home=st.integers(0, 60),
        persons_abroad=st.integers(0, 60),
    ),
    max_size=8,
    unique_by=lambda fact: fact.code,
)


@given(facts, st.sampled_from(sorted(RULES)))
def test_breakdowns_add_up_except_for_distinct_counts_which_never_fall_short(exchanges, key):
    counted = count(key, [], exchanges, Y113)
    for cells in counted.by.values():
        total = sum(figure.value for figure in cells.values())
        if key.startswith("schools"):
            assert total >= counted.total.value
        else:
            assert total == counted.total.value
        assert set().union(*(figure.records for figure in cells.values())) == counted.total.records


@given(facts)
def test_each_session_falls_into_exactly_one_year(exchanges):
    years = [AcademicYear(start) for start in range(2021, 2028)]
    assert sum(value("sessions", exchanges, year) for year in years) == sum(len(e.sessions) for e in exchanges)
