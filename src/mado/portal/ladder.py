"""The ladder: how two schools come nearer to each other, rung by rung (domain notes on agreements)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WIDTH, FAR, NEAR, MIDDLE = 960, 56, 12, 66
"""The drawing's width and, from its middle line, how far a rail is at the left and at the right end."""


@dataclass(frozen=True, slots=True)
class Rung:
    """`x`, `top`, `bottom` in the units of the drawing."""

    name: str | Promise
    sentence: str | Promise
    x: int
    top: int
    bottom: int


STEPS = (
    (pgettext_lazy("ladder", "Contact"), _("A structured first letter, with a date for the answer.")),
    (pgettext_lazy("ladder", "Online exchange"), _("The classes meet on screen, a few times in a term.")),
    (pgettext_lazy("ladder", "Teaching together"), _("Two teachers plan and hold lessons as one.")),
    (pgettext_lazy("ladder", "Online course"), _("A whole course, for both schools’ pupils.")),
    (pgettext_lazy("ladder", "Visit"), _("Pupils and teachers travel, with families and offices behind them.")),
    (pgettext_lazy("ladder", "Sister school"), _("A signed agreement that outlives the people who began it.")),
)


def rungs() -> list[Rung]:
    """The six rungs, evenly spaced, each as long as the rails are apart there."""
    spacing = WIDTH // len(STEPS)
    drawn = []
    for place, (name, sentence) in enumerate(STEPS):
        x = spacing // 2 + place * spacing
        reach = round(FAR - (FAR - NEAR) * x / WIDTH)
        drawn.append(Rung(name, sentence, x, MIDDLE - reach, MIDDLE + reach))
    return drawn
