from mado.kernel.rooms import RoomConfig


class AccountsConfig(RoomConfig):
    name = "mado.accounts"
    label = "accounts"
