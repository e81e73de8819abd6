from mado.kernel.rooms import RoomConfig


class AuditConfig(RoomConfig):
    name = "mado.audit"
    label = "audit"
