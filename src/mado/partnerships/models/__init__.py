from mado.partnerships.models.invitation import Invitation, school_zone
from mado.partnerships.models.partnership import Partnership

__all__ = ["Invitation", "Partnership", "school_zone"]
