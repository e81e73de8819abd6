from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "mado.kernel"
    label = "kernel"

    def ready(self) -> None:
        from mado.kernel import checks  # noqa: F401, PLC0415  # importing it registers the checks
