"""The look is a promise that can be computed: contrast of every pair of colours, size, nothing inline anywhere."""

import gzip
import itertools
import re
from pathlib import Path

import pytest
from django.conf import settings

SOURCE = settings.ROOT / "src" / "mado"
STYLES = sorted((SOURCE / "portal" / "static" / "mado").glob("*.css"))
TOKENS = (SOURCE / "portal" / "static" / "mado" / "tokens.css").read_text()

SURFACES = ("paper", "raised", "sunk")
TEXT_PAIRS = [
    *itertools.product(("ink", "quiet", "accent", "accent-strong", "brick", "amber"), SURFACES),
    *[("ink", f"{name}-tint") for name in ("accent", "pine", "amber", "brick", "grey")],
    *[(name, f"{name}-tint") for name in ("accent", "pine", "amber", "brick", "grey")],
    ("accent-strong", "accent-tint"),
    ("amber", "accent-tint"),
    ("quiet", "accent-tint"),
    ("quiet", "grey-tint"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-common", "common"),
    ("ink", "mine"),
    ("ink", "theirs"),
    ("paper", "ink"),
]
EDGE_PAIRS = [
    *itertools.product(
        ("edge", "frame", "focus", "mine-edge", "theirs-edge", "common", "pine", "brick"), ("paper", "raised")
    ),
    ("frame", "accent-tint"),
    ("edge", "sunk"),
]


def block(opening: str) -> dict[str, str]:
    """The colours set in the first rule that begins with `opening`, as name → "#rrggbb"."""
    body = TOKENS[TOKENS.index(opening) :]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", body[: body.index("}")]))


THEMES = {"light": block(':root, [data-theme="light"] {'), "dark": block('[data-theme="dark"] {')}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_weak(theme: str, pairs: list[tuple[str, str]], least: float) -> list[str]:
    colours = THEMES[theme]
    return [
        f"{front} on {back}: {contrast(colours[front], colours[back]):.2f}"
        for front, back in pairs
        if contrast(colours[front], colours[back]) < least
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_readable(theme):
    assert too_weak(theme, TEXT_PAIRS, 4.5) == []


@pytest.mark.parametrize("theme", THEMES)
def test_edges_are_visible(theme):
    assert too_weak(theme, EDGE_PAIRS, 3.0) == []


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_two_ways_into_the_dark_are_one():
    assert block(":root:not([data-theme]) {") == THEMES["dark"]
    assert set(THEMES["light"]) == set(THEMES["dark"])


def test_every_colour_used_is_a_token():
    used = {name for style in STYLES for name in re.findall(r"var\(--([a-z0-9-]+)", style.read_text())}
    known = {name for style in STYLES for name in re.findall(r"--([a-z0-9-]+):", style.read_text())}
    assert used - known == set()


def test_the_styles_are_small():
    assert sum(len(gzip.compress(style.read_bytes())) for style in STYLES) <= 20_000


def test_styles_fetch_nothing():
    assert [style.name for style in STYLES if re.search(r"url\(|@import|data:", style.read_text())] == []


INLINE = re.compile(
    r"""\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*["']|javascript:|data:image|<script(?![^>]*\b(?:src=|type="application/ld\+json"))""",
    re.IGNORECASE,
)


def templates() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("templates/**/*.html") if "mails" not in path.parts)


def test_no_template_holds_inline_style_or_script():
    offenders = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if INLINE.search(line)
    ]
    assert offenders == []


def test_templates_stay_readable():
    assert [str(path) for path in templates() if len(path.read_text().splitlines()) > 250] == []


def test_blocktranslate_is_trimmed():
    opening = re.compile(r"{% blocktrans(?:late)? (?!.*\btrimmed\b)[^%]*%}|{% blocktrans(?:late)? %}")
    assert [str(path) for path in templates() if opening.search(path.read_text())] == []


def test_the_script_neither_evaluates_nor_writes_markup():
    script = (SOURCE / "portal" / "static" / "mado" / "mado.js").read_text()
    assert re.findall(r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write", script) == []
