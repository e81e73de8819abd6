from mado.accounts.models.appointment import Appointment, Verification
from mado.accounts.models.claim import ClaimNote, SeatClaim
from mado.accounts.models.draft import Draft
from mado.accounts.models.retention_run import RetentionRun
from mado.accounts.models.seat_invitation import SeatInvitation
from mado.accounts.models.user import User

__all__ = [
    "Appointment",
    "ClaimNote",
    "Draft",
    "RetentionRun",
    "SeatClaim",
    "SeatInvitation",
    "User",
    "Verification",
]
