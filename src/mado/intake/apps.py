from mado.kernel.rooms import RoomConfig


class IntakeConfig(RoomConfig):
    name = "mado.intake"
    label = "intake"
