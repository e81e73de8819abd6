from mado.kernel.rooms import RoomConfig


class ReferenceConfig(RoomConfig):
    name = "mado.reference"
    label = "reference"
