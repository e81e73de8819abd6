"""How often one address may use a public form, counted in the database: the same for every process, no third party."""

import datetime as dt
import hashlib
import hmac

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.desks.models import RateMark
from mado.kernel.errors import NotPossible

MOST = 5
SPAN = dt.timedelta(hours=1)


def fingerprint(who: str) -> str:
    """A keyed hash: the same address gives the same one, and nobody reads the address back from it."""
    return hmac.new(settings.SECRET_KEY.encode(), f"desks.rate:{who}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def _count(mark: str) -> bool:
    """Under a lock of this mark, so that many processes together let through exactly as many as one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(mark[:15], 16)])
    used = RateMark.objects.filter(fingerprint=mark, at__gt=timezone.now() - SPAN).count()
    if used >= MOST:
        return False
    RateMark.objects.create(fingerprint=mark)
    return True


def count_attempt(who: str) -> None:
    """Count one attempt, in a transaction of its own. Raises NotPossible at the sixth within an hour."""
    if not _count(fingerprint(who)):
        raise NotPossible.because(
            "too_often",
            _("There have been several questions from here within the hour. Please wait an hour and send it again."),
        )
