"""`mado run` as a person starts it: in an empty place, killed in every part, stopped."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest

from mado.cli import embedded
from mado.cli.processes import free_port
from mado.cli.run import STARTING, Supervisor

ROOT = Path(__file__).resolve().parents[2]


def wait_until(condition, seconds=300):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def answers(port):
    """A page that needs the database."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/en/account/login/", timeout=5) as page:
            return page.status == 200
    except (OSError, urllib.error.HTTPError):
        return False


@pytest.mark.slow
def test_it_runs_recovers_from_kill_9_of_every_part_and_stops(tmp_path):
    port, _holder = free_port(8700)
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    env |= {"MADO_VAR": str(tmp_path), "MADO_SEARCH_DIR": str(tmp_path / "search"), "MADO_DEMO": "0"}
    log = tmp_path / "log.txt"
    with log.open("w") as output:
        command = [sys.executable, "-m", "mado.cli.main", "run", "--port", str(port), "--workers", "1"]
        mado = subprocess.Popen(command, env=env, cwd=ROOT, stdout=output, stderr=output)

    def pid_of(name):
        return json.loads((tmp_path / "run" / f"{name}.json").read_text())["pid"]

    try:
        wait_until(lambda: f"Mado runs: http://127.0.0.1:{port}/" in log.read_text())
        assert answers(port)
        before = [pid_of("web"), pid_of("worker"), embedded.postmaster_pid(tmp_path / "pg")]
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        wait_until(
            lambda: all(not psutil.pid_exists(pid) or psutil.Process(pid).status() == "zombie" for pid in before)
        )
        wait_until(lambda: "worker started again" in log.read_text() and answers(port))
        after = [pid_of("web"), pid_of("worker"), embedded.postmaster_pid(tmp_path / "pg")]
        assert set(before) & set(after) == set()
    finally:
        mado.terminate()
        code = mado.wait(30)
        embedded.stop(tmp_path / "pg")
    assert code == 0, log.read_text()
    assert "Mado stops." in log.read_text()
    assert list((tmp_path / "run").iterdir()) == []
    assert [pid for pid in after if psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie"] == []


@pytest.mark.slow
def test_a_database_whose_supervisor_was_killed_while_starting_it_is_the_next_ones_to_stop(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "run").mkdir()
    killed = Supervisor(tmp_path, 0, 1)
    killed._start_database()
    mark = tmp_path / "run" / "database.mine"
    assert mark.read_text() == str(embedded.postmaster_pid(tmp_path / "pg"))
    mark.write_text(STARTING)  # as it stands until the new process is known
    following = Supervisor(tmp_path, 0, 1)
    following._start_database()
    following.stop()
    assert not embedded.is_running(tmp_path / "pg")
    assert not mark.exists()


@pytest.mark.slow
def test_a_database_somebody_else_started_is_left_running(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "run").mkdir()
    embedded.start(tmp_path / "pg")
    try:
        supervisor = Supervisor(tmp_path, 0, 1)
        supervisor._start_database()
        supervisor.stop()
        assert embedded.is_running(tmp_path / "pg")
    finally:
        embedded.stop(tmp_path / "pg")
