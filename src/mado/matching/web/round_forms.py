"""Forms of a pairing round. What is right is decided by the services; forms ask and carry."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mado.accounts.queries import taking_part
from mado.directory.enums import Level
from mado.directory.models import Organization
from mado.kernel.dates import AcademicYear
from mado.kernel.errors import BadInput
from mado.matching.models.round import LETTER_MOST, NAME_MOST
from mado.matching.queries.round_pools import PoolFilter
from mado.partnerships.enums import TEXT_MOST, DeclineReason
from mado.profiles.enums import ExchangeKind
from mado.reference.places import countries, country_name, region_name
from mado.reference.settings import alliance

PICKED_MOST = 2_000
"""Schools taken by hand into one side."""


def add_sentences(form: forms.BaseForm, problem: BadInput) -> None:
    """Put each sentence at its field, or over the whole form, so that nothing typed is lost."""
    for field, sentence in problem.sentences.items():
        form.add_error(field if field in form.fields else None, str(sentence))


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a day of the calendar.")},
        **more,
    )


def _several(label: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple, **more)


def _place(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        help_text=_("By the countries and regions named in their wishes; a wish that names none is open to all."),
    )


def place_choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Countries and regions in which a school takes part, by name. One query."""
    rows = set(Organization.objects.filter(pk__in=taking_part().values("pk")).values_list("country", "region"))
    lands = sorted(((code, country_name(code)) for code in {land for land, _region in rows}), key=lambda row: row[1])
    named = [(region, f"{country_name(land)} · {region_name(region)}") for land, region in rows if region]
    return lands, sorted(named, key=lambda row: row[1])


class PoolFields(forms.Form):
    """How the schools of both sides are looked for; fields of side b begin with "b_"."""

    a_countries = _several(_("Countries"))
    a_regions = _several(_("Only these regions"))
    a_levels = _several(_("Only these levels of school"))
    a_seeks = _place(_("Only schools that may look for partners in"))
    a_picked = forms.CharField(
        label=_("Schools taken by hand"),
        required=False,
        help_text=_("Codes of schools, one a line. Taken in whatever the search says; alone they are the whole side."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    b_countries = _several(_("Countries"))
    b_regions = _several(_("Only these regions"))
    b_levels = _several(_("Only these levels of school"))
    b_seeks = _place(_("Only schools that may look for partners in"))
    b_picked = forms.CharField(
        label=_("Schools taken by hand"),
        required=False,
        help_text=_("Codes of schools, one a line. Taken in whatever the search says; alone they are the whole side."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lands, regions = place_choices()
        levels = [choice for choice in Level.choices if choice[0] != Level.OTHER]
        anywhere = [
            ("", pgettext_lazy("country", "Any country")),
            (_("Countries"), countries()),
            (pgettext_lazy("condition", "Regions"), regions),
        ]
        for side in ("a", "b"):
            for name, choices in (("countries", lands), ("regions", regions), ("levels", levels), ("seeks", anywhere)):
                self.fields[f"{side}_{name}"].choices = choices

    def clean_a_picked(self) -> tuple[str, ...]:
        return self._codes("a_picked")

    def clean_b_picked(self) -> tuple[str, ...]:
        return self._codes("b_picked")

    def _codes(self, name: str) -> tuple[str, ...]:
        codes = tuple(dict.fromkeys(re.findall(r"[0-9A-Za-z-]+", self.cleaned_data[name].upper())))
        if len(codes) > PICKED_MOST:
            raise forms.ValidationError(_("Take at most %(most)d schools by hand.") % {"most": PICKED_MOST})
        return codes

    def pool(self, side: str, *, in_care: bool) -> PoolFilter:
        """What stands in the valid fields of a side; what is not valid asks for nothing."""
        said = getattr(self, "cleaned_data", {})
        return PoolFilter(
            countries=tuple(said.get(f"{side}_countries", ())),
            regions=tuple(said.get(f"{side}_regions", ())),
            levels=tuple(said.get(f"{side}_levels", ())),
            seeks=said.get(f"{side}_seeks", ""),
            picked=tuple(said.get(f"{side}_picked", ())),
            in_care=in_care,
        )

    def both_sides(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The bound fields of each side by their plain name, for the template."""
        first, second = (
            {name: self[f"{side}_{name}"] for name in ("countries", "regions", "levels", "seeks", "picked")}
            for side in ("a", "b")
        )
        return first, second


class BeginForm(PoolFields):
    """A new round."""

    name = forms.CharField(
        label=_("Name of the round"),
        max_length=NAME_MOST,
        help_text=_("Schools read it in every letter, such as “Online with Shizuoka, spring 2027”."),
    )
    office = forms.ChoiceField(label=_("For which office"))
    kind = forms.ChoiceField(
        label=_("Kind of exchange"),
        choices=ExchangeKind.choices,
        help_text=_("As the first side wishes it; for a visit the second side is who welcomes, or who comes."),
    )
    period_from = _day(_("First day"))
    period_to = _day(_("Last day"))
    field_order = ("name", "office", "kind", "period_from", "period_to")

    def __init__(self, *args: Any, offices: list[Organization], **kwargs: Any) -> None:
        year = AcademicYear.of(timezone.localdate(), alliance().academic_year_start_month)
        initial: Mapping[str, Any] = {
            "kind": ExchangeKind.CULTURAL,
            "period_from": timezone.localdate(),
            "period_to": year.last,
        }
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [(office.code, office.name) for office in offices]
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()
            self.fields["office"].initial = offices[0].code


def pool_initial(stored_a: Mapping[str, Any], stored_b: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields of PoolFields begin with, from what a round has stored."""
    found: dict[str, Any] = {}
    for side, stored in (("a", stored_a), ("b", stored_b)):
        for name in ("countries", "regions", "levels", "seeks"):
            found[f"{side}_{name}"] = stored.get(name, "")
        found[f"{side}_picked"] = "\n".join(stored.get("picked", ()))
    return found


class AnnounceForm(forms.Form):
    reply_by = _day(_("Last day to answer"), help_text=_("A reminder goes out some days before it."))
    letter = forms.CharField(
        label=_("Your words to the schools"),
        required=False,
        max_length=LETTER_MOST,
        help_text=_("Stands in every letter as you write it. No names of pupils."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DeclinePairForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=DeclineReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("A word to the other school"),
        required=False,
        max_length=TEXT_MOST["answer_note"],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
