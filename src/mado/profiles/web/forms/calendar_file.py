"""A school's own calendar file: the file and what its days are, then which of them to take."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mado.profiles.enums import ClosedKind


class CalendarFileForm(forms.Form):
    """What cannot be read the reader says; the form only carries it."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("Calendar file"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=_("An .ics file, up to 1 MB. Every calendar program can export one. The file is not kept."),
        error_messages={"required": _("Choose the .ics file your calendar program has exported.")},
    )
    kind = forms.ChoiceField(
        label=_("What kind of days"),
        choices=ClosedKind.choices,
        initial=ClosedKind.BREAK,
        help_text=_("You can change it for each entry before anything is added."),
    )


class TakeForm(forms.Form):
    """One tick and one kind for each entry found, by its place in the list. `closed`: places that cannot be taken."""

    use_required_attribute = False

    def __init__(
        self, labels: Sequence[str], *args: Any, closed: frozenset[int] = frozenset(), kind: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = [place for place in range(len(labels)) if place not in closed]
        for place in self.places:
            self.fields[f"take-{place}"] = forms.BooleanField(label=labels[place], required=False, initial=True)
            self.fields[f"kind-{place}"] = forms.ChoiceField(
                label=_("What kind of days"), choices=ClosedKind.choices, initial=kind or ClosedKind.BREAK
            )

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.taken:
            self.add_error(None, _("Tick at least one entry, or drop what was read."))
        return self.cleaned_data

    @property
    def taken(self) -> list[tuple[int, str]]:
        """(place, kind) of the ticked entries."""
        said = self.cleaned_data
        return [(place, said[f"kind-{place}"]) for place in self.places if said.get(f"take-{place}")]
