from django.apps import AppConfig

from mado.kernel.rooms import SelfRegistering


class AccountsConfig(SelfRegistering, AppConfig):
    name = "mado.accounts"
    label = "accounts"
