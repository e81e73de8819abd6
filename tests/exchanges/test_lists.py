import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mado.accounts.models import User
from mado.demo.primitives import appoint
from mado.exchanges.models import Exchange
from mado.exchanges.queries import (
    cared_for_by,
    for_own_office,
    need_of,
    next_step,
    office_counts,
    office_exchanges,
    sides_of,
)
from mado.exchanges.queries.common_time import found_times
from mado.exchanges.services import (
    complete_exchange,
    confirm_session,
    propose_session,
    record_session,
    verify_exchange,
)
from mado.kernel.today import today_for

from .conftest import COMMON, NOW


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(path)
    assert response.status_code == 200
    return len(captured)


def with_session(exchange, actor, hour):
    propose_session(
        exchange=exchange, actor=actor, starts_at=COMMON + dt.timedelta(hours=hour), minutes=45, topic="",
        accept_outside=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "person"), [("/en/exchanges/", "teacher_kaohsiung"), ("/en/office/exchanges/", "officer")]
)
def test_a_list_reads_the_same_number_of_times_for_one_and_three_rows(client, world, pair, path, person):
    client.force_login(getattr(world, person))
    with_session(pair(), world.teacher_kaohsiung, 0)
    one = queries_of(client, path)
    with_session(pair(world.california, world.kaohsiung), world.teacher_kaohsiung, 2)
    with_session(pair(world.tokyo, world.kaohsiung), world.teacher_kaohsiung, 4)
    assert queries_of(client, path) == one


def test_a_page_with_three_sessions_reads_as_often_as_with_one(client, world, exchange):
    client.force_login(world.teacher_kaohsiung)
    path = f"/en/exchanges/{exchange.code}/"
    with_session(exchange, world.teacher_kaohsiung, 0)
    one = queries_of(client, path)
    with_session(exchange, world.teacher_kaohsiung, 2)
    with_session(exchange, world.teacher_kaohsiung, 4)
    assert queries_of(client, path) == one


def test_home_page_items_read_the_same_number_of_times_for_one_and_three(world, pair, django_assert_num_queries):
    with_session(pair(), world.teacher_kaohsiung, 0)
    with CaptureQueriesContext(connection) as one:
        today_for(world.teacher_kaohsiung)
    with_session(pair(world.california, world.kaohsiung), world.teacher_kaohsiung, 2)
    with_session(pair(world.tokyo, world.kaohsiung), world.teacher_kaohsiung, 4)
    with CaptureQueriesContext(connection) as three:
        today_for(world.teacher_kaohsiung)
    ours = [len([q for q in queries if "exchanges_" in q["sql"]]) for queries in (one, three)]
    assert ours[0] == ours[1]


def of_step(exchange, side, now=None):
    step = next_step(Exchange.objects.get(pk=exchange.pk), side, now or timezone.now())
    return step.kind, step.needs_me


def test_what_is_next_for_each_side(world, exchange, propose, clock):
    first, second = sides_of(exchange)
    assert (of_step(exchange, first), of_step(exchange, None)) == (("propose", True), ("propose", False))
    session = propose()
    assert (of_step(exchange, first), of_step(exchange, second)) == (("wait_confirm", False), ("confirm", True))
    confirm_session(session=session, actor=world.teacher_tokyo)
    assert of_step(exchange, first) == ("session", False)
    clock.move_to(COMMON + dt.timedelta(hours=1))
    assert of_step(exchange, first) == ("record", True)
    record_session(session=session, actor=world.teacher_tokyo)
    assert of_step(exchange, first) == ("propose", True)
    complete_exchange(exchange=exchange, actor=world.teacher_tokyo)
    assert (of_step(exchange, first), of_step(exchange, None)) == (("report", True), ("wait_report", False))


def test_the_office_sees_what_presses_first(world, pair, reported, clock):
    quiet = pair(world.california, world.kaohsiung)
    missed = pair(world.tokyo, world.kaohsiung)
    overdue = pair(mode="async")
    fine = pair()
    session = propose_session(
        exchange=missed, actor=world.teacher_tokyo, starts_at=timezone.now() + dt.timedelta(days=1), minutes=30,
        topic="", accept_outside=True,
    )  # fmt: skip
    confirm_session(session=session, actor=world.teacher_kaohsiung)
    clock.shift(dt.timedelta(days=2))
    record_session(session=session, actor=world.teacher_tokyo, absent_side="b")
    complete_exchange(exchange=overdue, actor=world.teacher_tokyo)
    clock.shift(dt.timedelta(days=46))
    Exchange.objects.filter(pk=fine.pk).update(created_at=timezone.now())
    rows = list(office_exchanges(world.officer))
    assert [(row.pk, need_of(row)) for row in rows] == [
        (reported.pk, "verify"),
        (overdue.pk, "overdue"),
        (missed.pk, "no_show"),
        (quiet.pk, "stalled"),
        (fine.pk, ""),
    ]
    assert office_counts(world.officer) == {"verify": 1, "overdue": 1, "no_show": 1, "stalled": 1}
    assert [row.pk for row in office_exchanges(world.officer, need="stalled")] == [quiet.pk]
    assert [row.pk for row in office_exchanges(world.officer, country="US")] == [quiet.pk]
    assert [row.pk for row in office_exchanges(world.officer, state="reported")] == [reported.pk]
    assert [row.pk for row in office_exchanges(world.officer, code=fine.code.lower())] == [fine.pk]
    assert [row.pk for row in office_exchanges(world.mission_officer)] == [quiet.pk]


