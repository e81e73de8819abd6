from django.apps import AppConfig

from mado.kernel.rooms import SelfRegistering


class PartnershipsConfig(SelfRegistering, AppConfig):
    name = "mado.partnerships"
    label = "partnerships"
