from mado.accounts.models.appointment import Appointment, Verification
from mado.accounts.models.claim import ClaimNote, SeatClaim
from mado.accounts.models.draft import Draft
from mado.accounts.models.user import User

__all__ = ["Appointment", "ClaimNote", "Draft", "SeatClaim", "User", "Verification"]
