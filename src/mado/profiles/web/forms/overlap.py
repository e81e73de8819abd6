"""Two sides to compare: a school by its code, or a place and its school day."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mado.directory.models import Organization
from mado.profiles.drawing import Named
from mado.profiles.engine.request import known_zones
from mado.profiles.input_rules import time_problem
from mado.profiles.meeting import named_school, named_zone, sample_zones
from mado.profiles.web.forms.base import time_field

USUAL = (dt.time(8), dt.time(16))


class SideForm(forms.Form):
    """One side; its fields are named a, a_zone, a_start, a_end (or b…). `organization` or `named` when it is said."""

    use_required_attribute = False

    def __init__(self, data: QueryDict, *, side: str, own: Organization | None = None) -> None:
        filled = data.copy()
        for name, usual in ((f"{side}_start", USUAL[0]), (f"{side}_end", USUAL[1])):
            filled.setdefault(name, f"{usual:%H:%M}")
        if own and not data.get(side) and not data.get(f"{side}_zone"):
            filled[side] = own.code
        super().__init__(filled)
        self.side = side
        self.organization: Organization | None = None
        zone = self.data.get(f"{side}_zone", "")
        choices = list(sample_zones())
        if zone in known_zones() and zone not in dict(choices):
            choices.append((zone, zone))
        self.fields[side] = forms.CharField(
            label=_("Code of a school"),
            required=False,
            max_length=12,
            help_text=_("It stands on the school's page. Leave it empty to compare places."),
        )
        self.fields[f"{side}_zone"] = forms.ChoiceField(
            label=_("Place"), required=False, choices=[("", _("No place chosen")), *choices]
        )
        self.fields[f"{side}_start"] = time_field(_("School starts"))
        self.fields[f"{side}_end"] = time_field(_("School ends"))

    def clean(self) -> dict[str, Any]:
        code = (self.cleaned_data.get(self.side) or "").strip().upper()
        if code:
            self.organization = Organization.objects.filter(code=code).first()
            if self.organization is None:
                self.add_error(
                    self.side, _("No school has this code. Look the school up and copy the code from its page.")
                )
        elif sentence := time_problem(*self._clocks()):
            self.add_error(f"{self.side}_end", sentence)
        return self.cleaned_data

    def _clocks(self) -> tuple[dt.time, dt.time]:
        start, end = self.cleaned_data.get(f"{self.side}_start"), self.cleaned_data.get(f"{self.side}_end")
        return start or USUAL[0], end or USUAL[1]

    @property
    def named(self) -> Named | None:
        """This side for the pictures; None while nothing is chosen."""
        if not self.is_valid():
            return None
        if self.organization:
            return named_school(self.organization)
        zone = self.cleaned_data.get(f"{self.side}_zone")
        return named_zone(zone, self._clocks()) if zone else None

    @property
    def shows_place(self) -> bool:
        """Whether a place is asked about, or is what needs mending, or nothing is said at all yet."""
        return bool(self.data.get(f"{self.side}_zone") or self.errors or not self.data.get(self.side))

    @property
    def code_field(self) -> forms.BoundField:
        return self[self.side]

    @property
    def zone_field(self) -> forms.BoundField:
        return self[f"{self.side}_zone"]

    @property
    def clock_fields(self) -> tuple[forms.BoundField, forms.BoundField]:
        return self[f"{self.side}_start"], self[f"{self.side}_end"]
