from django import forms
from django.utils.translation import gettext_lazy as _


class SignUpForm(forms.Form):
    """allauth's sign-up plus the name a partner will read."""

    name = forms.CharField(label=_("Your name"), max_length=120)

    def signup(self, request, user) -> None:  # noqa: ANN001
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
