"""What `make` does before there is anything: on a machine that lacks venv, fonts, a browser, and may lack the right to
install them. The programs of the machine are stand-ins on a PATH of their own; what is tried is our own code whole."""

import ast
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REFUSING_VENV = 'import sys\nprint("ensurepip is not available")\nsys.exit(1)\n'


@pytest.fixture
def machine(tmp_path):
    """An empty machine: a PATH without apt, sudo, fonts or browser, and a home without Playwright's."""
    (tmp_path / "bin").mkdir()
    for name in ("env", "sh", "rm", "chmod"):
        (tmp_path / "bin" / name).symlink_to(
            f"/usr/bin/{name}" if Path(f"/usr/bin/{name}").exists() else f"/bin/{name}"
        )
    return tmp_path


def program(machine, name, lines):
    path = machine / "bin" / name
    path.write_text(f"#!/bin/sh\n{textwrap.dedent(lines)}")
    path.chmod(0o755)


def with_apt(machine, installs):
    """An apt-get that notes what it is asked, and a sudo for whoever is not root. `installs` is done on install."""
    program(machine, "sudo", 'shift\nexec "$@"\n')
    noted = machine / "apt.txt"
    program(machine, "apt-get", f'echo "$@" >> {noted}\n[ "$1" = install ] || exit 0\n{installs}\n')
    return noted


def run(machine, script, *arguments, **env):
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / script), *arguments],
        env={
            "PATH": str(machine / "bin"),
            "HOME": str(machine),
            "PLAYWRIGHT_BROWSERS_PATH": str(machine / "browsers"),
            "PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:9",  # nothing is fetched in a test
            "LANG": "C.UTF-8",
            **env,
        },
        capture_output=True,
        text=True,
        check=False,
        cwd=machine,
    )


def test_an_old_python_can_read_the_first_step_so_that_it_can_say_it_is_too_old():
    source = (ROOT / "tools" / "make_venv.py").read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 5))


def test_without_venv_and_without_rights_the_package_is_named(machine):
    (machine / "venv.py").write_text(REFUSING_VENV)
    (machine / "there").mkdir()
    done = run(machine, "make_venv.py", "there", PYTHONPATH=str(machine))
    assert done.returncode == 1
    assert not (machine / "there").exists()  # half made, it would look made to the next `make`
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert done.stderr.startswith("Mado: Python cannot make a virtual environment.")
    assert f"apt-get install {package}. Or name a Python" in done.stderr
    assert "Its own words: ensurepip is not available" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_venv_it_is_installed_where_we_may(machine):
    (machine / "venv.py").write_text(REFUSING_VENV)
    noted = with_apt(machine, f"rm {machine}/venv.py")
    done = run(machine, "make_venv.py", "there", PYTHONPATH=str(machine), PYTHONDONTWRITEBYTECODE="1")
    assert done.returncode == 0, done.stderr
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert noted.read_text().splitlines() == ["update -qq", f"install -y -qq --no-install-recommends {package}"]
    assert (machine / "there" / "bin" / "python").exists()


def test_an_environment_left_half_made_is_made_anew(machine):
    (machine / "there").mkdir()
    (machine / "there" / "leftover").write_text("")
    assert run(machine, "make_venv.py", "there").returncode == 0
    assert not (machine / "there" / "leftover").exists()


@pytest.mark.slow  # Playwright asks for its own browser three times before it gives up
def test_without_a_browser_and_without_rights_it_is_said_how_to_get_one(machine):
    done = run(machine, "ensure_browser.py")
    assert done.returncode == 1
    assert "Mado: the browser tests need a Chromium or Chrome. On Debian: apt-get install chromium." in done.stderr


def test_a_browser_is_installed_where_we_may(machine):
    noted = with_apt(machine, f"echo > {machine}/bin/chromium; chmod +x {machine}/bin/chromium")
    done = run(machine, "ensure_browser.py")
    assert done.returncode == 0, done.stderr
    assert noted.read_text().splitlines()[-1] == "install -y -qq --no-install-recommends chromium"
    assert run(machine, "ensure_browser.py").stdout == ""


def test_fonts_are_installed_where_we_may_and_missed_with_a_sentence_where_not(machine):
    done = run(machine, "ensure_fonts.py")
    assert done.returncode == 0
    assert "Going on; pictures of pages will show empty boxes." in done.stdout
    program(machine, "font-list", 'echo "Noto Sans CJK"\n')
    noted = with_apt(machine, f"cp {machine}/bin/font-list {machine}/bin/fc-list")
    (machine / "bin" / "cp").symlink_to("/bin/cp")
    assert run(machine, "ensure_fonts.py").returncode == 0
    assert noted.read_text().splitlines()[-1] == "install -y -qq --no-install-recommends fontconfig fonts-noto-cjk"
    assert run(machine, "ensure_fonts.py").stdout == ""
