"""Catalogues become .mo files without gettext's programs: Babel compiles them where they are stale."""

import os
from pathlib import Path


def stale_catalogues(locale_dir: Path) -> list[Path]:
    """Every .po whose .mo is missing or older."""
    return [
        po
        for po in sorted(locale_dir.glob("*/LC_MESSAGES/*.po"))
        if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns
    ]


def compile_stale(locale_dir: Path) -> list[Path]:
    """Compile what is stale, each by one rename so that two processes at once do no harm; returns the .mo files made."""
    made = []
    for po in stale_catalogues(locale_dir):
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parents[1].name)
        target = po.with_suffix(".mo")
        draft = target.with_suffix(f".mo.{os.getpid()}")
        with draft.open("wb") as output:
            write_mo(output, catalogue)
        draft.replace(target)
        made.append(target)
    return made
