from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule


class ProfilesConfig(AppConfig):
    name = "mado.profiles"
    label = "profiles"

    def ready(self) -> None:
        # Tables that register themselves: rules, panels, home-page sources, field classes.
        for module in (
            "permissions",
            "panels",
            "today",
            "privacy",
            "messages",
            "followers",
            "contributors",
            "find_rows",
        ):
            if module_has_submodule(self.module, module):
                import_module(f"{self.name}.{module}")
