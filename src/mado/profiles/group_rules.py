"""How many girls and boys a group that travels has: numbers for rooms and host families, asked of visits only."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from mado.profiles.enums import GUEST_FORMS, VISIT_KINDS
from mado.profiles.models import Wish

SPLIT = ("group_girls", "group_boys")


def is_for_guests(kind: str, forms: list[str]) -> bool:
    """Somebody sleeps elsewhere: on a visit, in a family, or for some weeks."""
    return kind in VISIT_KINDS or any(form in GUEST_FORMS for form in forms)


def asks_girls_and_boys(wish: Wish) -> bool:
    return is_for_guests(wish.kind, wish.forms)


def with_group_agreed(wish: Wish, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes; of a wish that is for no visit, or no longer, the two numbers go."""
    if is_for_guests(changes.get("kind", wish.kind), changes.get("forms", wish.forms)):
        return dict(changes)
    gone = {name: None for name in SPLIT if name in changes or getattr(wish, name) is not None}
    return {**changes, **gone}


def group_problem(girls: int | None, boys: int | None, size: int | None) -> str:
    """Why the two cannot be those of a group of this size; "" when they can."""
    together = (girls or 0) + (boys or 0)
    if size is None or together <= size:
        return ""
    return _(
        "Girls and boys together are %(together)d, more than the %(size)d pupils of your group. Mend one number."
    ) % {
        "together": together,
        "size": size,
    }
