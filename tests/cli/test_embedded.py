"""The embedded server comes up, and comes up again after whatever happened to it. Each test has a server of its own."""

import os
import signal

import psycopg
import pytest

from mado.cli import embedded

pytestmark = pytest.mark.slow


@pytest.fixture
def directory(tmp_path):
    yield tmp_path / "pg"
    embedded.stop(tmp_path / "pg")


def rows(url):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
        connection.execute("INSERT INTO kept VALUES (1)")
        return connection.execute("SELECT count(*) FROM kept").fetchone()[0]


def test_it_starts_once_and_comes_back_after_kill_9_with_what_was_committed(directory):
    assert not embedded.is_running(directory)
    assert embedded.start(directory) is True
    assert embedded.start(directory) is False
    url = embedded.ensure_database(directory, "one")
    assert rows(url) == 1
    pid = embedded.postmaster_pid(directory)
    os.kill(pid, signal.SIGKILL)
    assert rows(embedded.ensure_database(directory, "one")) == 2
    assert embedded.postmaster_pid(directory) != pid
    embedded.stop(directory)
    assert not embedded.is_running(directory)
    # A file that names a living process which is not the server: the number was given out again.
    (directory / "postmaster.pid").write_text(f"{os.getpid()}\n{directory}\n1\n5432\n{directory}\n\n 1 1\nready\n")
    assert embedded.postmaster_pid(directory) is None
    assert rows(embedded.ensure_database(directory, "one")) == 3
    embedded.stop(directory)
    # A file cut short by a full disk.
    (directory / "postmaster.pid").write_text("123\n")
    assert rows(embedded.ensure_database(directory, "one")) == 4


def test_its_locks_lie_beside_it_so_that_two_people_of_one_machine_each_have_theirs(directory):
    embedded.start(directory)
    assert {path.name for path in directory.parent.iterdir()} >= {"pg", "pg.lock", "pg.wheel.lock"}


def test_stopping_what_does_not_run_does_nothing(directory):
    embedded.stop(directory)
    assert not directory.exists()


def test_an_unknown_place_has_no_url(directory):
    assert embedded.url_for(directory, "mado") is None
