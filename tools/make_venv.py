"""Make the virtual environment, or say in a sentence what is missing. Runs under any python3, even one too old."""

import os
import shutil
import subprocess
import sys

LEAST = (3, 11)


def refuse(sentence):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201  # an old python3 must still be able to read this
    sys.exit("Mado: " + sentence)


def main(target):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201  # as above
    if sys.version_info < LEAST:
        refuse(
            "this needs Python 3.11 or newer, and %s is %d.%d. Install a newer one and name it: make PYTHON=python3.12 …"  # noqa: UP031  # as above
            % (sys.executable, sys.version_info[0], sys.version_info[1])
        )
    words = make(target)
    if not words:
        return
    package = "python%d.%d-venv" % sys.version_info[:2]  # noqa: UP031  # as above
    from apt import apt_install  # written for LEAST, so read after the version is known

    if apt_install(package, because="Python cannot make virtual environments here yet"):
        words = make(target)
        if not words:
            return
    refuse(
        "Python cannot make a virtual environment. On Debian and Ubuntu, as an administrator: apt-get install %s. "  # noqa: UP031  # as above
        "Or name a Python that has its venv module: make PYTHON=/path/to/python3 …\nIts own words: %s"
        % (package, words)
    )


def make(target):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201  # as above
    """What Python said when it could not; nothing when it could."""
    if os.path.isdir(target):  # noqa: PTH112  # as above
        shutil.rmtree(target)  # one that was left half made
    asked = subprocess.Popen(
        [sys.executable, "-m", "venv", target],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
    )
    words = asked.communicate()[0].strip()
    if not asked.returncode:
        return ""
    shutil.rmtree(target, ignore_errors=True)  # half made, it would look made to the next `make`
    return words or "nothing"


if __name__ == "__main__":
    main(sys.argv[1])
