"""When the school is closed: its own closed times over the typical calendar of its place."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mado.accounts.services import drop_draft, keep_draft
from mado.directory.models import Organization
from mado.kernel.errors import BadInput
from mado.profiles.calendar_rows import calendar_rows
from mado.profiles.queries import profile_of
from mado.profiles.services import (
    add_closed_span,
    change_profile,
    make_profile,
    remove_closed_span,
    take_typical_breaks,
)
from mado.profiles.web.asking import my_organization
from mado.profiles.web.forms.profile import ClosedSpanForm
from mado.profiles.web.saving import Saving, keep_typed, not_kept, shown_form
from mado.profiles.wording import span_text
from mado.reference.calendars import load_calendars
from mado.reference.engine.inheritance import stretches
from mado.reference.enums import SpanKind
from mado.reference.typical import default_language

_YEAR = dt.timedelta(days=365)


def _saving(organization: Organization) -> Saving:
    """The form to add a closed time: what is typed waits in the draft until it is added."""

    def build(data: Any = None, *, relaxed: bool = False) -> ClosedSpanForm:
        return ClosedSpanForm(data, relaxed=relaxed)

    return Saving(f"profile:{organization.code.lower()}:calendar", build, lambda _form, _values: None, live=False)


def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """GET shows the year; POST says whether the list of breaks is complete."""
    organization = my_organization(request, code)
    if request.method == "POST":
        profile = make_profile(organization=organization, actor=request.user)
        confirmed = request.POST.get("calendar_confirmed") == "yes"
        change_profile(profile=profile, actor=request.user, changes={"calendar_confirmed": confirmed})
        messages.success(
            request,
            _("Your own calendar is used from now on.") if confirmed else _("The typical calendar is used again, too."),
        )
        return redirect("profiles:calendar", code=organization.code)
    form, has_draft = shown_form(request, _saving(organization))
    return _page(request, organization, form, has_draft=has_draft)


def _page(
    request: HttpRequest,
    organization: Organization,
    form: ClosedSpanForm,
    *,
    has_draft: bool = False,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    profile = profile_of(organization)
    place = (organization.country, organization.region)
    days = load_calendars([place], today, today + _YEAR).days(*place)
    rows = calendar_rows(stretches(days), default_language(organization.country))
    spans = profile.closed_spans.all() if profile.pk else []
    context = {
        "organization": organization,
        "profile": profile,
        "form": form,
        "has_draft": has_draft,
        "spans": [{"span": span, "dates": span_text(span.first, span.last)} for span in spans],
        "breaks": [row for row in rows if row.kind != SpanKind.HOLIDAY.label],
        "holidays": [row for row in rows if row.kind == SpanKind.HOLIDAY.label],
    }
    return render(request, "profiles/calendar.html", context, status=status)


@require_POST
def calendar_add(request: HttpRequest, code: str) -> HttpResponse:
    organization = my_organization(request, code)
    saving = _saving(organization)
    if request.headers.get("X-Autosave"):
        return _keep_typed(request, saving)
    if "clear" in request.POST:
        drop_draft(user=request.user, key=saving.key)
        return redirect(reverse("profiles:calendar", args=[code]) + "#add")
    form = saving.build(data=request.POST)
    if form.is_valid():
        profile = make_profile(organization=organization, actor=request.user)
        try:
            add_closed_span(profile=profile, actor=request.user, **form.cleaned_data)
        except BadInput as problem:
            form.add_problems({name: str(sentence) for name, sentence in problem.sentences.items()})
        else:
            drop_draft(user=request.user, key=saving.key)
            return redirect(reverse("profiles:calendar", args=[code]) + "#own")
    keep_typed(request, saving, form.typed())
    return _page(request, organization, form, status=422)


def _keep_typed(request: HttpRequest, saving: Saving) -> HttpResponse:
    form = saving.build(data=request.POST, relaxed=True)
    if sentence := keep_typed(request, saving, form.typed()):
        return not_kept(sentence)
    return JsonResponse({"saved": True, "message": _("Kept for you. Press Add to put it into the calendar.")})


@require_POST
def calendar_remove(request: HttpRequest, code: str, span: int) -> HttpResponse:
    """Take a closed time out; its dates wait in the form below, so that it can be added again."""
    organization = my_organization(request, code)
    profile = profile_of(organization)
    if profile.pk is None:
        raise Http404
    found = get_object_or_404(profile.closed_spans.all(), pk=span)
    typed = {"kind": found.kind, "name": found.name, "first": str(found.first), "last": str(found.last)}
    remove_closed_span(span=found, actor=request.user)
    keep_draft(user=request.user, key=_saving(organization).key, data=typed)
    messages.success(request, _("Removed. Its dates stand in the form below: press Add to take it back."))
    return redirect(reverse("profiles:calendar", args=[code]) + "#own")


@require_POST
def calendar_typical(request: HttpRequest, code: str) -> HttpResponse:
    organization = my_organization(request, code)
    profile = make_profile(organization=organization, actor=request.user)
    added = take_typical_breaks(profile=profile, actor=request.user)
    sentence = ngettext("%(count)d break was copied.", "%(count)d breaks were copied.", added) % {"count": added}
    messages.success(request, sentence)
    return redirect(reverse("profiles:calendar", args=[code]) + "#own")
