from mado.kernel.rooms import RoomConfig


class NotifyConfig(RoomConfig):
    name = "mado.notify"
    label = "notify"