def today_titles(user, kind):
    return [item.title for item in today_for(user) if item.kind == kind and "/exchanges/" in str(item.url)]


def test_the_home_page_asks_each_person_for_their_part(world, exchange, propose, clock):
    session = propose()
    assert today_titles(world.teacher_tokyo, "needs") == ["高雄市立港都國民小學 proposes session 1"]
    assert today_titles(world.teacher_kaohsiung, "needs") == []
    confirm_session(session=session, actor=world.teacher_tokyo)
    assert today_titles(world.teacher_kaohsiung, "coming") == ["Session 1 with 窓川区立みどり小学校"]
    clock.move_to(COMMON + dt.timedelta(hours=1))
    expected = ["What happened at session 1 with 窓川区立みどり小学校?"]
    assert today_titles(world.teacher_kaohsiung, "needs") == expected


def test_the_home_page_asks_the_office_to_verify_until_it_is_done(world, reported):
    expected = [f"Verify exchange {reported.code}"]
    assert today_titles(world.officer, "needs") == expected
    assert today_titles(world.ceo, "needs") == ["1 exchange waits for verification"]
    assert today_titles(world.ministry_officer, "needs") == []
    verify_exchange(exchange=reported, actor=world.officer)
    assert today_titles(world.officer, "needs") == []


def test_only_what_ones_own_office_is_asked_for_is_read(world, pair, reported):
    abroad = pair(world.california, world.kaohsiung)
    Exchange.objects.update(state="reported")
    waiting = {person: list(for_own_office(person, cared_for_by(person).order_by("pk"))) for person in (
        world.officer, world.mission_officer, world.tokyo_mission_officer
    )}  # fmt: skip
    assert list(cared_for_by(world.mission_officer)) == [abroad]
    assert waiting == {world.officer: [reported, abroad], world.mission_officer: [], world.tokyo_mission_officer: []}
    today_for(world.officer)
    with CaptureQueriesContext(connection) as two:
        today_for(world.officer)
    Exchange.objects.filter(pk=abroad.pk).update(state="active")
    with CaptureQueriesContext(connection) as one:
        today_for(world.officer)
    assert len(one) == len(two)
    Exchange.objects.update(state="reported")
    appoint(world.officer, world.california)
    officer = User.objects.get(pk=world.officer.pk)
    assert list(for_own_office(officer, cared_for_by(officer))) == [reported]


def test_common_times_are_found_and_fit_the_length(exchange):
    found = found_times(exchange, dt.date(2026, 12, 2), dt.date(2026, 12, 6), 45, NOW)
    assert [day for day, _times in found.common] == [dt.date(2026, 12, day) for day in (2, 3, 4)]
    first = found.common[0][1][0]
    assert (first.starts_at, first.minutes) == (dt.datetime(2026, 12, 2, 0, 0, tzinfo=dt.UTC), 390)
    assert [time.text for time in first.times] == ["Wed, Dec 2, 2026 08:00–14:30", "Wed, Dec 2, 2026 09:00–15:30"]
    assert found.near == []


def test_times_that_are_past_are_not_offered(exchange):
    now = dt.datetime(2026, 12, 2, 12, 0, tzinfo=dt.UTC)
    found = found_times(exchange, dt.date(2026, 12, 2), dt.date(2026, 12, 3), 45, now)
    assert [day for day, _times in found.common] == [dt.date(2026, 12, 3)]


def test_where_lessons_never_meet_the_nearest_times_are_offered(world, pair):
    far = pair(world.california, world.kaohsiung)
    found = found_times(far, dt.date(2026, 12, 1), dt.date(2026, 12, 4), 30, NOW)
    assert found.common == []
    kinds = {tuple(str(time.kind) for time in near.times) for near in found.near}
    assert ("after school", "in lessons") in kinds
    assert all(near.minutes >= 30 for near in found.near)


def test_who_proposed_a_time_that_passed_unconfirmed_is_asked_to_move_it(world, exchange, propose, clock):
    propose()
    clock.move_to(COMMON + dt.timedelta(hours=1))
    first, second = sides_of(exchange)
    assert of_step(exchange, first) == ("unanswered", True)
    assert of_step(exchange, second) == ("record", True)
    assert of_step(exchange, None) == ("record", False)
    expected = ["Session 1 with 窓川区立みどり小学校 was not confirmed"]
    assert today_titles(world.teacher_kaohsiung, "needs") == expected
