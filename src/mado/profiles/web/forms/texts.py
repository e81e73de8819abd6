"""The texts of a profile or a wish in one further language, beside their originals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from mado.profiles.enums import TextOrigin
from mado.profiles.models import ProfileText, SchoolProfile, Wish
from mado.profiles.queries import digest_of, text_fields
from mado.profiles.web.forms.base import SectionForm


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text for the template: original, its translation's field, and what is to be said of it."""

    title: Any
    original: str
    field: forms.BoundField
    checked: forms.BoundField | None
    is_machine: bool
    is_checked: bool
    is_outdated: bool


class TextsForm(SectionForm):
    """One box per text that is written; a tick under each that a machine wrote."""

    def __init__(
        self,
        *args: Any,
        thing: SchoolProfile | Wish,
        language: str,
        standing: Mapping[str, ProfileText],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.thing, self.standing = thing, standing
        self.names = [name for name in text_fields(thing) if getattr(thing, name)]
        for name in self.names:
            row = standing.get(name)
            long = isinstance(thing._meta.get_field(name), models.TextField)  # noqa: SLF001  # Django's public API
            self.fields[name] = forms.CharField(
                label=text_fields(thing)[name],
                required=False,
                initial=row.text if row else "",
                widget=forms.Textarea(attrs={"rows": 4, "lang": language})
                if long
                else forms.TextInput(attrs={"lang": language}),
            )
            if row and row.origin == TextOrigin.MACHINE:
                self.fields[f"checked_{name}"] = forms.BooleanField(
                    label=_("I have read it and it says what we mean"),
                    required=False,
                    initial=row.checked_by_id is not None,
                )

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.good_values[name] for name in self.names if name in self.good_values}

    @property
    def checked(self) -> set[str]:
        return {name for name in self.names if self.cleaned_data.get(f"checked_{name}")}

    @property
    def text_rows(self) -> Iterator[TextRow]:
        for name in self.names:
            row = self.standing.get(name)
            machine = row is not None and row.origin == TextOrigin.MACHINE
            yield TextRow(
                text_fields(self.thing)[name],
                getattr(self.thing, name),
                self[name],
                self[f"checked_{name}"] if machine else None,
                machine,
                row is not None and row.checked_by_id is not None,
                row is not None and row.original_digest not in ("", digest_of(getattr(self.thing, name))),
            )
