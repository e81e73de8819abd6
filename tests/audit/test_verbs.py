"""Every deed is named app.verb in the chain, so that a reader knows which room it was done in."""

import re
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src" / "mado"


def test_every_deed_carries_its_apps_name():
    wrong = [
        f"{path.relative_to(SOURCES)}: {verb}"
        for path in SOURCES.rglob("*.py")
        for verb in re.findall(r'\bverb=f?"([^"]+)"', path.read_text(encoding="utf-8"))
        if not verb.startswith(f"{path.relative_to(SOURCES).parts[0]}.")
    ]
    assert wrong == []
