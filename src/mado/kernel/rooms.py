"""What every app does when Django starts."""

from importlib import import_module
from typing import Any

from django.utils.module_loading import module_has_submodule

REGISTERING_MODULES = (
    "permissions",
    "panels",
    "today",
    "privacy",
    "retention",
    "messages",
    "followers",
    "contributors",
    "find_rows",
    "compare",
)
"""Tables that register themselves: rules, panels, home-page sources, field classes, retention rules, mails, followers, search entries, notes on found rows,
lines of the comparison of schools."""


class SelfRegistering:
    """An app of the house: its registering modules are imported at start-up, those that exist.

    Mixed into an AppConfig, and none itself: Django must find exactly one in each `apps` module.
    """

    name: str
    module: Any

    def ready(self) -> None:
        for module in REGISTERING_MODULES:
            if module_has_submodule(self.module, module):
                import_module(f"{self.name}.{module}")
