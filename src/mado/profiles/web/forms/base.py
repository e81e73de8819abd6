"""A form of one section: strict when it is handed in, relaxed while it is typed."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from mado.profiles.input_rules import TIED_FIELDS, Problems


def date_field(label: Any, **more: Any) -> forms.DateField:
    """A date as browsers send it; the calendar is the browser's own."""
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a day of the calendar.")},
        **more,
    )


def time_field(label: Any, **more: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Write a time from 00:00 to 23:59.")},
        **more,
    )


def several(label: Any, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **more)


class SectionForm(forms.Form):
    """`always`: fields that cannot be empty even in a draft. Relaxed, every other field may still be empty."""

    use_required_attribute = False
    always: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, relaxed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.relaxed = relaxed

    def is_valid(self) -> bool:
        """Relaxed: empty is no error. The labels still say which fields are needed in the end."""
        if not self.relaxed:
            return super().is_valid()
        needed = [field for name, field in self.fields.items() if field.required and name not in self.always]
        for field in needed:
            field.required = False
        try:
            return super().is_valid()
        finally:
            for field in needed:
                field.required = True

    def add_problems(self, problems: Problems) -> None:
        """Sentences of the rules at their fields; what names no field of this form stands on top."""
        for name, sentence in problems.items():
            self.add_error(name if name in self.fields else None, sentence)

    @property
    def bad_fields(self) -> set[str]:
        """Fields that cannot be saved: those with a sentence, and what is tied to them."""
        bad = {name for name in self.errors if name in self.fields}
        for pair in TIED_FIELDS:
            if bad & set(pair):
                bad |= set(pair) & set(self.fields)
        return bad

    @property
    def good_values(self) -> dict[str, Any]:
        bad = self.bad_fields
        return {name: value for name, value in self.cleaned_data.items() if name not in bad}

    def typed(self, names: set[str] | None = None) -> dict[str, list[str]]:
        """What was typed, field by field, as the draft keeps it."""
        data = MultiValueDict(dict(self.data.lists())) if hasattr(self.data, "lists") else MultiValueDict(self.data)
        return {name: data.getlist(name) for name in self.fields if names is None or name in names}

    def as_data(self) -> MultiValueDict[str, str]:
        """The unbound form's values as a browser would send them."""
        found: MultiValueDict[str, str] = MultiValueDict()
        for bound in self:
            widget, value = bound.field.widget, bound.value()
            if isinstance(widget, forms.CheckboxInput):
                found.setlist(bound.name, ["on"] if value else [])
                continue
            shown = widget.format_value(value)
            found.setlist(
                bound.name,
                [str(v) for v in shown] if isinstance(shown, list) else [] if shown is None else [str(shown)],
            )
        return found


Clock = tuple[dt.time | None, dt.time | None]
