"""The nearest scope wins: the resolver against an oracle that asks each date by itself, from the nearest layer outwards."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mado.reference.calendars import closed_days, default_bells, load_calendars
from mado.reference.engine.inheritance import ORDER, Cover, Layer, Span, dates_between, resolve
from mado.reference.models import AcademicCalendar, BellSchedule, CalendarSpan

FIRST, LAST = dt.date(2026, 9, 1), dt.date(2026, 9, 30)
SCOPES = ("typical", "country", "region", "school")
DAY = dt.timedelta(days=1)


def at(number):
    return FIRST + number * DAY


@st.composite
def spans(draw):
    first = draw(st.integers(-3, 29))
    return Span(draw(st.sampled_from(ORDER)), at(first), at(first + draw(st.integers(0, 9))))


@st.composite
def covers(draw):
    first = draw(st.integers(-3, 29))
    return Cover(draw(st.sampled_from(["terms", "days_off"])), at(first), at(first + draw(st.integers(0, 20))))


@st.composite
def layer_stacks(draw):
    return tuple(
        Layer(scope, tuple(draw(st.lists(covers(), max_size=2))), tuple(draw(st.lists(spans(), max_size=5))))
        for scope in SCOPES
    )


def holds(thing, day):
    return thing.first <= day <= thing.last


def said_of(layer, day):
    """The kinds a layer says of a date, in the order of the rules; "outside" where its terms leave the date out."""
    found = [kind for kind in ORDER if any(span.kind == kind and holds(span, day) for span in layer.spans)]
    terms = [span for span in layer.spans if span.kind == "term"]
    for cover in layer.covers:
        inside = [term for term in terms if term.first <= cover.last and term.last >= cover.first]
        if cover.part == "terms" and holds(cover, day) and inside and not any(holds(term, day) for term in inside):
            return ["outside", *found]
    return found


def decided(layers, day, relevant, part):
    """The last word on a date among the kinds that matter: the nearest layer's, and in it the last of the order."""
    for layer in reversed(layers):
        words = [kind for kind in said_of(layer, day) if kind in relevant]
        if words:
            return words[-1]
        if any(cover.part == part and holds(cover, day) for cover in layer.covers):
            return ""
    return ""


def oracle(layers, day):
    """(closed, made up). A cover cuts the layers below it for its part only, so each plane is asked by itself."""
    shut = decided(layers, day, {"outside", "break", "blocked", "term", "exam", "make_up"}, "terms")
    holiday = decided(layers, day, {"holiday", "make_up"}, "days_off")
    made_up = decided(layers, day, {"outside", "break", "blocked", "holiday", "make_up"}, "days_off")
    closed = shut in {"outside", "break", "blocked"} or holiday == "holiday"
    return closed, made_up == "make_up"


@given(layer_stacks())
def test_the_nearest_scope_wins(layers):
    found = resolve(layers, FIRST, LAST)
    for day in dates_between(FIRST, LAST):
        closed, made_up = oracle(layers, day)
        assert (day in found.closed, day in found.make_up) == (closed, made_up and not closed), day


@given(layer_stacks())
def test_no_date_is_two_things_at_once(layers):
    found = resolve(layers, FIRST, LAST)
    assert not found.closed.keys() & found.make_up.keys()
    assert not found.closed.keys() & found.busy.keys()
    assert {day for plane in (found.closed, found.make_up, found.busy) for day in plane} <= set(
        dates_between(FIRST, LAST)
    )


@given(layer_stacks(), st.lists(spans(), max_size=5))
def test_a_whole_school_calendar_forgets_all_breaks_above_it(layers, own):
    """Covers of both parts over all dates: what stands above cannot be seen any more."""
    whole = (Cover("terms", FIRST, LAST), Cover("days_off", FIRST, LAST))
    school = Layer("school", whole, tuple(own))
    found, alone = resolve((*layers, school), FIRST, LAST), resolve((school,), FIRST, LAST)
    assert (found.closed, found.make_up, found.busy) == (alone.closed, alone.make_up, alone.busy)


