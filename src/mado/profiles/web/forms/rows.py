"""Lists that grow row by row: rows that stand and some empty ones; saved all together or not at all."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mado.profiles.enums import LanguageBand, SchoolTie
from mado.profiles.models import SchoolProfile
from mado.profiles.row_rules import (
    ROWS_MOST,
    AwardRow,
    RowProblems,
    SisterRow,
    TaughtRow,
    award_problems,
    sister_problems,
    taught_problems,
)
from mado.profiles.web.forms.base import SectionForm
from mado.reference.languages import languages
from mado.reference.places import countries

_DIGITS = {"inputmode": "numeric"}
_NUMBER = {"invalid": _("Write a whole number.")}


class RowsForm(SectionForm):
    """`row_type` is the tuple of one row; `values` makes its fields; a row in which nothing stands is left out."""

    row_type: ClassVar[type[Any]]
    relation: ClassVar[str]
    problems_of: ClassVar[Callable[[Sequence[Any]], RowProblems]]
    legend: ClassVar[str | Promise]

    def __init__(self, *args: Any, profile: SchoolProfile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = self.row_type._fields
        standing = list(getattr(profile, self.relation).all()) if profile.pk else []
        self.count = min(max(len(standing) + 2, self._rows_typed(), 3), ROWS_MOST)
        for place in range(self.count):
            for name, field in self.values().items():
                field.initial = getattr(standing[place], name) if place < len(standing) else None
                self.fields[f"row_{place}_{name}"] = field
        self.names = names

    def values(self) -> dict[str, forms.Field]:
        raise TypeError("a list says what its rows hold")

    def _rows_typed(self) -> int:
        first = self.row_type._fields[0]
        return sum(f"row_{place}_{first}" in self.data for place in range(ROWS_MOST)) if self.is_bound else 0

    def _typed_rows(self) -> list[tuple[int, Any]]:
        found = []
        for place in range(self.count):
            values = {name: self.cleaned_data.get(f"row_{place}_{name}") for name in self.names}
            if any(value not in (None, "") for value in values.values()):
                found.append((place, self.row_type(**values)))
        return found

    def clean(self) -> dict[str, Any]:
        rows = self._typed_rows()
        broken = {name.split("_")[1] for name in self.errors if name.startswith("row_")}
        for (number, name), sentence in type(self).problems_of([row for _place, row in rows]).items():
            place = rows[number][0] if number < len(rows) else 0
            if str(place) not in broken:
                self.add_error(f"row_{place}_{name}" if name else None, sentence)
        return self.cleaned_data

    @property
    def rows(self) -> list[Any] | None:
        """The rows; None while one of them is not right."""
        return None if self.errors else [row for _place, row in self._typed_rows()]

    @property
    def bad_fields(self) -> set[str]:
        """Rows are kept or saved all together: one alone would change places with its neighbours."""
        return set(self.fields) if self.errors else set()

    @property
    def row_fields(self) -> Iterator[list[forms.BoundField]]:
        for place in range(self.count):
            yield [self[f"row_{place}_{name}"] for name in self.names]


def _year() -> forms.IntegerField:
    return forms.IntegerField(
        label=pgettext_lazy("of an event", "Year"),
        required=False,
        error_messages={"invalid": _("Write the year with four digits, such as 2019.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )


class TaughtForm(RowsForm):
    row_type, relation = TaughtRow, "taught_languages"
    problems_of = staticmethod(taught_problems)
    legend = _("Language")

    def values(self) -> dict[str, forms.Field]:
        return {
            "language": forms.ChoiceField(
                label=_("Language"), choices=[("", _("No language")), *languages()], required=False
            ),
            "years": forms.IntegerField(
                label=_("Years of lessons"),
                required=False,
                error_messages=_NUMBER,
                widget=forms.TextInput(attrs={**_DIGITS, "size": 4}),
            ),
            "band": forms.ChoiceField(
                label=_("Level most reach"), choices=[("", _("Not said")), *LanguageBand.choices], required=False
            ),
        }


class SisterForm(RowsForm):
    row_type, relation = SisterRow, "sister_schools"
    problems_of = staticmethod(sister_problems)
    legend = _("School")

    def values(self) -> dict[str, forms.Field]:
        return {
            "country": forms.ChoiceField(
                label=_("Country"), choices=[("", _("No country")), *countries()], required=False
            ),
            "name": forms.CharField(label=_("Name of the school"), required=False, max_length=160),
            "year": _year(),
            "tie": forms.ChoiceField(
                label=_("What ties you"), choices=[("", _("Not said")), *SchoolTie.choices], required=False
            ),
        }


class AwardsForm(RowsForm):
    row_type, relation = AwardRow, "awards"
    problems_of = staticmethod(award_problems)
    legend = _("Award or label")

    def values(self) -> dict[str, forms.Field]:
        return {
            "title": forms.CharField(label=_("What it is called"), required=False, max_length=160),
            "year": _year(),
        }
