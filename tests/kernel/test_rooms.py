"""Django falls back to a bare AppConfig when an apps module offers two: then nothing of the app registers itself."""

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from mado.kernel.rooms import REGISTERING_MODULES, SelfRegistering


def test_every_app_with_a_registering_module_registers_it():
    ours = [config for config in apps.get_app_configs() if config.name.startswith("mado.")]
    mute = [
        config.name
        for config in ours
        if config.name != "mado.kernel"  # holds the registries themselves
        and any(module_has_submodule(config.module, module) for module in REGISTERING_MODULES)
        and not isinstance(config, SelfRegistering)
    ]
    assert mute == []
