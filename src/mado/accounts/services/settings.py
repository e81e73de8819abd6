"""The alliance's own values: changed on a page, each change in the audit chain with the value before and after."""

import zoneinfo
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.audit.services import record
from mado.kernel.errors import BadInput, NotPermitted
from mado.reference.models import AllianceSetting
from mado.reference.places import countries
from mado.reference.services import set_alliance_setting
from mado.reference.setting_specs import ORDERED, SPECS, SettingSpec
from mado.reference.settings import alliance


@transaction.atomic
def change_settings(*, actor: User, changes: Mapping[str, Any]) -> list[str]:
    """Store what differs from the values in force; the keys that changed. All or none; unknown keys are refused."""
    if not actor.has_perm("accounts.change_settings"):
        raise NotPermitted("accounts.change_settings")
    if unknown := set(changes) - set(SPECS):
        raise ValueError(f"no settings of the alliance: {sorted(unknown)}")
    list(AllianceSetting.objects.select_for_update())
    before = asdict(alliance())
    after = {**before, **changes}
    _check(changes, after)
    changed = [key for key in changes if before[key] != after[key]]
    for key in changed:
        set_alliance_setting(key=key, value=after[key])
        row = AllianceSetting.objects.get(key=key)
        details = {"key": key, "before": before[key], "after": after[key]}
        record(actor=actor, verb="accounts.change_setting", thing=row, details=details)
    return changed


def _check(changes: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    sentences = {key: sentence for key in changes if (sentence := _wrong(SPECS[key], after[key]))}
    for smaller, larger in ORDERED:
        both_fine = smaller not in sentences and larger not in sentences
        if both_fine and after[smaller] > after[larger]:
            sentence = _("This may not be more than “%(other)s” (%(value)s).")
            sentences[smaller] = sentence % {"other": SPECS[larger].label, "value": after[larger]}
    if sentences:
        raise BadInput(sentences)


def _wrong(spec: SettingSpec, value: Any) -> str:
    """The sentence that says what is wrong; "" when nothing is."""
    if spec.kind in ("number", "month"):
        fits = isinstance(value, int) and spec.least <= value <= spec.most
        sentence = _("Write a whole number from %(least)s to %(most)s.")
        return "" if fits else sentence % {"least": spec.least, "most": spec.most}
    if spec.kind == "text":
        fits = isinstance(value, str) and 0 < len(value.strip()) <= spec.most
        return "" if fits else _("Write a text of at most %(most)s characters.") % {"most": spec.most}
    if spec.kind == "country":
        return "" if value in dict(countries()) else _("Choose a country of the list.")
    return "" if value in zoneinfo.available_timezones() else _("Choose one of the time zones in the list.")
