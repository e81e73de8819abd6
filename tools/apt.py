"""Debian packages, where this machine lets us install them without asking anybody."""

import os
import shutil
import subprocess


def apt_install(*packages: str, because: str) -> bool:
    """As root, else by a sudo that asks for no password; False when neither works. Where it may, it says so first."""
    apt = shutil.which("apt-get")
    if apt is None:
        return False
    prefix = []
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if sudo is None or subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode:
            return False
        prefix = [sudo, "-n"]
    print(f"{because}; installing {' '.join(packages)} …", flush=True)
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "DEBCONF_NOWARNINGS=yes"]
    subprocess.run([*prefix, apt, "update", "-qq"], stdin=subprocess.DEVNULL, check=False)
    done = subprocess.run(
        [*prefix, *quiet, apt, "install", "-y", "-qq", "--no-install-recommends", *packages],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0
