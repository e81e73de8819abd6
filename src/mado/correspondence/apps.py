from mado.kernel.rooms import RoomConfig


class CorrespondenceConfig(RoomConfig):
    name = "mado.correspondence"
    label = "correspondence"
