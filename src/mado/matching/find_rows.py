"""In lists of schools: how well each fits what the reader's school looks for, and those that fit best first."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mado.accounts.queries import seats_of
from mado.directory.contributions import Rank, register_ranking, register_row_notes
from mado.directory.models import Organization
from mado.kernel.once import Keys
from mado.matching.queries.recommendations import fits_of, ranked, wishes_to_recommend
from mado.matching.wording import fit_text

RANKED_MOST = 400


def fit_notes(request: HttpRequest, organizations: Sequence[Organization], _keys: Keys) -> Mapping[int, SafeString]:
    """For who acts for a school with an open wish: "Fits you: 87 of 100", linked to its parts. A fixed number of queries."""
    own = [seat.organization_id for seat in seats_of(request.user)]
    wishes = wishes_to_recommend(own) if own else []
    found = fits_of(wishes, [one.pk for one in organizations if one.pk not in own])
    codes = {one.pk: one.code for one in organizations}
    return {
        pk: format_html(
            '<a href="{}">{}</a>',
            reverse("matching:fit", kwargs={"wish": fit.wish.code, "code": codes[pk]}),
            fit_text(fit.percent),
        )
        for pk, fit in found.items()
    }


def best_first(request: HttpRequest) -> Rank | None:
    """The order of a list of schools for who acts for a school with an open wish."""
    own = [seat.organization_id for seat in seats_of(request.user)]
    wishes = wishes_to_recommend(own) if own else []
    return (lambda: ranked(wishes, most=RANKED_MOST)) if wishes else None


register_row_notes(fit_notes)
register_ranking(best_first)
