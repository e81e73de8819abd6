"""What `mado simulate` shows: a table for the screen, and charts as SVG files with their numbers in words."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from mado.matching.engine.scenarios import Scenario
from mado.matching.engine.simulated_figures import CURVE_DAYS, Figures, Summary

REGIME_WORDS: Mapping[str, str] = {
    "free": "No rules: everyone writes to whom it likes",
    "caps": "Caps",
    "caps_and_fair": "Caps, and fair rounds",
    "rounds_most": "Rounds alone, greatest total",
    "rounds_stable": "Rounds alone, stable",
    "rounds_fair": "Rounds alone, fair",
}
ROWS: Sequence[tuple[str, str, str]] = (
    ("served_share_a", "side A with a partner", ".0%"),
    ("served_share_b", "side B with a partner", ".0%"),
    ("pairs", "pairs", ".0f"),
    ("second_a", "of them second partners of side A", ".0f"),
    ("wait_a", "middle wait of side A, days", ".0f"),
    ("wait_b", "middle wait of side B, days", ".0f"),
    ("sent", "invitations", ".0f"),
    ("per_partner", "invitations for each pair", ".1f"),
    ("open_most", "most open invitations of one school", ".0f"),
    ("gini", "concentration on side B (Gini)", ".2f"),
    ("top_tenth", "share of the most invited tenth", ".0%"),
    ("dormant", "dormant at the end of the year", ".0f"),
    ("places_left_b", "places of side B left over", ".0f"),
)
"""(figure, what it is called, format)."""
_OF_INVITATIONS = frozenset(["sent", "per_partner", "open_most", "gini", "top_tenth"])
_COLUMN = 18


def table_lines(scenario: Scenario, summaries: Sequence[Summary]) -> Iterator[str]:
    """Means over the years; regimes side by side."""
    years = summaries[0].years
    yield f"{scenario.name}: {scenario.about}"
    yield f"{scenario.a.schools} schools on side A, {scenario.b.schools} on side B; means of {years} years."
    yield ""
    yield " " * 36 + "".join(f"{summary.regime.name:>{_COLUMN}}" for summary in summaries)
    for key, name, form in ROWS:
        yield f"{name:<36}" + "".join(f"{_shown(summary.mean, key, form):>{_COLUMN}}" for summary in summaries)
    yield ""


def table_markdown(summaries: Sequence[Summary]) -> str:
    """The same table for the documentation, with the least and the greatest year."""
    lines = ["| | " + " | ".join(REGIME_WORDS[summary.regime.name] for summary in summaries) + " |"]
    lines.append("|---|" + "---|" * len(summaries))
    for key, name, form in ROWS:
        cells = (_ranged(one, key, form) for one in summaries)
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _ranged(summary: Summary, key: str, form: str) -> str:
    mean, least, most = (_shown(row, key, form) for row in (summary.mean, summary.least, summary.most))
    return mean if mean == "–" else f"{mean} ({least}–{most})"


def _shown(figures: Figures, key: str, form: str) -> str:
    """A regime without invitations has no figures of them."""
    return "–" if key in _OF_INVITATIONS and not figures.sent else format(getattr(figures, key), form)


# Charts

WIDTH = 640
_STYLE = (
    "svg{background:#fbfaf7}text{font:13px 'Segoe UI','Helvetica Neue',Arial,sans-serif;fill:#1d2327}"
    ".q{fill:#57626b}.h{font-weight:650;font-size:15px}.g{stroke:#dcd8cf}.b{fill:#c3cce8;stroke:#4d63a8}"
    ".s{fill:#27408b;stroke:#27408b}.n{fill:#e3d9c4;stroke:#85754f}.c{fill:none;stroke-width:2.5}"
    "@media(prefers-color-scheme:dark){svg{background:#14181b}text{fill:#ece9e2}.q{fill:#a9b2b8}.g{stroke:#363e43}"
    ".b{fill:#34426f;stroke:#8b9bd6}.s{fill:#aebcf3;stroke:#aebcf3}.n{fill:#4a4230;stroke:#b5a377}}"
)
_LINES: Mapping[str, tuple[str, str]] = {
    "free": ("#85754f", ""),
    "caps": ("#4d63a8", "6 4"),
    "caps_and_fair": ("#27408b", ""),
    "rounds_most": ("#57626b", "2 4"),
    "rounds_stable": ("#1d6445", "6 4"),
    "rounds_fair": ("#1d6445", ""),
}
"""Regime → colour and dashes: told apart without colour too."""


def charts(summaries: Sequence[Summary]) -> Iterator[tuple[str, str]]:
    """(name, SVG) each. Who reads no pictures reads the description inside, or the table."""
    yield "waiting", _curves(summaries)
    yield "partners", _bars(summaries, "served_share_a", "Side A: schools with a partner at the end of the year", ".0%")
    written = [summary for summary in summaries if summary.mean.sent]
    yield "invitations", _bars(written, "per_partner", "Invitations written for each pair that was made", ".1f")
    yield "open", _bars(written, "open_most", "The most open invitations any school had at a time", ".0f")


def _bars(summaries: Sequence[Summary], key: str, title: str, form: str) -> str:
    values = [(one.regime.name, getattr(one.mean, key)) for one in summaries]
    most = 1.0 if form.endswith("%") else max([value for _name, value in values] or [1]) or 1
    parts = [_text(0, 20, title, "h")]
    for place, (name, value) in enumerate(values):
        y = 40 + place * 46
        css = "n" if name == "free" else "s" if name.endswith("fair") else "b"
        parts.append(_text(0, y + 12, REGIME_WORDS[name], "q"))
        parts.append(
            f'<rect class="{css}" x="0" y="{y + 18}" width="{max(1, 560 * value / most):.0f}" height="16" rx="2"/>'
        )
        parts.append(_text(568 * value / most + 8, y + 31, format(value, form), ""))
    words = "; ".join(f"{REGIME_WORDS[name]}: {format(value, form)}" for name, value in values)
    return _svg(40 + len(values) * 46 + 6, title, words, parts)


def _curves(summaries: Sequence[Summary]) -> str:
    title = "Side A: share still without a partner, by days since the school began to look"
    left, top, wide, high = 44, 40, 380, 240
    last = CURVE_DAYS[-1]
    parts = [_text(0, 20, title, "h")]
    for share in (0, 25, 50, 75, 100):
        y = top + high * (1 - share / 100)
        parts.append(f'<line class="g" x1="{left}" x2="{left + wide}" y1="{y:.0f}" y2="{y:.0f}"/>')
        parts.append(_text(left - 8, y + 4, f"{share}%", "q", "end"))
    parts += [
        _text(left + wide * day / last, top + high + 20, str(day), "q", "middle") for day in range(0, last + 1, 90)
    ]
    for place, one in enumerate(summaries):
        colour, dashes = _LINES[one.regime.name]
        points = " ".join(
            f"{left + wide * day / last:.1f},{top + high * (1 - share):.1f}"
            for day, share in zip(CURVE_DAYS, one.curve, strict=True)
        )
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        parts.append(f'<polyline class="c" points="{points}" stroke="{colour}"{dash}/>')
        y = top + 14 + place * 40
        parts.append(
            f'<line class="c" x1="{left + wide + 16}" x2="{left + wide + 44}" y1="{y}" y2="{y}" stroke="{colour}"{dash}/>'
        )
        for row, words in enumerate(_wrapped(REGIME_WORDS[one.regime.name])):
            parts.append(_text(left + wide + 52, y + 4 + row * 15, words, "q"))
    words = "; ".join(
        f"{REGIME_WORDS[one.regime.name]}: {one.curve[6]:.0%} after {CURVE_DAYS[6]} days, {one.curve[12]:.0%} after "
        f"{CURVE_DAYS[12]}"
        for one in summaries
    )
    return _svg(top + high + 34, title, words, parts)


def _wrapped(text: str, most: int = 24) -> list[str]:
    rows = [""]
    for word in text.split():
        if len(rows[-1]) + len(word) > most:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def _text(x: float, y: float, text: str, css: str, anchor: str = "start") -> str:
    return f'<text class="{css}" x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(height: int, title: str, words: str, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 0 {WIDTH + 24} {height}" role="img">'
    described = f"<title>{escape(title)}</title><desc>{escape(words)}</desc><style>{_STYLE}</style>"
    return f"{head}{described}{''.join(parts)}</svg>\n"
