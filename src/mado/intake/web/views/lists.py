"""Lists an office has brought: all of them, a new one, and where one stands."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mado.directory.importing.any_file import BYTES_MOST
from mado.intake import services
from mado.intake.enums import Outcome, UploadState
from mado.intake.models import ListRow, ListUpload
from mado.intake.queries import new_contacts, offices_to_bring_for, problem_rows, uploads_visible_to
from mado.intake.web.forms import UploadForm
from mado.intake.web.upload_limit import LimitedUpload
from mado.intake.workflow import LIST_UPLOAD
from mado.kernel.errors import BadInput

PAGE_ROWS = 20
ROWS_SHOWN = 50


@require_safe
def uploads(request: HttpRequest) -> HttpResponse:
    """What the office has brought so far, newest first."""
    page = Paginator(uploads_visible_to(request.user), PAGE_ROWS).get_page(request.GET.get("page"))
    may_bring = bool(offices_to_bring_for(request.user))
    return render(request, "intake/uploads.html", {"page": page, "may_bring": may_bring})


@csrf_exempt  # the check is made in _upload_new: before it the handler that limits the file has to stand
@require_http_methods(["GET", "HEAD", "POST"])
def upload_new(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        request.upload_handlers.insert(0, LimitedUpload(request))
    return _upload_new(request)


@csrf_protect
def _upload_new(request: HttpRequest) -> HttpResponse:
    offices = offices_to_bring_for(request.user)
    if not offices:
        return render(request, "shell/not_for_you.html", {}, status=403)
    form = UploadForm(request.POST if request.method == "POST" else None, request.FILES or None, offices=offices)
    status = 200
    if request.method == "POST":
        too_large = getattr(request, "list_is_too_large", False)
        if not too_large and form.is_valid() and (code := _take(request, form, offices)):
            return redirect("intake:columns", code=code)
        if too_large:
            form.errors.pop("file", None)
            sentence = _("The file has more than %(most)d MB and was not taken. Split it into parts.")
            form.add_error("file", sentence % {"most": max(BYTES_MOST.values()) >> 20})
        status = 422
    return render(request, "intake/upload_new.html", {"form": form}, status=status)


def _take(request: HttpRequest, form: UploadForm, offices: list[Any]) -> str:
    """The new list's code; "" when the file is refused, with the sentence at the field."""
    office = next(office for office in offices if office.code == form.cleaned_data["office"])
    file = form.cleaned_data["file"]
    try:
        return services.take_upload(office=office, actor=request.user, file=file, name=file.name).code
    except BadInput as problem:
        form.add_error("file", " ".join(str(sentence) for sentence in problem.sentences.values()))
        return ""


@require_safe
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Where the list stands: led on to the step that is to be done, or how far the work is, or what came of it."""
    found = get_object_or_404(uploads_visible_to(request.user), code=code)
    if found.state == UploadState.UPLOADED:
        return redirect("intake:columns", code=code)
    if found.state == UploadState.PREVIEWED:
        return redirect("intake:preview", code=code)
    return render(request, "intake/upload.html", _upload_context(request, found))


def _upload_context(request: HttpRequest, found: ListUpload) -> dict[str, Any]:
    shown = request.GET.get("show", "")
    outcome = shown if shown in Outcome.values and shown else ""
    rows = _rows(found, outcome) if found.emptied_at is None and not found.is_working else ListRow.objects.none()
    return {
        "upload": found,
        "percent": _percent(found),
        "moves": {one.move.name: one for one in LIST_UPLOAD.available(found, request.user)},
        "page": Paginator(rows, ROWS_SHOWN).get_page(request.GET.get("page")),
        "outcomes": [(value, Outcome(value).label, count) for value, count in _counts(found) if count],
        "shown": outcome,
        "has_problems": found.emptied_at is None and problem_rows(found).exists(),
        "to_invite": new_contacts(found).filter(invited_at=None).count() if found.state == UploadState.DONE else 0,
    }


def _counts(found: ListUpload) -> list[tuple[str, int]]:
    if found.state == UploadState.UNDONE:
        return [(Outcome.REMOVED, found.removed), (Outcome.RESTORED, found.restored), (Outcome.KEPT, found.kept)]
    return [
        (Outcome.CREATED, found.created),
        (Outcome.CHANGED, found.changed),
        (Outcome.OVERTAKEN, found.overtaken),
    ]


def _rows(found: ListUpload, outcome: str) -> QuerySet[ListRow]:
    rows = ListRow.objects.filter(upload=found).select_related("organization").order_by("line")
    return rows.filter(outcome=outcome) if outcome else rows.exclude(outcome="")


def _percent(found: ListUpload) -> int:
    return min(100, found.work_done * 100 // found.work_total) if found.work_total else 0


@require_safe
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """How far the work is: the part of the page that htmx asks for every second. Without JavaScript one reloads the page."""
    found = get_object_or_404(uploads_visible_to(request.user), code=code)
    response = render(request, "intake/progress.html", {"upload": found, "percent": _percent(found)})
    if not found.is_working:
        response["HX-Redirect"] = reverse("intake:upload", kwargs={"code": code})
    return response


@require_POST
def upload_move(request: HttpRequest, code: str, move: str) -> HttpResponse:
    """Write, go on, take back, give up."""
    found = get_object_or_404(uploads_visible_to(request.user), code=code)
    doers = {
        "run": services.run_upload,
        "resume": services.resume_upload,
        "undo": services.undo_upload,
        "abandon": services.abandon_upload,
    }
    if move not in doers:
        raise Http404
    doers[move](upload=found, actor=request.user)
    if move == "abandon":
        messages.success(request, _("The list is given up; its file and rows are deleted."))
        return redirect("intake:uploads")
    return redirect("intake:upload", code=code)
