from mado.kernel.rooms import RoomConfig


class DirectoryConfig(RoomConfig):
    name = "mado.directory"
    label = "directory"
