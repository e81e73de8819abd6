"""How a page of a lower app shows something of a higher one without importing it: the higher app registers a panel."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

Panel = Callable[[HttpRequest, Any], str]
_PANELS: dict[str, list[tuple[int, Panel]]] = defaultdict(list)


def register_panel(place: str, panel: Panel, *, order: int) -> None:
    """`place` is a name such as "school"; the panel returns safe HTML or "" when it has nothing to show."""
    if all(known is not panel for _order, known in _PANELS[place]):
        _PANELS[place].append((order, panel))
        _PANELS[place].sort(key=lambda pair: pair[0])


def panels_for(place: str, request: HttpRequest, subject: Any) -> list[str]:
    """The HTML of every panel registered for `place`, in order, empty ones left out."""
    return [html for _order, panel in _PANELS[place] if (html := panel(request, subject))]
