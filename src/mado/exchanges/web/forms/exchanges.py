from django import forms
from django.utils.translation import gettext_lazy

from mado.exchanges.services.closing import REASON_CHARACTERS_MOST
from mado.exchanges.services.verifying import QUESTION_CHARACTERS_MOST


class EndForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why does it end?"),
        max_length=REASON_CHARACTERS_MOST,
        help_text=gettext_lazy("The other school and the office read this."),
    )


class ReturnForm(forms.Form):
    question = forms.CharField(
        label=gettext_lazy("What do you want to know?"),
        max_length=QUESTION_CHARACTERS_MOST,
        widget=forms.Textarea({"rows": 3}),
    )
