from django.apps import AppConfig

from mado.kernel.rooms import SelfRegistering


class CorrespondenceConfig(SelfRegistering, AppConfig):
    name = "mado.correspondence"
    label = "correspondence"
