from mado.partnerships.models.invitation import Invitation, school_zone
from mado.partnerships.models.partnership import Partnership
from mado.partnerships.models.waiting import LIVE_WAITS, InvitationWait

__all__ = ["LIVE_WAITS", "Invitation", "InvitationWait", "Partnership", "school_zone"]
