from django.apps import AppConfig

from mado.kernel.rooms import SelfRegistering


class ProfilesConfig(SelfRegistering, AppConfig):
    name = "mado.profiles"
    label = "profiles"
