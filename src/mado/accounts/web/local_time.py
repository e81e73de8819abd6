import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from mado.accounts.models import ClaimNote, SeatClaim, User


def with_local_times(notes: Iterable[ClaimNote], claim: SeatClaim, reader: User) -> list[tuple[ClaimNote, dt.datetime]]:
    """Each note with its moment on the reader's clock, or the school's while the reader has not named one.

    The moments are naive: a template leaves them alone instead of bringing them to the server's zone.
    """
    zone = ZoneInfo(reader.time_zone or claim.organization.time_zone)
    return [(note, note.at.astimezone(zone).replace(tzinfo=None)) for note in notes]
