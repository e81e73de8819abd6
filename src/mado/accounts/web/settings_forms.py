"""Forms of the CEO office: the alliance's values, built from their table, and mandates."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from mado.accounts.queries import Change, vetting_offices
from mado.accounts.services import MandateTerms
from mado.accounts.web.forms import time_zone_choices
from mado.accounts.web.shown_settings import last_changed, shown_value
from mado.directory.enums import TAKES_PART_KINDS, Level, OrganizationKind
from mado.directory.models import Mandate, Organization
from mado.reference.places import countries, regions
from mado.reference.setting_specs import GROUPS, SettingSpec
from mado.reference.settings import alliance


def _field(spec: SettingSpec) -> forms.Field:
    """What is right is decided by the service; the browser gets the bounds as help."""
    if spec.kind == "month":
        months = [(number, name) for number, name in MONTHS.items()]
        return forms.TypedChoiceField(label=spec.label, choices=months, coerce=int)
    if spec.kind == "country":
        return forms.ChoiceField(label=spec.label, choices=countries)
    if spec.kind == "zone":
        return forms.ChoiceField(label=spec.label, choices=time_zone_choices)
    if spec.kind == "text":
        return forms.CharField(label=spec.label, max_length=spec.most)
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": spec.least, "max": spec.most})
    return forms.IntegerField(label=spec.label, widget=widget)


class SettingsForm(forms.Form):
    """One field per value of the alliance."""

    def __init__(
        self, *args: Any, defaults: dict[str, Any], latest: Mapping[str, Change], zone: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for group in GROUPS:
            for spec in group.specs:
                field = _field(spec)
                field.help_text = _hint(spec, defaults[spec.key])
                if change := latest.get(spec.key):
                    field.help_text = f"{field.help_text} {last_changed(change, zone)}"
                self.fields[spec.key] = field

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Title of the group, its fields."""
        return [(group.title, [self[spec.key] for spec in group.specs]) for group in GROUPS]


def _hint(spec: SettingSpec, default: Any) -> str:
    if spec.kind != "number":
        return str(_("Usual: %(value)s.")) % {"value": shown_value(spec.key, default)}
    words = {"unit": spec.unit, "value": default, "least": spec.least, "most": spec.most}
    return str(_("In %(unit)s, from %(least)s to %(most)s. Usual: %(value)s.")) % words


class MandateForm(forms.Form):
    """Which office cares for what, and until when."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Organization.objects.none(), empty_label=None)
    country = forms.ChoiceField(label=_("Country"), choices=countries)
    region = forms.ChoiceField(label=_("Region"), required=False, help_text=_("Leave it open for the whole country."))
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of organisations"),
        choices=[(kind, OrganizationKind(kind).label) for kind in TAKES_PART_KINDS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all kinds."),
    )
    levels = forms.MultipleChoiceField(
        label=_("Levels"),
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all levels."),
    )
    vets = forms.BooleanField(
        label=_("The office vets: claims for seats and vouching are its own"),
        required=False,
        initial=True,
        help_text=_("Without this it looks on and helps. Of several offices that vet, the narrowest mandate decides."),
    )
    valid_from = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The CEO office is reminded before it. Afterwards what was delegated falls back to it."),
    )

    def __init__(self, *args: Any, mandate: Mandate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = vetting_offices()
        if mandate is not None:
            del self.fields["office"]
            for name in ("country", "region", "kinds", "levels", "vets", "valid_from", "valid_to"):
                self.fields[name].initial = getattr(mandate, name)
        else:
            self.fields["country"].initial = alliance().home_country
            self.fields["valid_from"].initial = timezone.localdate()
        named = Organization.objects.order_by().values_list("country", flat=True)
        chosen = self.data.get("country") or (mandate.country if mandate else "")
        known = sorted({chosen} - {""}) or sorted(set(named.filter(kind__in=["mission", "regional_office"])))
        rows = [(code, f"{name} ({code})") for country in known for code, name in regions(country)]
        self.fields["region"].choices = [("", "—"), *rows]

    def terms(self) -> MandateTerms:
        said = {name: value for name, value in self.cleaned_data.items() if name != "office"}
        return MandateTerms(**said)
