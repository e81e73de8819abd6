from mado.kernel.rooms import RoomConfig


class ProfilesConfig(RoomConfig):
    name = "mado.profiles"
    label = "profiles"
