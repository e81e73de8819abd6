"""The report as a form: one pair of numbers per held session, then the whole series."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mado.exchanges.enums import GoOn
from mado.exchanges.models import Report, Session
from mado.exchanges.services import ReportChanges
from mado.exchanges.services.reports import COUNT_MOST, TEXT_CHARACTERS_MOST


def _number(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, required=False, min_value=0, max_value=COUNT_MOST)


def _text(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=TEXT_CHARACTERS_MOST,
        widget=forms.Textarea({"rows": 4}),
    )


class ReportForm(forms.Form):
    """Nothing is required while it is typed: what is missing is said on the page where the answers are checked.

    All fields but the larger group are needed in the end, so they are shown as such: `required` is off only while the
    typed values are read.
    """

    use_required_attribute = False

    pupils = _number(
        gettext_lazy("Different pupils of your school"),
        gettext_lazy("Everyone who took part at least once, counted once: persons, not person-times."),
    )
    adults = _number(gettext_lazy("Different adults of your school"))
    group_size = _number(
        gettext_lazy("Our group became larger: new number of pupils"),
        gettext_lazy("Only if more pupils took part than you said at the start."),
    )
    made = _text(
        gettext_lazy("What was made or done together?"), gettext_lazy("Two or three sentences. No names of pupils.")
    )
    learned = _text(
        gettext_lazy("What did the pupils learn?"), gettext_lazy("Two or three sentences. No names of pupils.")
    )
    go_on = forms.ChoiceField(
        label=gettext_lazy("Would you go on?"), choices=GoOn.choices, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, report: Report, held: list[Session], **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(report), **kwargs)
        self.held = held
        for session in held:
            names = {"number": session.number}
            self.fields[f"count_{session.pk}_pupils"] = _number(_("Pupils present at session %(number)s") % names)
            self.fields[f"count_{session.pk}_adults"] = _number(_("Adults present at session %(number)s") % names)
        if report.side.group_size is None:
            del self.fields["group_size"]

        self._ask_for_all()

    def _ask_for_all(self) -> None:
        for name, field in self.fields.items():
            field.required = name != "group_size"

    def full_clean(self) -> None:
        for field in self.fields.values():
            field.required = False
        super().full_clean()
        self._ask_for_all()

    def count_rows(self) -> list[tuple[Session, forms.BoundField, forms.BoundField]]:
        return [(s, self[f"count_{s.pk}_pupils"], self[f"count_{s.pk}_adults"]) for s in self.held]

    def changes(self) -> ReportChanges:
        """What can be kept: fields that could not be read are left as they are."""
        data = self.cleaned_data
        changes: dict[str, Any] = {
            name: data[name] for name in ("pupils", "adults", "group_size", "made", "learned", "go_on") if name in data
        }
        pairs = {s.pk: (f"count_{s.pk}_pupils", f"count_{s.pk}_adults") for s in self.held}
        changes["counts"] = {
            pk: (data[pupils], data[adults])
            for pk, (pupils, adults) in pairs.items()
            if {pupils, adults} <= data.keys()
        }
        return changes  # type: ignore[return-value]  # built key by key


def _initial(report: Report) -> dict[str, Any]:
    initial: dict[str, Any] = {
        name: getattr(report, name) for name in ("pupils", "adults", "group_size", "made", "learned", "go_on")
    }
    for count in report.counts.all():
        initial[f"count_{count.session_id}_pupils"] = count.pupils
        initial[f"count_{count.session_id}_adults"] = count.adults
    return initial
