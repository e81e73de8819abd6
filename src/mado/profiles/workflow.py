"""The moves of a wish. Whether it has run out or is full is a query, never a state."""

from django.utils.translation import pgettext_lazy

from mado.kernel.workflow import Move, Workflow
from mado.profiles.enums import WishState
from mado.profiles.guards import has_school_taking_part, is_complete

WISH = Workflow(
    name="wish",
    states=WishState,
    initial=WishState.DRAFT,
    moves=(
        Move(
            "open",
            pgettext_lazy("move of a wish", "Open the wish"),
            (WishState.DRAFT, WishState.PAUSED),
            WishState.OPEN,
            "profiles.change_wish",
            (is_complete, has_school_taking_part),
            "primary",
        ),
        Move(
            "pause",
            pgettext_lazy("move of a wish", "Pause the wish"),
            (WishState.OPEN,),
            WishState.PAUSED,
            "profiles.change_wish",
        ),
        Move(
            "withdraw",
            pgettext_lazy("move of a wish", "Withdraw the wish"),
            (WishState.DRAFT, WishState.OPEN, WishState.PAUSED),
            WishState.WITHDRAWN,
            "profiles.change_wish",
            tone="danger",
        ),
    ),
    ends=(WishState.WITHDRAWN,),
)
