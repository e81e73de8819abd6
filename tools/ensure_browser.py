"""What the browser tests need: a Chromium and the libraries of Playwright's own driver. Found, installed, or a sentence
that says how to get them."""

import subprocess
import sys

from apt import apt_install

from mado.cli.doctor import browser_path

DRIVER_LIBRARIES = ("libatomic1", "libstdc++6")
"""What the node program inside the Playwright wheel links to; a bare Debian has the first one not."""


def driver_runs() -> bool:
    ask = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(ask, capture_output=True, check=False).returncode == 0


def ensure_driver() -> bool:
    if driver_runs():
        return True
    because = "Playwright's driver does not start without its libraries"
    return apt_install(*DRIVER_LIBRARIES, because=because) and driver_runs()


def ensure_browser() -> bool:
    if browser_path():
        return True
    if apt_install("chromium", because="No Chromium found for the browser tests") and browser_path():
        return True
    print("No Chromium found; asking Playwright for its own …", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return bool(browser_path())


def main() -> int:
    if not ensure_driver():
        packages = " ".join(DRIVER_LIBRARIES)
        print(
            "Mado: Playwright, which drives the browser tests, does not start. "
            f"On Debian: apt-get install {packages}. Elsewhere ask it: python -m playwright --version",
            file=sys.stderr,
        )
        return 1
    if not ensure_browser():
        print(
            "Mado: the browser tests need a Chromium or Chrome. On Debian: apt-get install chromium. "
            "Elsewhere install one and name it: MADO_CHROMIUM=/path/to/chrome make test",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
