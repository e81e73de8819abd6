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
    if make(target) == 0:
        return
    package = "python%d.%d-venv" % sys.version_info[:2]  # noqa: UP031  # as above
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        print("Python's venv module is incomplete here; installing " + package)
        subprocess.call([apt, "update", "-qq"])
        subprocess.call([apt, "install", "-y", "-qq", package], env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))
        if make(target) == 0:
            return
    refuse("Python cannot make a virtual environment. On Debian and Ubuntu: apt-get install " + package)


def make(target):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201  # as above
    if os.path.isdir(target):  # noqa: PTH112  # as above
        shutil.rmtree(target)  # one that was left half made
    return subprocess.call([sys.executable, "-m", "venv", target])


if __name__ == "__main__":
    main(sys.argv[1])
