from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mado.directory.importing.any_file import ENCODING_NAMES
from mado.directory.importing.layout import Column
from mado.directory.importing.text_file import DELIMITERS
from mado.directory.models import Organization
from mado.intake.engine.headings import CONTACT, FIELDS, IGNORED, SCHOOL, WISH
from mado.intake.enums import FileForm
from mado.intake.models import ListUpload
from mado.intake.schemes import scheme_choices
from mado.reference.languages import languages
from mado.reference.places import countries, regions

DELIMITER_NAMES = {
    ",": _("Comma ,"),
    ";": _("Semicolon ;"),
    "\t": _("Tab"),
    "|": _("Vertical bar |"),
}
GROUP_NAMES = {
    SCHOOL: _("The school"),
    CONTACT: _("Its people"),
    WISH: _("A wish for an exchange"),
}
SAMPLES_SHOWN = 3
_NO_FILE = _("Choose the file with your schools.")


class UploadForm(forms.Form):
    """The file, and for which office where a person works at several."""

    office = forms.ChoiceField(label=_("For which office"))
    file = forms.FileField(
        label=_("Your list"),
        help_text=_("XLSX up to 20 MB, or CSV up to 64 MB in any usual encoding; at most 200,000 rows."),
        error_messages={
            "required": _NO_FILE,
            "missing": _NO_FILE,
            "empty": _("The file is empty. Choose the file with your schools."),
            "invalid": _("The file did not arrive. Choose it again."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    def __init__(self, *args: Any, offices: list[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        field.choices = [(office.code, office.name) for office in offices]
        if len(offices) == 1:
            field.initial = offices[0].code
            field.widget = forms.HiddenInput()


class LayoutForm(forms.Form):
    """How the file is read: which sheet, where the headings stand, and for text how its bytes are meant."""

    sheet = forms.TypedChoiceField(label=_("Sheet"), coerce=int, required=False, empty_value=0)
    header_line = forms.TypedChoiceField(label=_("Row of the headings"), coerce=int)
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        help_text=_("Choose another when names look broken."),
        choices=list(ENCODING_NAMES.items()),
        required=False,
    )
    delimiter = forms.ChoiceField(
        label=_("Between the cells stands"), choices=[(one, DELIMITER_NAMES[one]) for one in DELIMITERS], required=False
    )

    def __init__(self, *args: Any, upload: ListUpload, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(upload, name) for name in ("sheet", "header_line", "encoding", "delimiter")}
        super().__init__(*args, **kwargs)
        sheets = [(one["sheet"], one["title"]) for one in upload.head]
        rows: list[Any] = next((one["rows"] for one in upload.head if one["sheet"] == upload.sheet), [])
        self.fields["sheet"].choices = sheets
        self.fields["header_line"].choices = [(line, _row_text(line, cells)) for line, cells in rows]
        if upload.form == FileForm.XLSX:
            del self.fields["encoding"], self.fields["delimiter"]
        if len(sheets) < 2:
            del self.fields["sheet"]


def _row_text(line: int, cells: list[str]) -> str:
    text = " · ".join(" ".join(cell.split()) for cell in cells if cell.strip())
    return f"{line}: {text[:80]}"


class ColumnsForm(forms.Form):
    """What each column holds (fields column_0, column_1, …), and what is true of the whole list."""

    country = forms.ChoiceField(
        label=_("Country of schools without one"),
        help_text=_("For rows in which no country stands."),
        required=False,
    )
    region = forms.ChoiceField(
        label=_("Region of schools without one"), help_text=_("For rows in which no region stands."), required=False
    )
    scheme = forms.ChoiceField(
        label=_("Whose codes are the official codes"),
        help_text=_("Schools are recognised by them. Your office's own codes are kept apart from all others."),
    )
    name_language = forms.ChoiceField(
        label=_("Language of the schools’ names"), help_text=_("For rows that do not say it."), required=False
    )

    def __init__(self, *args: Any, upload: ListUpload, columns: list[Column], **kwargs: Any) -> None:
        mapped = {f"column_{index}": key for index, key in upload.mapping.items()}
        kwargs["initial"] = {**upload.defaults, **mapped}
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        choices: list[Any] = [(IGNORED, _("Do not read this column"))]
        for group, title in GROUP_NAMES.items():
            choices.append((title, [(f.key, f.heading(language)) for f in FIELDS if f.group == group]))
        country = (self.data.get("country") if self.is_bound else "") or upload.defaults.get("country", "")
        self._set("country", [("", _("None: every row says it")), *countries()])
        places = regions(country)
        self._set("region", [("", _("None")), *places])
        self._set("scheme", scheme_choices(upload.office))
        self._set("name_language", [("", _("By the country")), *languages()])
        if not places:
            del self.fields["region"]
        for column in columns:
            name = f"column_{column.index}"
            self.fields[name] = forms.ChoiceField(
                label=f"{column.letter} · {column.heading or _('(no heading)')}",
                choices=choices,
                help_text=" · ".join(text[:60] for text in column.samples[:SAMPLES_SHOWN]),
            )

    def _set(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column_")]

    @property
    def mapping(self) -> dict[int, str]:
        """Column index → field as typed, whether or not the whole form is right."""
        chosen = {name: self.data.get(name, IGNORED) for name in self.fields if name.startswith("column_")}
        return {int(name.removeprefix("column_")): key for name, key in chosen.items()}

    @property
    def list_defaults(self) -> dict[str, str]:
        names: list[str] = [name for name in ("country", "region", "scheme", "name_language") if name in self.fields]
        known: dict[str, str] = {name: self.cleaned_data.get(name, "") for name in names}
        if known.get("region") and not known["region"].startswith(f"{known.get('country')}-"):
            known["region"] = ""
        return {"region": "", **known}
