from mado.partnerships.models.invitation import Invitation
from mado.partnerships.models.partnership import Partnership

__all__ = ["Invitation", "Partnership"]
