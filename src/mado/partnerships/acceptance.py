"""What follows from an accepted invitation, in the same transaction: higher apps register, this app calls them."""

from collections.abc import Callable
from typing import Any

from mado.partnerships.models import Invitation, Partnership

Follower = Callable[[Invitation, Partnership, Any], None]
_FOLLOWERS: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """`follower(invitation, partnership, actor)` runs inside the transaction of the acceptance; its error undoes it."""
    if follower not in _FOLLOWERS:
        _FOLLOWERS.append(follower)


def follow_acceptance(invitation: Invitation, partnership: Partnership, actor: Any) -> None:
    for follower in _FOLLOWERS:
        follower(invitation, partnership, actor)
