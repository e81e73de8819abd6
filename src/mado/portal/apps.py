from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "mado.portal"
    label = "portal"
