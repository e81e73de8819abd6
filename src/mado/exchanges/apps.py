from mado.kernel.rooms import RoomConfig


class ExchangesConfig(RoomConfig):
    name = "mado.exchanges"
    label = "exchanges"
