from django.apps import AppConfig

from mado.kernel.rooms import SelfRegistering


class DirectoryConfig(SelfRegistering, AppConfig):
    name = "mado.directory"
    label = "directory"
