from mado.kernel.rooms import RoomConfig


class DesksConfig(RoomConfig):
    name = "mado.desks"
    label = "desks"
