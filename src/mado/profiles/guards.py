"""WHEN a wish may be opened: each obstacle with the sentence that says how to mend it."""

from django.utils.translation import gettext as _

from mado.accounts.queries import is_taking_part
from mado.kernel.decision import Decision, Reason, check
from mado.profiles.models import Wish
from mado.profiles.queries import wish_tasks


def is_complete(wish: Wish) -> Decision:
    """Every section the wish needs is done."""
    missing = (task for task in wish_tasks(wish) if task.needed and not task.done)
    return Decision(tuple(Reason(f"missing_{task.key}", task.missing) for task in missing))


def has_school_taking_part(wish: Wish) -> Decision:
    return check(
        is_taking_part(wish.organization),
        "not_taking_part",
        _("Your school's confirmation by its office is missing or has run out. Ask the office to confirm it again."),
    )
