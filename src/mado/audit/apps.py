from django.apps import AppConfig

from mado.kernel.rooms import SelfRegistering


class AuditConfig(SelfRegistering, AppConfig):
    name = "mado.audit"
    label = "audit"
