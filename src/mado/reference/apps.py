from django.apps import AppConfig

from mado.kernel.rooms import SelfRegistering


class ReferenceConfig(SelfRegistering, AppConfig):
    name = "mado.reference"
    label = "reference"
