"""The seventeen Sustainable Development Goals by number and title. Source: United Nations, A/RES/70/1."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

_TITLES: tuple[str | Promise, ...] = (
    pgettext_lazy("SDG", "No poverty"),
    pgettext_lazy("SDG", "Zero hunger"),
    pgettext_lazy("SDG", "Good health and well-being"),
    pgettext_lazy("SDG", "Quality education"),
    pgettext_lazy("SDG", "Gender equality"),
    pgettext_lazy("SDG", "Clean water and sanitation"),
    pgettext_lazy("SDG", "Affordable and clean energy"),
    pgettext_lazy("SDG", "Decent work and economic growth"),
    pgettext_lazy("SDG", "Industry, innovation and infrastructure"),
    pgettext_lazy("SDG", "Reduced inequalities"),
    pgettext_lazy("SDG", "Sustainable cities and communities"),
    pgettext_lazy("SDG", "Responsible consumption and production"),
    pgettext_lazy("SDG", "Climate action"),
    pgettext_lazy("SDG", "Life below water"),
    pgettext_lazy("SDG", "Life on land"),
    pgettext_lazy("SDG", "Peace, justice and strong institutions"),
    pgettext_lazy("SDG", "Partnerships for the goals"),
)


def goal_title(number: int) -> str:
    """The title in the reader's language: 4 → "Quality education"."""
    return str(_TITLES[number - 1])


def goals() -> list[tuple[int, str]]:
    """(number, "4 Quality education") of all seventeen."""
    return [(number, f"{number} {title}") for number, title in enumerate(_TITLES, start=1)]
