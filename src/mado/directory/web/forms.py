from django import forms
from django.utils.translation import gettext_lazy as _

from mado.directory.enums import Cadence
from mado.directory.services.saved_searches import LONGEST_NAME


class SearchForm(forms.Form):
    """A saved search: what it is called and how soon it writes."""

    name = forms.CharField(label=_("Name of the search"), max_length=LONGEST_NAME)
    cadence = forms.ChoiceField(
        label=_("Mails about new schools"),
        choices=Cadence.choices,
        help_text=_("A school is told once, when it is new in the search or has changed so that it fits."),
    )
