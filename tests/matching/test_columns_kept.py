"""Columns kept by a process and in the shared file follow every committed deed."""

import datetime as dt

import pytest
from django.db import connection, transaction

from mado.audit.services import record
from mado.demo.small_world import build_small_world
from mado.matching.models import SchoolChange
from mado.matching.queries import columns as kept_columns
from mado.matching.queries.changes import changes_since, now
from mado.matching.queries.columns import current_columns
from mado.matching.queries.recommendations import count_of
from mado.matching.services.changes import note_changes
from mado.matching.services.columns import rebuild_columns, refresh_columns
from mado.matching.shared_file import load
from mado.profiles.services import change_wish, set_bell_days
from tests.matching.recommendation_world import school_of


@pytest.fixture
def own_process(settings, tmp_path, transactional_db):
    """A process that has kept nothing, and a place for the file of its own."""
    settings.MADO_MATCHING_DIR = tmp_path
    kept_columns._KEPT.clear()
    yield build_small_world()
    kept_columns._KEPT.clear()


def as_another_process():
    kept_columns._KEPT.clear()


@pytest.mark.django_db(transaction=True)
def test_a_changed_wish_shows_on_the_next_request(own_process):
    world = own_process
    assert count_of(world.wish_kaohsiung) == 1
    for countries, fit in ((["JP"], 0), (["TW"], 1)):
        change_wish(
            wish=world.wish_california, actor=world.teacher_california, changes={"partner_countries": countries}
        )
        assert count_of(world.wish_kaohsiung) == fit
        as_another_process()
        assert count_of(world.wish_kaohsiung) == fit


@pytest.mark.django_db(transaction=True)
def test_the_file_is_read_until_it_is_made_anew(own_process):
    world = own_process
    current_columns()
    first = load()
    assert len(first.columns) == 2
    school_of(world, "Oakland")  # past the services: nobody noted it
    as_another_process()
    assert len(current_columns()) == 2
    assert rebuild_columns() == 3
    as_another_process()
    assert len(current_columns()) == 3
    assert load().since >= first.since


@pytest.mark.django_db(transaction=True)
def test_the_refresh_takes_changes_into_the_file(own_process):
    world = own_process
    assert refresh_columns() == 2
    record(actor=None, verb="test.first", thing=world.kaohsiung)  # from here on the database is known by its first deed
    assert refresh_columns() == 2
    before = load()
    assert refresh_columns() == 2
    assert load().columns.generation == before.columns.generation
    set_bell_days(profile=world.california.profile, actor=world.teacher_california, days={1: (dt.time(9), dt.time(12))})
    assert refresh_columns() == 2
    assert load().columns.generation > before.columns.generation
    assert len(load().columns.weeks) == len(before.columns.weeks)


@pytest.mark.django_db(transaction=True)
def test_a_broken_file_is_made_again(own_process, tmp_path):
    current_columns()
    for path in tmp_path.glob("wishes*"):
        path.write_text("{")
    as_another_process()
    assert len(current_columns()) == 2


@pytest.mark.django_db(transaction=True)
def test_another_database_is_not_read_from_the_file(own_process):
    world = own_process
    current_columns()
    stamp = load().stamp
    record(actor=None, verb="test.first", thing=world.kaohsiung)
    as_another_process()
    current_columns()
    assert load().stamp != stamp


@pytest.mark.django_db(transaction=True)
def test_many_changes_read_everything_anew(own_process, monkeypatch):
    world = own_process
    current_columns()
    monkeypatch.setattr(kept_columns, "FEW", 0)
    change_wish(wish=world.wish_california, actor=world.teacher_california, changes={"partner_countries": ["JP"]})
    assert count_of(world.wish_kaohsiung) == 0


@pytest.mark.django_db(transaction=True)
def test_changes_of_one_transaction_are_seen_when_it_is_over(own_process):
    world = own_process
    mark = now()
    with transaction.atomic():
        note_changes([world.california.pk])
        seen = changes_since(mark.until)
        assert set(seen.last) == {world.california.pk}
    later = changes_since(seen.until)
    assert set(later.last) == {world.california.pk}
    note_changes([world.office.pk])
    assert SchoolChange.objects.filter(organization=world.office).exists() is False


def test_inside_a_transaction_nothing_is_kept(world):
    assert connection.in_atomic_block
    assert len(current_columns()) == 2
    school_of(world, "Oakland")
    assert len(current_columns()) == 3
