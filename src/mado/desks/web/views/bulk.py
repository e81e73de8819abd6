"""Bulk deeds: chosen rows, what is needed, who will be written to; only then done."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

import mado.desks.sections  # noqa: F401  # fills the registry of sources
from mado.desks.services.lists import Done
from mado.desks.sources import work_source
from mado.desks.web.deeds import DEEDS, Deed
from mado.desks.web.forms import add_sentences
from mado.kernel.errors import BadInput

CHOSEN_MOST = 200


@require_POST
def work_bulk(request: HttpRequest, deed: str) -> HttpResponse:
    """First the preview with everybody who will be written to, then, with step=do, the deed."""
    if deed not in DEEDS:
        raise Http404
    if not request.user.has_perm("desks.use_work_list"):
        raise PermissionDenied
    wanted = DEEDS[deed]
    things = _chosen(request, wanted)
    if not things:
        messages.warning(request, _("Choose at least one line."))
        return redirect(f"{reverse('desks:work_list')}?section={wanted.section}")
    step = request.POST.get("step", "")
    form = wanted.form(request.user, request.POST if step else None)
    answered = bool(step) and form.is_valid()
    if answered and step == "do":
        try:
            _tell(request, wanted.do(things, request.user, form.cleaned_data))
        except BadInput as problem:
            add_sentences(form, problem)
        else:
            return redirect(f"{reverse('desks:work_list')}?section={wanted.section}")
    return _preview(request, wanted, things, form)


def _chosen(request: HttpRequest, wanted: Deed) -> list[Any]:
    """Chosen rows that are in this person's list now; others are passed over."""
    ids = [int(text) for text in request.POST.getlist("row") if text.isascii() and text.isdigit() and len(text) < 18]
    source = work_source(wanted.section)
    return list(source.rows(request.user).filter(pk__in=ids[:CHOSEN_MOST]).order_by("pk")) if source else []


def _preview(request: HttpRequest, wanted: Deed, things: list[Any], form: Any) -> HttpResponse:
    answers = getattr(form, "cleaned_data", {}) if form.is_bound else {}
    source = work_source(wanted.section)
    lines = []
    for thing in things if source else ():
        obstacle = wanted.obstacle(thing, request.user)
        letters = [] if obstacle else wanted.letters(thing, request.user, answers)
        lines.append({"row": source.as_row(thing), "letters": letters, "obstacle": obstacle})
    people = {person.email for line in lines for person in line["letters"]}
    context = {
        "deed": wanted,
        "source": source,
        "lines": lines,
        "form": form,
        "letters": sum(len(line["letters"]) for line in lines),
        "people": len(people),
        "ready": (form.is_bound and form.is_valid()) or wanted.key == "ask_after",
    }
    return render(request, "desks/work_bulk.html", context, status=422 if form.is_bound and form.errors else 200)


def _tell(request: HttpRequest, done: Done) -> None:
    if done.codes:
        count = len(done.codes)
        sentence = ngettext("Done for %(count)d line: %(codes)s.", "Done for %(count)d lines: %(codes)s.", count)
        messages.success(request, sentence % {"count": count, "codes": ", ".join(done.codes[:20])})
    for code, why in done.skipped[:20]:
        messages.warning(request, _("%(code)s was left as it is: %(reason)s") % {"code": code, "reason": why})
