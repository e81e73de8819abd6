"""Children live while their parent does, come back when they die, and leave nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from mado.cli.processes import AlreadyRunning, Child, clear_leftovers, free_port, kill_group, take_supervisor_place

ROOT = Path(__file__).resolve().parents[2]
SLEEPER = "import time; time.sleep(60)  # mado-test-child"
FAMILY = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); time.sleep(60)  # mado-test-child"


def make_child(tmp_path, code=SLEEPER, **fields):
    command = [sys.executable, "-c", code]
    return Child("sleeper", command, "mado-test-child", tmp_path, dict(os.environ), ROOT, **fields)


def wait_until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def is_alive(pid):
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_a_killed_child_comes_back_after_its_pause(tmp_path):
    child = make_child(tmp_path, first_pause=0.05)
    child.start()
    first = child.pid
    assert child.tend() == ""
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: child.tend() == "sleeper ended with signal 9; starting it again in 0.05 s")
    wait_until(lambda: child.tend() == "sleeper started again")
    assert child.pid != first
    assert (child.starts, is_alive(child.pid)) == (2, True)
    child.stop()
    assert not child.pid_file.exists()
    assert not is_alive(child.pid)


def test_a_child_that_dies_again_and_again_is_started_less_and_less_often(tmp_path):
    child = make_child(tmp_path, "import sys; sys.exit(3)  # mado-test-child", first_pause=0.01, longest_pause=0.04)
    child.start()
    news = []
    wait_until(lambda: news.append(child.tend()) or len([n for n in news if "code 3" in n]) == 4)
    pauses = [n.rpartition(" in ")[2] for n in news if "code 3" in n]
    assert pauses == ["0.01 s", "0.02 s", "0.04 s", "0.04 s"]
    child.stop()


def test_what_a_child_has_started_goes_with_it(tmp_path):
    child = make_child(tmp_path, FAMILY)
    child.start()
    leader = child.pid
    wait_until(lambda: len(psutil.Process(leader).children()) == 1)
    (grandchild,) = psutil.Process(leader).children()
    child.stop()
    wait_until(lambda: not is_alive(grandchild.pid))
    assert not is_alive(leader)


def test_leftovers_of_a_killed_leader_are_cleared_and_strangers_are_not(tmp_path):
    child = make_child(tmp_path, FAMILY.replace("time.sleep(60)']", "time.sleep(60)  # mado-test-child']"))
    child.start()
    wait_until(lambda: len(psutil.Process(child.pid).children()) == 1)
    (grandchild,) = psutil.Process(child.pid).children()
    wait_until(lambda: "mado-test-child" in " ".join(grandchild.cmdline()))
    os.kill(child.pid, signal.SIGKILL)
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    (tmp_path / "other.json").write_text(json.dumps({"pid": stranger.pid, "mark": "mado-test-child"}))
    (tmp_path / "broken.json").write_text("{")
    try:
        assert clear_leftovers(tmp_path) == ["sleeper"]
        wait_until(lambda: not is_alive(grandchild.pid))
        assert stranger.poll() is None
        assert list(tmp_path.glob("*.json")) == []
    finally:
        stranger.kill()
        stranger.wait()
        child.stop()


def test_a_child_does_not_outlive_its_parent(tmp_path):
    code = f"""
import os, sys, time
from pathlib import Path
from mado.cli.processes import Child
child = Child("sleeper", [sys.executable, "-c", {SLEEPER!r}], "mado-test-child", Path({str(tmp_path)!r}), dict(os.environ), Path("."))
child.start()
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    wait_until(lambda: (tmp_path / "sleeper.json").exists() and (tmp_path / "sleeper.json").read_text())
    pid = json.loads((tmp_path / "sleeper.json").read_text())["pid"]
    parent.kill()
    parent.wait()
    wait_until(lambda: not is_alive(pid))


def test_killing_a_group_that_is_gone_does_nothing():
    assert kill_group(2_000_000_000, "mado-test-child") == 0


def test_there_is_one_supervisor_at_a_time(tmp_path):
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", "mado", "run"])
    try:
        (tmp_path / "supervisor.pid").write_text(str(other.pid))
        with pytest.raises(AlreadyRunning, match=f"process {other.pid}"):
            take_supervisor_place(tmp_path)
    finally:
        other.kill()
        other.wait()
    assert take_supervisor_place(tmp_path).read_text() == str(os.getpid())


def test_a_supervisor_place_left_by_a_dead_or_another_process_is_taken(tmp_path):
    for left in ("999999999", "not a number", "1"):
        (tmp_path / "supervisor.pid").write_text(left)
        assert take_supervisor_place(tmp_path).read_text() == str(os.getpid())


def test_a_taken_port_is_named_with_its_holder_and_the_next_one_used():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        used, holder = free_port(port)
        assert used > port
        assert f"(process {os.getpid()})" in holder
    assert free_port(port) == (port, "")
