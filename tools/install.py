"""Install the locked packages and Mado itself into the environment this runs in; leaves a stamp beside it.

pip asks the index its own configuration names: no address stands in this repository.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STAMPED = {"base": ["base"], "dev": ["dev", "base"]}
"""What a stamp vouches for: dev.txt holds everything base.txt does."""


def pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "-qq", *arguments]
    if code := subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit(
            f"Mado: pip could not install (code {code}). Is the package index within reach? See pip's words above."
        )


def main(kind: str) -> None:
    stamps = Path(sys.prefix)
    lock = ROOT / "requirements" / f"{kind}.txt"
    if f"{lock.read_text()}" != _installed(stamps / f"{kind}.lock"):
        print(f"Installing the packages of requirements/{kind}.txt …", flush=True)
        pip("--require-hashes", "-r", str(lock))
    pip("--no-deps", "--no-build-isolation", "-e", ".")
    for name in STAMPED[kind]:
        (stamps / f"{name}.lock").write_text((ROOT / "requirements" / f"{name}.txt").read_text())


def _installed(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


if __name__ == "__main__":
    main(sys.argv[1])
