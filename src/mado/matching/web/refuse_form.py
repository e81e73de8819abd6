from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mado.matching.enums import RefusalReason
from mado.matching.lessons import CONDITIONS, conditions_from
from mado.matching.queries.recommendations import Pair
from mado.matching.web.shown import refusal_words


class RefuseForm(forms.Form):
    """Why a school is not for us. Each choice says what follows from it; the service checks it again."""

    reason = forms.ChoiceField(
        label=_("Why is this school not for you?"),
        widget=forms.RadioSelect,
        help_text=_("The school is not told. What follows stands on your page, and you can undo it."),
        error_messages={"required": _("Choose why this school is not for you. It helps to find better ones.")},
    )

    def __init__(self, data: Any = None, *, pair: Pair) -> None:
        super().__init__(data)
        self._values = conditions_from(pair.asking.wish, pair.school, pair.wish)
        weighed = [one for one in RefusalReason if one not in CONDITIONS]
        reasons = [*(RefusalReason(reason) for reason in self._values), *weighed]
        self.fields["reason"].choices = [(one.value, one.label) for one in reasons]
        self.hints = {reason: refusal_words(reason, value) for reason, value in self._values.items()}

    @property
    def conditions(self) -> list[dict[str, Any]]:
        """The choices that become a condition, with what follows from each."""
        boxes = [box for box in self["reason"].subwidgets if box.data["value"] in self._values]
        return [{"box": box, "hint": self.hints[str(box.data["value"])]} for box in boxes]

    @property
    def weights(self) -> list[Any]:
        """The choices that make a part of the number count more."""
        return [box for box in self["reason"].subwidgets if box.data["value"] not in self._values]

    @property
    def chosen(self) -> tuple[str, str]:
        """(reason, value) as the service takes them."""
        reason = self.cleaned_data["reason"]
        return reason, self._values.get(reason, "")
