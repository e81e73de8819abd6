"""The two pictures of a report, as SVG for a file: what both sides bring and get, and who was paired with whom.

Everything a picture shows stands in a table of the report too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mado.profiles.drawing import joined

BARS_WIDTH = 480
LINES_WIDTH = 600
SILL = 24
"""Width of the strip between the two panes."""
_ROW = 30
_LABEL = 20
LINES_MOST = 40
"""Schools of a side up to which pairs are drawn one by one."""
_NAME_UNITS = 28
"""A Latin letter counts as one, a Han character as two."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the first picture: the same thing counted on both sides."""

    label: str
    a: int
    b: int
    tone: str = "bar"


def supply_and_demand(measures: Sequence[Measure], name_a: str, name_b: str) -> SafeString:
    """Bars that grow from the sill to either side, on one scale."""
    half = (BARS_WIDTH - SILL) / 2 - 44
    most = max([1, *(max(row.a, row.b) for row in measures)])
    height = 34 + len(measures) * (_ROW + _LABEL) + 6
    middle = BARS_WIDTH / 2
    parts = [
        _pane(height),
        _text(middle - SILL / 2, 20, name_a, "head", "end"),
        _text(middle + SILL / 2, 20, name_b, "head", "start"),
    ]
    for place, row in enumerate(measures):
        top = 34 + place * (_ROW + _LABEL)
        parts.append(_text(middle, top + 14, row.label, "label", "middle"))
        for value, side in ((row.a, -1), (row.b, 1)):
            width = half * value / most
            x = middle - SILL / 2 - width if side < 0 else middle + SILL / 2
            css = f"{row.tone} {'mine' if side < 0 else 'theirs'}"
            parts.append(_rect(x, top + _LABEL, width, _ROW - 10, css))
            edge = x - 8 if side < 0 else x + width + 8
            parts.append(_text(edge, top + _LABEL + 15, str(value), "number", "end" if side < 0 else "start"))
    words = "; ".join(
        _("%(label)s: %(a)d and %(b)d") % {"label": row.label, "a": row.a, "b": row.b} for row in measures
    )
    return _svg(BARS_WIDTH, height, words, parts)


def pairs_picture(
    names_a: Sequence[str], names_b: Sequence[str], pairs: Sequence[tuple[int, int]], heads: tuple[str, str]
) -> SafeString:
    """Both sides as two columns of names with a line for each pair; those without a partner stand last, with a ring.
    Empty for sides too large to read."""
    if not pairs or max(len(names_a), len(names_b)) > LINES_MOST:
        return SafeString("")
    order_a, order_b = _orders(len(names_a), len(names_b), pairs)
    height = 40 + 22 * max(len(order_a), len(order_b)) + 6
    left, right = 200.0, LINES_WIDTH - 200.0
    y_a = {school: 52 + 22 * place for place, school in enumerate(order_a)}
    y_b = {school: 52 + 22 * place for place, school in enumerate(order_b)}
    parts = [_text(left, 22, heads[0], "head", "end"), _text(right, 22, heads[1], "head", "start")]
    parts += [_curve(left + 12, y_a[a], right - 12, y_b[b]) for a, b in pairs]
    got = ({a for a, _b in pairs}, {b for _a, b in pairs})
    for names, ys, x, shift, anchor, with_partner in (
        (names_a, y_a, left, 6, "end", got[0]),
        (names_b, y_b, right, -6, "start", got[1]),
    ):
        for school, y in ys.items():
            css = "name" if school in with_partner else "name alone"
            parts.append(_dot(x + shift, y, "dot" if school in with_partner else "ring"))
            parts.append(_text(x - shift / 1.2, y + 4, shortened(names[school]), css, anchor))
    words = _("%(pairs)d lines between the schools of both sides; the table of pairs names them.") % {
        "pairs": len(pairs)
    }
    return _svg(LINES_WIDTH, height, words, parts)


def _orders(n_a: int, n_b: int, pairs: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Side a as it stands, side b near its partners: few lines cross. Schools without a partner stand last."""
    partners: dict[int, list[int]] = {}
    for a, b in pairs:
        partners.setdefault(b, []).append(a)
    with_a = {a for a, _b in pairs}
    order_a = sorted(range(n_a), key=lambda a: (a not in with_a, a))
    place = {a: at for at, a in enumerate(order_a)}

    def middle(b: int) -> tuple[bool, float, int]:
        mine = partners.get(b, [])
        return (not mine, sum(place[a] for a in mine) / len(mine) if mine else 0.0, b)

    return order_a, sorted(range(n_b), key=middle)


def shortened(name: str) -> str:
    units = 0
    for at, letter in enumerate(name):
        units += 1 if letter.isascii() else 2
        if units > _NAME_UNITS:
            return f"{name[:at].rstrip()}…"
    return name


def _svg(width: int, height: float, words: str, parts: Sequence[SafeString]) -> SafeString:
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>', width, round(height), words, joined(parts)
    )


def _pane(height: float) -> SafeString:
    return format_html(
        '<rect class="sill" x="{}" y="0" width="{}" height="{}"/>',
        BARS_WIDTH // 2 - 1,
        2,
        round(height),
    )


def _text(x: float, y: float, text: str, css: str, anchor: str) -> SafeString:
    return format_html(
        '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>', css, f"{x:.1f}", f"{y:.1f}", anchor, text
    )


def _rect(x: float, y: float, width: float, height: float, css: str) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
        css, f"{x:.1f}", f"{y:.1f}", f"{max(width, 0.5):.1f}", f"{height:.1f}",
    )  # fmt: skip


def _curve(x1: float, y1: float, x2: float, y2: float) -> SafeString:
    bend = (x2 - x1) / 2
    return format_html(
        '<path class="tie" d="M{} {}C{} {} {} {} {} {}"/>', f"{x1:.0f}", f"{y1:.0f}", f"{x1 + bend:.0f}", f"{y1:.0f}",
        f"{x2 - bend:.0f}", f"{y2:.0f}", f"{x2:.0f}", f"{y2:.0f}",
    )  # fmt: skip


def _dot(x: float, y: float, css: str) -> SafeString:
    return format_html('<circle class="{}" cx="{}" cy="{}" r="4"/>', css, f"{x:.0f}", f"{y:.0f}")
