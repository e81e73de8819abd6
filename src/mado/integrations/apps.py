from mado.kernel.rooms import RoomConfig


class IntegrationsConfig(RoomConfig):
    name = "mado.integrations"
    label = "integrations"
