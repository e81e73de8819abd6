"""Where the search finds nothing: the way to a person who looks by hand."""

from urllib.parse import parse_qs, urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mado.accounts.queries import seats_of
from mado.desks.enums import CaseKind
from mado.directory.contributions import HelpLink, register_help_link
from mado.reference.places import country_name


def ask_the_office(request: HttpRequest, query: str) -> HelpLink:
    """With a seat: a case for a partner by hand, with the words of the search. Otherwise the public form."""
    if not seats_of(request.user):
        return HelpLink(_("Ask a question"), reverse("desks:enquire"))
    asked = parse_qs(query)
    words = [*asked.get("q", []), *(country_name(code) for code in asked.get("country", []))]
    parts = {"kind": CaseKind.MANUAL_MATCH.value, "q": " · ".join(words)}
    return HelpLink(_("Ask the office to look by hand"), f"{reverse('desks:case_new')}?{urlencode(parts)}")


register_help_link(ask_the_office)
