"""Supply and demand as server-made SVG: two bars a line, plain for who seeks, hatched for places; words and numbers stand in
the picture, and a table says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

LINE, BAR, GAP = 20, 14, 12
"""Pixels: height of a line of text, of a bar, and between two groups."""
WIDEST = 78
"""Per cent of the width the longest bar takes; the number stands behind it."""


@dataclass(frozen=True, slots=True)
class BarGroup:
    """A label and up to two bars: (number, the words that stand behind it, hatched)."""

    label: str
    bars: tuple[tuple[int, str, bool], ...]


def bars_picture(groups: Sequence[BarGroup], *, caption: str, key: str) -> SafeString:
    """Widths are percentages and heights pixels, so that words keep their size on a phone. `key` is unique on the page."""
    longest = max((number for group in groups for number, _words, _hatched in group.bars), default=0) or 1
    parts, top = [], 0
    for group in groups:
        parts.append(format_html('<text class="label-strong" x="0" y="{}">{}</text>', top + 15, group.label))
        top += LINE
        for number, words, hatched in group.bars:
            parts.append(_bar(top, WIDEST * number / longest, words, f"{key}-hatch" if hatched else ""))
            top += BAR + 4
        top += GAP
    pattern = format_html(
        '<defs><pattern id="{}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="hatch-ink" d="M0 0V6"/></pattern></defs>',
        key,
    )
    return format_html(
        '<svg width="100%" height="{}" role="img" aria-label="{}">{}{}</svg>',
        max(top - GAP, 1),
        caption,
        pattern,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _bar(top: int, width: float, words: str, hatch: str) -> SafeString:
    """A plain bar, or a hatched one with an edge. A number of 0 leaves a mark at the line's beginning."""
    shown = f"{max(width, 0.4):.2f}%"
    number = format_html('<text class="label" x="{}" dx="8" y="{}">{}</text>', shown, top + 11, words)
    if not hatch:
        return format_html('<rect class="bar-mine" x="0" y="{}" width="{}" height="{}"/>{}', top, shown, BAR, number)
    plain = format_html('<rect class="bar-theirs" x="0" y="{}" width="{}" height="{}"/>', top, shown, BAR)
    over = format_html('<rect x="0" y="{}" width="{}" height="{}" fill="url(#{})"/>', top, shown, BAR, hatch)
    return format_html("{}{}{}", plain, over, number)


def share_bar(part: int, whole: int) -> SafeString:
    """A small bar beside a number: how much of the whole."""
    width = round(100 * part / whole) if whole else 0
    return format_html(
        '<svg viewBox="0 0 100 10" width="100" height="10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="bar-track" x="0" y="1" width="100" height="8"></rect>'
        '<rect class="bar-mine" x="0" y="1" width="{}" height="8"></rect></svg>',
        width,
    )
