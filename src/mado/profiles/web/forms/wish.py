"""The sections of a wish."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from mado.directory.enums import Level, Sector
from mado.directory.models import Organization
from mado.profiles.enums import (
    ExchangeKind,
    Frequency,
    Interpretation,
    LanguageBand,
    MeetingMode,
    Reciprocity,
    Topic,
    WhoPays,
)
from mado.profiles.enums import WishForm as Form
from mado.profiles.group_rules import SPLIT, asks_girls_and_boys
from mado.profiles.input_rules import WINDOWS_MOST, time_problem, wish_problems
from mado.profiles.models import Wish
from mado.profiles.web.forms.base import SectionForm, date_field, several, time_field
from mado.profiles.wording import weekday_name
from mado.reference.goals import goals
from mado.reference.languages import languages
from mado.reference.places import country_name, regions

_NUMBER = {"invalid": _("Write a whole number.")}
_DIGITS = {"inputmode": "numeric"}


def _number(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, error_messages=_NUMBER, widget=forms.TextInput(attrs=_DIGITS), **more
    )


def _one_of(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    known = [("", _("Not said")), *choices]
    return forms.ChoiceField(label=label, choices=known, required=False, widget=forms.RadioSelect, **more)


def _line(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=most, **more)


def _lines(label: Any, most: int, **more: Any) -> forms.CharField:
    return _line(label, most, widget=forms.Textarea(attrs={"rows": 4}), **more)


class WishForm(SectionForm):
    """A section whose fields are fields of the wish."""

    def __init__(self, *args: Any, wish: Wish, **kwargs: Any) -> None:
        self.wish = wish
        kwargs.setdefault("initial", {name: getattr(wish, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        self.add_problems(wish_problems(self.wish, self.wish_values(self.cleaned_data)))
        return self.cleaned_data

    def wish_values(self, values: dict[str, Any]) -> dict[str, Any]:
        """Of these values, those that are fields of the wish, as it stores them."""
        return {name: value for name, value in values.items() if name in self.base_fields}


class KindForm(WishForm):
    title = forms.CharField(
        label=_("Title of the wish"),
        max_length=160,
        help_text=_("What a colleague abroad sees first, such as “Our towns, our food”."),
    )
    kind = forms.ChoiceField(label=_("What kind of exchange"), choices=ExchangeKind.choices, widget=forms.RadioSelect)
    mode = forms.ChoiceField(label=_("How you would meet"), choices=MeetingMode.choices, widget=forms.RadioSelect)
    always = frozenset({"mode"})


class FormsForm(WishForm):
    forms = several(_("What the two groups would do"), Form.choices, required=False)
    note = _lines(_("What you imagine"), 1000, help_text=_("A few sentences. No pupil's name."))
    alternative_kinds = several(
        _("Other kinds of exchange you would accept"),
        ExchangeKind.choices,
        required=False,
        help_text=_("Your first choice counts first. These let more schools find you."),
    )


def country_choices() -> list[tuple[str, str]]:
    """Countries of which the directory holds schools, by name."""
    codes = Organization.objects.order_by().values_list("country", flat=True).distinct()
    return sorted(((code, country_name(code)) for code in codes), key=lambda row: row[1])


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """A country's regions to tick: those ticked already, and the others."""

    code: str
    country: str
    ticked: list[BoundWidget]
    others: list[BoundWidget]


