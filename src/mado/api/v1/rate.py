"""How often one caller may ask the API: so that no program keeps the others waiting."""

import threading
import time
from collections import Counter

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from mado.integrations.models import AccessToken

SECONDS = 60


class PerCaller(BaseThrottle):
    """At most settings.MADO_API_PER_MINUTE in each minute of the clock, per token or network address; 0 is without end.

    Each web process counts for itself and in memory: it is there against haste, not against thieves. The window begins
    anew for everybody with the minute, so that nothing is kept of who asked.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window = 0
        self._asked: Counter[str] = Counter()

    def allow_request(self, request: HttpRequest) -> bool:
        most: int = settings.MADO_API_PER_MINUTE
        if not most:
            return True
        who = getattr(request, "auth", None)
        caller = f"token {who.pk}" if isinstance(who, AccessToken) else str(request.META.get("REMOTE_ADDR", ""))
        window = int(time.time() // SECONDS)
        with self._lock:
            if window != self._window:
                self._window = window
                self._asked.clear()
            self._asked[caller] += 1
            return self._asked[caller] <= most

    def wait(self) -> float:
        """Seconds until the next window."""
        return SECONDS - time.time() % SECONDS
