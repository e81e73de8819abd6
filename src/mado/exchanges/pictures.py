"""The flow of an exchange as server-made SVG: readable without colour, with its words as a text twin."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from mado.exchanges.enums import ExchangeState

STEPS: tuple[tuple[str, str | Promise], ...] = (
    (ExchangeState.PAIRED, pgettext_lazy("step of an exchange", "Paired")),
    (ExchangeState.ACTIVE, pgettext_lazy("step of an exchange", "Active")),
    (ExchangeState.COMPLETED, pgettext_lazy("step of an exchange", "Completed")),
    (ExchangeState.REPORTED, pgettext_lazy("step of an exchange", "Reported")),
    (ExchangeState.VERIFIED, pgettext_lazy("step of an exchange", "Verified")),
)
WIDTH, HEIGHT = 1000, 52
BOX_WIDTH, BOX_HEIGHT, STRIDE, TOP = 168, 44, 208, 4
SHAPES = {"done": "✓", "now": "●", "ahead": "○"}


@dataclass(frozen=True, slots=True)
class FlowStep:
    """`standing`: "done", "now" or "ahead"."""

    label: str
    standing: str


@dataclass(frozen=True, slots=True)
class FlowPicture:
    """`caption` says in words which step it is; `steps` are the text twin."""

    svg: SafeString
    caption: str
    steps: tuple[FlowStep, ...]


def flow_picture(state: str, *, was_active: bool = False) -> FlowPicture:
    """The five steps, the present one marked. One that ended early is marked where it ended: `was_active` or paired."""
    order = [str(step) for step, _label in STEPS]
    ended = state == ExchangeState.ENDED
    now = int(was_active) if ended else order.index(state)
    steps = tuple(
        FlowStep(str(label), "now" if place == now else "done" if place < now else "ahead")
        for place, (_state, label) in enumerate(STEPS)
    )
    values = {"place": now + 1, "all": len(STEPS), "step": steps[now].label}
    caption = (
        _("Ended early at step %(place)s of %(all)s: %(step)s") if ended else _("Step %(place)s of %(all)s: %(step)s")
    ) % values
    middle = TOP + BOX_HEIGHT // 2
    lines = format_html_join(
        "",
        '<line class="flow-line" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        ((place * STRIDE + BOX_WIDTH, middle, (place + 1) * STRIDE, middle) for place in range(len(STEPS) - 1)),
    )
    boxes = format_html_join("", "{}", ((_box(place * STRIDE, middle, step),) for place, step in enumerate(steps)))
    svg = format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>', WIDTH, HEIGHT, caption, lines, boxes
    )
    return FlowPicture(svg, caption, steps)


def _box(left: int, middle: int, step: FlowStep) -> SafeString:
    """Each standing has its own mark before the word, so the picture needs no colour."""
    css = {"done": "flow-done", "now": "flow-now", "ahead": "flow-step"}[step.standing]
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="6"/>'
        '<text{} x="{}" y="{}" text-anchor="middle" font-size="16">{} {}</text>',
        css,
        left,
        TOP,
        BOX_WIDTH,
        BOX_HEIGHT,
        SafeString(' class="flow-now" font-weight="650"') if step.standing == "now" else SafeString(""),
        left + BOX_WIDTH // 2,
        middle + 6,
        SHAPES[step.standing],
        step.label,
    )
