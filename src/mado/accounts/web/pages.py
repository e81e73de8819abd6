from typing import Any

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import override


def redirect_in_language(view: str, language: str, **kwargs: Any) -> HttpResponseRedirect:
    """To our own page in that language; a page under i18n_patterns has one address per language."""
    with override(language):
        return HttpResponseRedirect(reverse(view, kwargs=kwargs))