def make_calendar(country, region="", *, complete=False, part="terms", spans=()):
    calendar = AcademicCalendar.objects.create(
        country=country, region=region, part=part, year=2026, complete=complete,
        first=dt.date(2026, 8, 1), last=dt.date(2027, 7, 31),
    )  # fmt: skip
    for kind, first, last in spans:
        CalendarSpan.objects.create(
            calendar=calendar, kind=kind, first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last)
        )
    return calendar


@pytest.mark.django_db
def test_a_regions_calendar_stands_instead_of_its_countrys_and_no_other_regions():
    make_calendar("TW", complete=True, spans=[("break", "2026-11-02", "2026-11-06")])
    make_calendar("TW", "TW-KHH", complete=True, spans=[("break", "2026-12-01", "2026-12-02")])
    span = (dt.date(2026, 11, 1), dt.date(2027, 1, 31))
    kaohsiung, taipei = closed_days("TW", "TW-KHH", *span), closed_days("TW", "TW-TPE", *span)
    at_work = dt.date(2026, 11, 3), dt.date(2026, 12, 1), dt.date(2027, 1, 25)
    assert [day in kaohsiung for day in at_work] == [False, True, False]
    assert [day in taipei for day in at_work] == [True, False, False]
    assert dt.date(2027, 1, 1) in kaohsiung  # public holidays come from another part


@pytest.mark.django_db
def test_what_is_only_added_leaves_the_rest_as_it_was():
    before = closed_days("JP", "JP-13", FIRST, dt.date(2027, 7, 31))
    make_calendar("JP", "JP-13", spans=[("blocked", "2026-10-05", "2026-10-06"), ("exam", "2026-10-12", "2026-10-16")])
    after = closed_days("JP", "JP-13", FIRST, dt.date(2027, 7, 31))
    assert set(after) - set(before) == {dt.date(2026, 10, 5), dt.date(2026, 10, 6)}
    assert set(before) <= set(after)


@pytest.mark.django_db
def test_official_days_off_stand_instead_of_the_assumed_ones():
    make_calendar(
        "TW", part="days_off", complete=True,
        spans=[("make_up", "2027-02-20", "2027-02-20"), ("holiday", "2026-10-09", "2026-10-09")],
    )  # fmt: skip
    days = load_calendars([("TW", "")], FIRST, dt.date(2027, 7, 31)).days("TW", "")
    assert dt.date(2026, 10, 9) in days.closed
    assert dt.date(2026, 9, 28) not in days.closed  # assumed a holiday, and the official list does not have it
    assert set(days.make_up) == {dt.date(2027, 2, 20)}


@pytest.mark.django_db
def test_bells_of_an_office_stand_instead_of_the_typical_ones():
    eight = {"start": dt.time(7, 50), "end": dt.time(15, 40)}
    for weekday in range(1, 6):
        BellSchedule.objects.create(country="TW", region="TW-KHH", level="", weekday=weekday, **eight)
    BellSchedule.objects.create(country="TW", region="", level="primary", weekday=1, **eight)
    assert default_bells("TW", "other", "TW-KHH")[3] == (dt.time(7, 50), dt.time(15, 40))
    assert default_bells("TW", "other", "TW-TPE")[3] == (dt.time(8), dt.time(16))
    assert sorted(default_bells("TW", "primary", "TW-TPE")) == [1]


@pytest.mark.django_db
def test_any_number_of_places_takes_three_queries(django_assert_num_queries):
    make_calendar("TW", complete=True, spans=[("break", "2026-11-02", "2026-11-06")])
    places = [("TW", "TW-KHH"), ("TW", ""), ("JP", "JP-13"), ("US", "US-CA")]
    for asked in (places[:1], places):
        with django_assert_num_queries(3):
            load_calendars(asked, FIRST, LAST)
