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
    print("Playwright's driver does not start; installing the libraries it needs …", flush=True)
    return apt_install(*DRIVER_LIBRARIES) and driver_runs()


def ensure_browser() -> bool:
    if browser_path():
        return True
    print("No Chromium found; installing one for the browser tests …", flush=True)
    if apt_install("chromium") and browser_path():
        return True
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
