from mado.kernel.rooms import RoomConfig


class StatisticsConfig(RoomConfig):
    name = "mado.statistics"
    label = "statistics"
