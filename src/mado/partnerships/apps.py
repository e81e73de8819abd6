from mado.kernel.rooms import RoomConfig


class PartnershipsConfig(RoomConfig):
    name = "mado.partnerships"
    label = "partnerships"
