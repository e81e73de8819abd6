"""The sections of a school's profile."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from babel.core import get_global
from django import forms
from django.utils.translation import gettext_lazy as _

from mado.directory.models import Organization
from mado.profiles.enums import ClosedKind
from mado.profiles.input_rules import bell_problems, profile_problems, span_problems
from mado.profiles.models import SchoolProfile
from mado.profiles.queries import language_of, school_days
from mado.profiles.web.forms.base import SectionForm, date_field, time_field
from mado.profiles.wording import weekday_name
from mado.reference.languages import language_name
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
    about_language = forms.ChoiceField(
        label=_("The language you write in"),
        choices=known_languages,
        help_text=_("For all texts of this profile. Other languages have a page of their own."),
    )
    about = forms.CharField(
        label=_("About your school"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=4000,
        help_text=_(
            "What would you tell a colleague abroad in two minutes? Place, pupils, what you are proud of. No pupil's name."
        ),
    )

    def __init__(self, *args: Any, profile: SchoolProfile, **kwargs: Any) -> None:
        super().__init__(*args, profile=profile, **kwargs)
        own = language_of(profile)
        self.initial["about_language"] = own
        field = self.fields["about_language"]
        if own not in dict(field.choices):
            field.choices = [(own, language_name(own)), *field.choices]

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("about_language"):
            self.cleaned_data.pop("about_language", None)
        return super().clean()


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
    """One entry to add to the calendar."""

    kind = forms.ChoiceField(label=_("What kind of days"), choices=ClosedKind.choices)
    name = forms.CharField(label=_("What you call it"), required=False, max_length=120)
    first = date_field(_("First day"))
    last = date_field(_("Last day"))

    def clean(self) -> dict[str, Any]:
        if {"first", "last"} <= set(self.cleaned_data) and self.cleaned_data["first"] and self.cleaned_data["last"]:
            self.add_problems(span_problems(self.cleaned_data["first"], self.cleaned_data["last"]))
        return self.cleaned_data
