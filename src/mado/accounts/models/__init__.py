from mado.accounts.models.appointment import Appointment, Verification
from mado.accounts.models.claim import SeatClaim
from mado.accounts.models.draft import Draft
from mado.accounts.models.user import User

__all__ = ["Appointment", "Draft", "SeatClaim", "User", "Verification"]