class WhomForm(WishForm):
    partner_countries = several(
        _("Countries"), (), required=False, help_text=_("Choose none if schools of any country may invite you.")
    )
    partner_regions = several(
        _("Regions"), (), required=False, help_text=_("Choose none in a country to look in the whole of it.")
    )
    partner_levels = several(_("Levels of school"), [c for c in Level.choices if c[0] != Level.OTHER])
    partner_sectors = several(
        _("Public or private"),
        [c for c in Sector.choices if c[0]],
        required=False,
        help_text=_("Choose none if it does not matter."),
    )
    excluded_countries = several(
        _("Countries you leave out this time"),
        (),
        required=False,
        help_text=_("Such as those where you have partners already. Nobody else sees this list."),
    )
    partners_again = forms.BooleanField(
        label=_("Schools you already are partners with may be recommended, too"),
        required=False,
        help_text=_("It takes both sides: a partner is recommended when its own wish says so, too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = country_choices()
        for name in ("partner_countries", "excluded_countries"):
            kept = [(code, country_name(code)) for code in getattr(self.wish, name) if code not in dict(known)]
            self.fields[name].choices = [*known, *kept]
        here = dict(self.fields["partner_countries"].choices)
        self.fields["partner_regions"].choices = [region for country in here for region in regions(country)]

    def clean(self) -> dict[str, Any]:
        """Regions of a country that is no longer chosen are not asked for."""
        chosen = self.cleaned_data.get("partner_countries", ())
        named = self.cleaned_data.get("partner_regions", ())
        self.cleaned_data["partner_regions"] = [region for region in named if region[:2] in chosen]
        return super().clean()

    @property
    def region_groups(self) -> list[RegionGroup]:
        """Of the countries chosen so far those that have regions, in the order of the countries."""
        chosen = self["partner_countries"].value() or ()
        groups: dict[str, RegionGroup] = {}
        for box in self["partner_regions"].subwidgets:
            country = box.data["value"][:2]
            if country in chosen:
                group = groups.setdefault(country, RegionGroup(country, country_name(country), [], []))
                (group.ticked if box.data["selected"] else group.others).append(box)
        return list(groups.values())


class GroupForm(WishForm):
    age_from = forms.IntegerField(
        label=_("Age of the youngest"), error_messages=_NUMBER, widget=forms.TextInput(attrs=_DIGITS)
    )
    age_to = forms.IntegerField(
        label=_("Age of the oldest"), error_messages=_NUMBER, widget=forms.TextInput(attrs=_DIGITS)
    )
    group_size = forms.IntegerField(
        label=_("Pupils of your school who take part"),
        error_messages=_NUMBER,
        widget=forms.TextInput(attrs=_DIGITS),
        help_text=_("Your own group only. A number is enough: Mado keeps no names of pupils."),
    )
    group_girls = _number(
        _("Girls among them"),
        help_text=_(
            "For rooms and host families. Your partners, the offices in care of you and the alliance see the two numbers, nobody else."
        ),
    )
    group_boys = _number(_("Boys among them"))
    groups = _number(_("In how many classes or groups"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_girls_and_boys(self.wish):
            for name in SPLIT:
                del self.fields[name]


class LanguagesForm(WishForm):
    languages = several(_("Languages you can meet in"), languages)
    language_band = forms.ChoiceField(
        label=_("How well your pupils speak the first foreign one"),
        choices=[("", _("Not said")), *LanguageBand.choices],
        required=False,
        help_text=_("Bands of the Common European Framework: A1 beginners, B1 can hold a talk, C1 fluent."),
    )
    partner_language_band = forms.ChoiceField(
        label=_("How well the partner's pupils should speak, at least"),
        choices=[("", _("Not said")), *LanguageBand.choices],
        required=False,
        help_text=_("In the language you meet in. A school that has not said how well its pupils speak still fits."),
    )
    interpretation = _one_of(
        _("Somebody who interprets"),
        Interpretation.choices,
        help_text=_("Say it now: it decides which partners fit, and somebody has to be found in time."),
    )


class TopicsForm(WishForm):
    topics = several(_("Topics"), Topic.choices)
    sdgs = forms.TypedMultipleChoiceField(
        label=_("Sustainable Development Goals"),
        choices=goals,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class GoalsForm(WishForm):
    purpose = _line(_("What for"), 200, help_text=_("In one line, such as “practising spoken English with peers”."))
    aims = _lines(_("What the pupils should learn"), 600)
    outcomes = _lines(
        _("What comes out in the end"),
        600,
        help_text=_("Such as a film of five minutes, an exhibition, a cookery book."),
    )
    evaluation = _lines(
        _("How both sides look back on it"),
        300,
        help_text=_("Such as a few questions to the pupils of both schools, or a talk of the teachers."),
    )


class TermsForm(WishForm):
    reciprocity = _one_of(_("Give and take"), Reciprocity.choices)
    who_pays = _one_of(_("Costs"), WhoPays.choices)
    budget_note = _line(
        _("About costs, in your own words"), 300, help_text=_("Such as a grant you will ask for, and until when.")
    )


class CapacityForm(WishForm):
    partners_wanted = forms.IntegerField(
        label=_("Partners you look for with this wish"),
        error_messages=_NUMBER,
        widget=forms.TextInput(attrs=_DIGITS),
        help_text=_("When you have found so many, no more schools can invite you with this wish."),
    )
    valid_until = date_field(
        _("The wish stands until"),
        help_text=_("After this date it is no longer shown. You can move the date at any time."),
    )
    recommend = forms.BooleanField(
        label=_("Mado may propose this wish to schools that fit"),
        required=False,
        help_text=_("Without the tick it is still found by whoever searches for it."),
    )
    always = frozenset({"partners_wanted"})


class TimesForm(WishForm):
    """Period and weekly times. Rows of weekly times: those that stand, and some empty ones."""

    period_from = date_field(_("From"))
    period_to = date_field(_("Until"))
    weeks = _number(_("How many weeks it would last"))
    frequency = _one_of(_("How often you would meet"), Frequency.choices)
    sessions_wanted = _number(_("How many times you would like to meet"))
    sessions_least = _number(_("How many times at least"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = [(row.weekday, row.start, row.end) for row in self.wish.windows.all()]
        self.rows = min(max(len(standing) + 2, self._rows_typed(), 3), WINDOWS_MOST)
        days = [("", _("No day")), *((str(day), weekday_name(day)) for day in range(1, 8))]
        for place in range(self.rows):
            row = standing[place] if place < len(standing) else ("", None, None)
            self.fields[f"window_{place}_day"] = forms.ChoiceField(
                label=_("Weekday"), choices=days, required=False, initial=str(row[0])
            )
            self.fields[f"window_{place}_start"] = time_field(_("Starts"), initial=row[1])
            self.fields[f"window_{place}_end"] = time_field(_("Ends"), initial=row[2])

    def _rows_typed(self) -> int:
        return sum(f"window_{place}_day" in self.data for place in range(WINDOWS_MOST)) if self.is_bound else 0

    def clean(self) -> dict[str, Any]:
        for place in range(self.rows):
            self._clean_row(f"window_{place}")
        return super().clean()

    def _clean_row(self, name: str) -> None:
        day, start, end = (self.cleaned_data.get(f"{name}_{part}") for part in ("day", "start", "end"))
        if any(f"{name}_{part}" in self.errors for part in ("day", "start", "end")):
            return
        if (start or end) and not day:
            self.add_error(f"{name}_day", _("Choose the weekday of this time, or empty it."))
        elif day and not (start or end):
            self.add_error(f"{name}_start", _("Say from when until when on this day, or choose no day."))
        elif sentence := time_problem(start, end):
            self.add_error(f"{name}_start" if not start else f"{name}_end", sentence)

    @property
    def window_rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        for place in range(self.rows):
            name = f"window_{place}"
            yield self[f"{name}_day"], self[f"{name}_start"], self[f"{name}_end"]

    @property
    def windows(self) -> list[tuple[int, dt.time, dt.time]] | None:
        """The weekly times; None while one of them is not right."""
        if any(name.startswith("window_") for name in self.bad_fields):
            return None
        found = []
        for place in range(self.rows):
            day, start, end = (self.cleaned_data.get(f"window_{place}_{part}") for part in ("day", "start", "end"))
            if day and start and end:
                found.append((int(day), start, end))
        return found

    @property
    def bad_fields(self) -> set[str]:
        """Weekly times are kept or saved all together: a row alone would change places with its neighbours."""
        bad = super().bad_fields
        rows = {name for name in self.fields if name.startswith("window_")}
        return bad | rows if bad & rows else bad
