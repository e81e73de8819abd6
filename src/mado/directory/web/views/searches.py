"""Saved searches of the signed-in person, and the page behind the stop link of their mails."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mado.directory.asking import read_request
from mado.directory.enums import Cadence
from mado.directory.models import SavedSearch
from mado.directory.queries import saved_searches_visible_to
from mado.directory.services import saved_searches as services
from mado.directory.web.choices import chips_for
from mado.directory.web.forms import SearchForm
from mado.kernel.errors import BadInput

MOST_BINNED = 10


@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """My searches, newest first, and those deleted lately."""
    rows = list(saved_searches_visible_to(request.user))
    return render(request, "directory/searches.html", _context(request, rows))


def _context(request: HttpRequest, rows: list[SavedSearch]) -> dict[str, Any]:
    binned = sorted((row for row in rows if row.deleted_at), key=lambda row: row.deleted_at, reverse=True)  # type: ignore[return-value]  # only those with a date
    just = request.GET.get("deleted", "")
    return {
        "rows": [{"search": row, "words": words_of(row.query)} for row in rows if not row.deleted_at],
        "binned": binned[:MOST_BINNED],
        "just_deleted": next((row for row in binned if str(row.pk) == just), None),
        "cadences": Cadence.choices,
        "days": services.BIN_DAYS,
    }


def words_of(query: str) -> list[str]:
    """What is asked, as the chips of the Find page say it; one query for a search of distances."""
    asked = read_request(QueryDict(query))
    text = [_("“%(text)s”") % {"text": asked.q}] if asked.q else []
    return [*text, *(str(chip.label) for chip in chips_for(asked))]


@require_http_methods(["GET", "HEAD", "POST"])
def search_save(request: HttpRequest) -> HttpResponse:
    """Keep the search of the address under a name."""
    query = services.normalised(request.GET.urlencode())
    words = words_of(query)
    initial = {"name": " · ".join(words)[: services.LONGEST_NAME] or _("All schools"), "cadence": Cadence.DAILY}
    form = SearchForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_search(owner=request.user, query=query, actor=request.user, **form.cleaned_data)
        except BadInput as problem:
            _add_sentences(form, problem)
        else:
            messages.success(request, _("The search is saved."))
            return redirect("directory:searches")
    context = {"form": form, "query": query, "words": words}
    return render(request, "directory/search_save.html", context, status=422 if form.errors else 200)


def _add_sentences(form: SearchForm, problem: BadInput) -> None:
    for field, sentence in problem.sentences.items():
        form.add_error(field or None, str(sentence))


@require_safe
def search(request: HttpRequest, pk: int) -> HttpResponse:
    """Its result as it is now; from here on what was new is seen."""
    row = get_object_or_404(saved_searches_visible_to(request.user), pk=pk)
    services.look_at_search(search=row, actor=request.user)
    return redirect(f"{reverse('directory:find')}?{row.query}")


@require_POST
def search_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Change, delete, restore."""
    row = get_object_or_404(saved_searches_visible_to(request.user), pk=pk)
    if move == "delete":
        services.delete_search(search=row, actor=request.user)
        return redirect(f"{reverse('directory:searches')}?deleted={row.pk}")
    if move == "restore":
        services.restore_search(search=row, actor=request.user)
        messages.success(request, _("The search is back."))
        return redirect("directory:searches")
    if move != "change":
        raise Http404
    try:
        name, cadence = request.POST.get("name", ""), request.POST.get("cadence", "")
        services.change_search(search=row, actor=request.user, name=name, cadence=cadence)
    except BadInput as problem:
        rows = list(saved_searches_visible_to(request.user))
        context = _context(request, rows) | {
            "wrong": row.pk,
            "typed": name,
            "sentences": list(problem.sentences.values()),
        }
        return render(request, "directory/searches.html", context, status=422)
    messages.success(request, _("Saved."))
    return redirect("directory:searches")


@require_http_methods(["GET", "HEAD", "POST"])
def search_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link of a mail: one button ends the mails of one search, without signing in."""
    row = services.search_of_token(token)
    if row is None:
        raise Http404
    if request.method == "POST":
        services.stop_mails(search=row)
        row.cadence = Cadence.NEVER
    stopped = row.cadence == Cadence.NEVER or row.deleted_at is not None
    return render(request, "directory/search_stop.html", {"search": row, "stopped": stopped})
