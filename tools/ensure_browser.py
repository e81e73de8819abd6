"""A Chromium for the browser tests: found, or installed, or a sentence that says how to get one."""

import subprocess
import sys

from apt import apt_install

from mado.cli.doctor import browser_path


def main() -> int:
    if browser_path():
        return 0
    print("No Chromium found; installing one for the browser tests …", flush=True)
    if apt_install("chromium") and browser_path():
        return 0
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if path := browser_path():
        print(f"Using {path}")
        return 0
    print(
        "Mado: the browser tests need a Chromium or Chrome. On Debian: apt-get install chromium. "
        "Elsewhere install one and name it: MADO_CHROMIUM=/path/to/chrome make test",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
