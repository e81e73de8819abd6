"""The sections of a school's profile."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from babel.core import get_global
from django import forms
from django.utils.translation import gettext_lazy as _

from mado.directory.models import Organization
from mado.profiles.enums import ClosedKind, Topic
from mado.profiles.input_rules import bell_problems, profile_problems, span_problems
from mado.profiles.models import SchoolProfile
from mado.profiles.queries import school_days
from mado.profiles.web.forms.base import SectionForm, date_field, several, time_field
from mado.profiles.wording import weekday_name
from mado.reference.languages import languages as known_languages
from mado.reference.places import city_of


class ProfileForm(SectionForm):
    """A section whose fields are fields of the profile."""

    def __init__(self, *args: Any, profile: SchoolProfile, **kwargs: Any) -> None:
        self.profile = profile
        kwargs.setdefault("initial", {name: getattr(profile, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        self.add_problems(profile_problems(self.profile, self.cleaned_data))
        return self.cleaned_data


class AboutForm(ProfileForm):
    about = forms.CharField(
        label=_("About your school, in your own language"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        help_text=_(
            "What would you tell a colleague abroad in two minutes? Place, pupils, what you are proud of. No pupil's name."
        ),
    )
    about_en = forms.CharField(
        label=_("The same in English"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        required=False,
        help_text=_("Partners who do not read your language see this."),
    )
    pupils = forms.IntegerField(
        label=_("Number of pupils"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Write a whole number, such as 420.")},
    )
    class_size = forms.IntegerField(
        label=_("Pupils in a usual class"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Write a whole number, such as 25.")},
    )


class LanguagesForm(ProfileForm):
    languages = several(
        _("Languages you can work in"),
        known_languages,
        help_text=_("Those in which somebody of your staff can write and speak with a partner."),
    )
    languages_taught = several(_("Foreign languages your pupils learn"), known_languages, required=False)
    topics = several(_("Topics you like"), Topic.choices)
    tools = forms.CharField(
        label=_("Video and sharing tools you can use"),
        required=False,
        max_length=200,
        help_text=_("Also say what your school's network blocks. Only schools that take part and offices see this."),
    )


class CapacityForm(ProfileForm):
    open_invitations_most = forms.IntegerField(
        label=_("Open invitations at a time"),
        help_text=_(
            "When so many invitations wait for your answer, nobody else can invite you until you have answered one."
        ),
        error_messages={"invalid": _("Write a whole number, such as 3.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    always = frozenset({"open_invitations_most"})


def zones_of(country: str) -> list[tuple[str, str]]:
    """The country's time zones by city, for schools on another clock than most of their region."""
    return sorted(
        ((zone, city_of(zone)) for zone in get_global("territory_zones").get(country, ())), key=lambda row: row[1]
    )


class DayForm(SectionForm):
    """Bell times of each weekday; both empty means no school on that day. The clock only where the country has several."""

    def __init__(self, *args: Any, profile: SchoolProfile, **kwargs: Any) -> None:
        self.profile = profile
        self.organization: Organization = profile.organization
        days = school_days(self.organization)
        kwargs.setdefault("initial", {**_bell_initial(days.bells), "time_zone": days.zone})
        super().__init__(*args, **kwargs)
        for weekday in range(1, 8):
            self.fields[f"day_{weekday}_start"] = time_field(_("%(day)s, first bell") % {"day": weekday_name(weekday)})
            self.fields[f"day_{weekday}_end"] = time_field(_("%(day)s, end") % {"day": weekday_name(weekday)})
        zones = zones_of(self.organization.country)
        if len(zones) > 1:
            self.fields["time_zone"] = forms.ChoiceField(
                label=_("Whose clock your school keeps"), choices=zones, initial=days.zone
            )
            self.always = frozenset({"time_zone"})

    def clean(self) -> dict[str, Any]:
        clocks = {day: (self.cleaned_data.get(start), self.cleaned_data.get(end)) for day, start, end in _day_fields()}
        if not self.errors:
            self.add_problems(bell_problems(clocks))
        return self.cleaned_data

    @property
    def weekdays(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Rows for the template: name of the day and its two fields."""
        for day, start, end in _day_fields():
            yield weekday_name(day), self[start], self[end]

    @property
    def bells(self) -> dict[int, tuple[dt.time, dt.time]] | None:
        """The bell times; None while those of one day are not right."""
        if self.non_field_errors() or any(name.startswith("day_") for name in self.bad_fields):
            return None
        found = {day: (self.cleaned_data.get(start), self.cleaned_data.get(end)) for day, start, end in _day_fields()}
        return {day: (start, end) for day, (start, end) in found.items() if start and end}

    @property
    def bad_fields(self) -> set[str]:
        """The days are kept or saved all together."""
        bad = super().bad_fields
        days = {name for name in self.fields if name.startswith("day_")}
        return bad | days if bad & days or self.non_field_errors() else bad


def _day_fields() -> Iterator[tuple[int, str, str]]:
    for weekday in range(1, 8):
        yield weekday, f"day_{weekday}_start", f"day_{weekday}_end"


def _bell_initial(bells: Any) -> dict[str, dt.time]:
    found = {}
    for weekday, (start, end) in bells.items():
        found[f"day_{weekday}_start"], found[f"day_{weekday}_end"] = start, end
    return found


class ClosedSpanForm(SectionForm):
    """One closed time to add to the calendar."""

    kind = forms.ChoiceField(label=_("Why"), choices=ClosedKind.choices)
    name = forms.CharField(label=_("What you call it"), required=False, max_length=120)
    first = date_field(_("First day"))
    last = date_field(_("Last day without lessons"))

    def clean(self) -> dict[str, Any]:
        if {"first", "last"} <= set(self.cleaned_data) and self.cleaned_data["first"] and self.cleaned_data["last"]:
            self.add_problems(span_problems(self.cleaned_data["first"], self.cleaned_data["last"]))
        return self.cleaned_data
