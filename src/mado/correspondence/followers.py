"""What lower apps ask for and only the upper floors know: on whose clock a person lives."""

from typing import Any

from mado.accounts.models import User
from mado.accounts.queries import seats_of
from mado.notify.clocks import register_clock


def clock_of_school(recipient: Any) -> str:
    """The zone of the first school the person acts for."""
    seats = seats_of(recipient) if isinstance(recipient, User) else []
    return seats[0].organization.time_zone if seats else ""


register_clock(clock_of_school)
