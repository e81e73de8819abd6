"""The demonstration's past: deeds done "then" through the same services, with the clock set back around them."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Everything inside believes it is `moment` (aware). Only the builder of the demo world uses this, in one thread."""
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real
