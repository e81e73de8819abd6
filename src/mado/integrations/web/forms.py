import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mado.integrations.enums import EventType


def in_half_a_year() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=180)


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Which program will use it"), max_length=80, help_text=_("For example: our school’s website")
    )
    valid_until = forms.DateField(
        label=_("Valid until"), initial=in_half_a_year, widget=forms.DateInput(attrs={"type": "date"})
    )


class WebhookForm(forms.Form):
    url = forms.CharField(
        label=_("Address of your program"),
        max_length=300,
        help_text=_("Begins with https:// and can be reached from the internet"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    events = forms.MultipleChoiceField(
        label=_("Tell it when"),
        choices=EventType.choices,
        initial=EventType.values,
        widget=forms.CheckboxSelectMultiple,
    )
