"""Which column holds what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from mado.accounts.queries import office_appointments_of
from mado.directory.importing.layout import Column
from mado.intake import services
from mado.intake.models import ListUpload
from mado.intake.queries import uploads_visible_to
from mado.intake.services.uploads import columns as columns_of_upload
from mado.intake.web.forms import ColumnsForm, LayoutForm
from mado.intake.workflow import LIST_UPLOAD
from mado.kernel.errors import BadInput


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, code: str) -> HttpResponse:
    """The suggestion, to be changed and sent."""
    upload = get_object_or_404(uploads_visible_to(request.user), code=code)
    if not LIST_UPLOAD.decide(upload, "map"):
        return redirect("intake:upload", code=code)
    found = columns_of_upload(upload)
    form = ColumnsForm(request.POST if request.method == "POST" else None, upload=upload, columns=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.map_upload(upload=upload, actor=request.user, mapping=form.mapping, defaults=form.list_defaults)
        except BadInput as problem:
            for name, sentence in problem.sentences.items():
                form.add_error(name if name in form.fields else None, str(sentence))
        else:
            return redirect("intake:upload", code=code)
    status = 422 if form.errors else 200
    return _page(request, found, (form, LayoutForm(upload=upload)), upload, status)


def _page(
    request: HttpRequest,
    found: list[Column],
    forms: tuple[ColumnsForm, LayoutForm],
    upload: ListUpload,
    status: int,
) -> HttpResponse:
    form, layout = forms
    context = {
        "upload": upload,
        "form": form,
        "layout": layout,
        "sheet": next((one["title"] for one in upload.head if one["sheet"] == upload.sheet), ""),
        "repeated": [column for column in found if column.repeated],
        "may_change": upload.office_id in {row.organization_id for row in office_appointments_of(request.user)},
    }
    return render(request, "intake/columns.html", context, status=status)


@require_POST
def layout_move(request: HttpRequest, code: str) -> HttpResponse:
    """Read the file another way; the columns are suggested anew."""
    upload = get_object_or_404(uploads_visible_to(request.user), code=code)
    layout = LayoutForm(request.POST, upload=upload)
    if layout.is_valid():
        chosen = {"sheet": upload.sheet, "encoding": "", "delimiter": ""} | layout.cleaned_data
        try:
            services.change_layout(upload=upload, actor=request.user, **chosen)
        except BadInput as problem:
            for name, sentence in problem.sentences.items():
                layout.add_error(name if name in layout.fields else None, str(sentence))
        else:
            return redirect("intake:columns", code=code)
    found = columns_of_upload(upload)
    return _page(request, found, (ColumnsForm(upload=upload, columns=found), layout), upload, 422)
