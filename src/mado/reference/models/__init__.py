from mado.reference.models.codes import CodeCounter
from mado.reference.models.setting import AllianceSetting

__all__ = ["AllianceSetting", "CodeCounter"]
