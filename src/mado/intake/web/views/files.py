"""Files to take away: the template, and the rows that were not taken."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mado.intake.engine.headings import LANGUAGES
from mado.intake.queries import uploads_visible_to
from mado.intake.taking import header as wish_header
from mado.intake.taking import wish_table
from mado.intake.web.files import problem_header, problem_table, template_header, template_rows
from mado.kernel.export import FORMS as EXPORT_FORMS
from mado.kernel.export import export_response

FORMS = ("xlsx", "csv")


@require_safe
def template(request: HttpRequest, form: str) -> HttpResponseBase:
    """An empty list with one example row; ?language= says in which language its headings are."""
    if form not in FORMS:
        raise Http404
    language = request.GET.get("language", "") or get_language() or "en"
    language = language if language in LANGUAGES else "en"
    header = template_header(language)
    return export_response(form, name=f"mado-list-{language}", title=_("Schools"), header=header, rows=template_rows())


@require_safe
def rejected(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The rows that were not taken, as they were, with the reason in further columns: mend it and bring it again."""
    upload = get_object_or_404(uploads_visible_to(request.user), code=code)
    if form not in FORMS or upload.emptied_at is not None:
        raise Http404
    return export_response(
        form,
        name=f"{upload.code}-to-mend",
        title=_("Rows to mend"),
        header=problem_header(upload),
        rows=problem_table(upload),
    )


@require_safe
def wishes(request: HttpRequest, form: str) -> HttpResponseBase:
    """The wishes of the schools in the person's care, in the columns of a list, as CSV, XLSX or JSON."""
    if form not in EXPORT_FORMS:
        raise Http404
    rows = wish_table(request.user)
    return export_response(form, name="mado-wishes", title=_("Wishes"), header=wish_header(form), rows=rows)
