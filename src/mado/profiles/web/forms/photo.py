"""The picture of a school: one file, its words, and the promise that comes with it. And its logo, a file alone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def _file(label: Any, help_text: Any) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=help_text,
    )


def _promise() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Nobody under 18 can be recognised in it"),
        required=False,
        help_text=_(
            "Everybody in the world can see this picture. Backs, hands and groups from afar are fine; faces of pupils are not."
        ),
    )


class LogoForm(forms.Form):
    """As below; its words are the school's name."""

    use_required_attribute = False

    logo = _file(
        pgettext_lazy("of a school", "Logo"),
        _("PNG, JPEG or WebP, up to 8 MB. The emblem or the lettering of the school, no photo."),
    )
    nobody_recognisable = _promise()


class PhotoForm(forms.Form):
    """What cannot be taken the service says; the form only carries it."""

    use_required_attribute = False

    photo = _file(
        pgettext_lazy("of a school", "Picture"),
        _("JPEG, PNG or WebP, up to 8 MB. The building, the yard, work on a table, the view from a window."),
    )
    alt = forms.CharField(
        label=_("What can be seen"),
        required=False,
        help_text=_("In a few words, for those who hear this page: “The school gate under banyan trees”."),
    )
    nobody_recognisable = _promise()
