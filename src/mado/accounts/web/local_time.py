import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from mado.accounts.models import User


def local_time(at: dt.datetime, user: User) -> dt.datetime:
    """The wall-clock moment where the person is (naive, so that templates leave it alone); UTC while no zone is known."""
    return at.astimezone(ZoneInfo(user.time_zone or "UTC")).replace(tzinfo=None)


def with_local_times(notes: Iterable[Any], user: User) -> list[Any]:
    """Notes of a claim, each with `local_at` for the page."""
    rows = list(notes)
    for row in rows:
        row.local_at = local_time(row.at, user)
    return rows
