"""Entries of a place's calendar, and its usual school day."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mado.profiles.input_rules import bell_problems
from mado.profiles.web.forms.base import SectionForm, date_field, time_field
from mado.profiles.wording import weekday_name
from mado.reference.enums import SpanKind


class CalendarSpanForm(SectionForm):
    kind = forms.ChoiceField(label=_("What kind of days"), choices=SpanKind.choices, initial=SpanKind.BREAK)
    name = forms.CharField(
        label=_("What it is called there"),
        required=False,
        max_length=120,
        help_text=_("Left empty, the usual word for it is shown in the reader's language."),
    )
    first = date_field(_("First day"))
    last = date_field(_("Last day"), help_text=_("The same day for an entry of one day."))


class PlaceBellsForm(SectionForm):
    """Bell times of each weekday; both empty means no school on that day."""

    def __init__(self, *args: Any, bells: dict[int, tuple[dt.time, dt.time]], **kwargs: Any) -> None:
        initial = {}
        for weekday, (start, end) in bells.items():
            initial[f"day_{weekday}_start"], initial[f"day_{weekday}_end"] = start, end
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        for weekday in range(1, 8):
            self.fields[f"day_{weekday}_start"] = time_field(_("%(day)s, first bell") % {"day": weekday_name(weekday)})
            self.fields[f"day_{weekday}_end"] = time_field(_("%(day)s, end") % {"day": weekday_name(weekday)})

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            self.add_problems(bell_problems(self._times()))
        return self.cleaned_data

    def _times(self) -> dict[int, tuple[dt.time | None, dt.time | None]]:
        data = self.cleaned_data
        return {day: (data.get(f"day_{day}_start"), data.get(f"day_{day}_end")) for day in range(1, 8)}

    @property
    def bells(self) -> dict[int, tuple[dt.time, dt.time]]:
        return {day: (start, end) for day, (start, end) in self._times().items() if start and end}

    @property
    def weekdays(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Rows for the template: name of the day and its two fields."""
        for weekday in range(1, 8):
            yield weekday_name(weekday), self[f"day_{weekday}_start"], self[f"day_{weekday}_end"]
