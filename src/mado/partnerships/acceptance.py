"""What follows from an answered invitation, in the same transaction: higher apps register, this app calls them."""

from collections.abc import Callable
from typing import Any

from mado.partnerships.models import Invitation, Partnership

Follower = Callable[[Invitation, Partnership, Any], None]
_FOLLOWERS: list[Follower] = []


AnswerFollower = Callable[[Invitation], None]
_ANSWER_FOLLOWERS: list[AnswerFollower] = []


def register_follower(follower: Follower) -> None:
    """`follower(invitation, partnership, actor)` runs inside the transaction of the acceptance; its error undoes it."""
    if follower not in _FOLLOWERS:
        _FOLLOWERS.append(follower)


def follow_acceptance(invitation: Invitation, partnership: Partnership, actor: Any) -> None:
    for follower in _FOLLOWERS:
        follower(invitation, partnership, actor)


def register_answer_follower(follower: AnswerFollower) -> None:
    """`follower(invitation)` runs inside the transaction of the yes or the no."""
    if follower not in _ANSWER_FOLLOWERS:
        _ANSWER_FOLLOWERS.append(follower)


def follow_answer(invitation: Invitation) -> None:
    for follower in _ANSWER_FOLLOWERS:
        follower(invitation)
