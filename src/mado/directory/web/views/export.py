from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mado.directory.asking import read_request
from mado.directory.web.exporting import COLUMNS, export_rows, found_ids
from mado.kernel.export import FORMS, export_response


@require_safe
def find_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The whole answer to a search as CSV, XLSX or JSON; the address asks as the Find page's does."""
    if form not in FORMS:
        raise Http404
    header = list(COLUMNS) if form == "json" else [str(title) for title in COLUMNS.values()]
    rows = export_rows(found_ids(read_request(request.GET)))
    return export_response(form, name="mado-schools", title=_("Schools"), header=header, rows=rows)
