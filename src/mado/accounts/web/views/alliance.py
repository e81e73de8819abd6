"""The CEO office's own pages: the alliance's values, and to whom vetting is delegated."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mado.accounts.queries import mandate_changes, mandates, setting_changes, settings_in_force
from mado.accounts.services import change_mandate, change_settings, end_mandate, give_mandate
from mado.accounts.web.sentences import add_sentences
from mado.accounts.web.settings_forms import MandateForm, SettingsForm
from mado.accounts.web.shown_settings import shown_change, shown_kinds, shown_place
from mado.directory.models import Mandate
from mado.kernel.errors import BadInput


def _admit(request: HttpRequest) -> None:
    """Who reads everything may look; to other offices these pages do not exist."""
    if not request.user.has_perm("accounts.view_settings"):
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def alliance_settings(request: HttpRequest) -> HttpResponse:
    """Every value with its unit, its bounds, its usual value, and who changed it last."""
    _admit(request)
    may_change = request.user.has_perm("accounts.change_settings")
    values, defaults = settings_in_force()
    changes = setting_changes()
    form = SettingsForm(
        request.POST if request.method == "POST" else None,
        initial=values,
        defaults=defaults,
        latest={change.key: change for change in reversed(changes)},
        zone=request.user.time_zone,
    )
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        if form.is_valid():
            try:
                changed = change_settings(actor=request.user, changes=form.cleaned_data)
            except BadInput as problem:
                add_sentences(form, problem)
            else:
                messages.success(request, _changed(len(changed)))
                return redirect("accounts:alliance_settings")
    context = {
        "form": form,
        "groups": form.groups(),
        "history": [shown_change(change) for change in changes],
        "may_change": may_change,
    }
    return render(request, "accounts/alliance_settings.html", context, status=422 if form.errors else 200)


def _changed(number: int) -> str:
    if not number:
        return _("Nothing was different, so nothing changed.")
    sentence = ngettext(
        "%(number)d value changed. It holds at once.", "%(number)d values changed. They hold at once.", number
    )
    return sentence % {"number": number}


@require_safe
def office_mandates(request: HttpRequest) -> HttpResponse:
    """To whom care and vetting are given, by place and kind of organisation."""
    _admit(request)
    today = timezone.localdate()
    rows = [
        (row, shown_place(row), shown_kinds(row), row.valid_to is not None and row.valid_to < today)
        for row in mandates()
    ]
    context = {
        "rows": [row for row in rows if not row[3]],
        "past": [row for row in rows if row[3]],
        "may_change": request.user.has_perm("accounts.change_mandate"),
    }
    return render(request, "accounts/office_mandates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mandate_new(request: HttpRequest) -> HttpResponse:
    """Give an office a place."""
    _admit(request)
    if not request.user.has_perm("accounts.change_mandate"):
        raise PermissionDenied
    form = MandateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            give_mandate(office=form.cleaned_data["office"], terms=form.terms(), actor=request.user)
        except BadInput as problem:
            add_sentences(form, problem)
        else:
            messages.success(request, _("The mandate is given. It holds for the next claims."))
            return redirect("accounts:office_mandates")
    return render(request, "accounts/mandate.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def mandate(request: HttpRequest, pk: int) -> HttpResponse:
    """Change or end one mandate; what was done to it stands below."""
    _admit(request)
    found = get_object_or_404(Mandate.objects.select_related("office"), pk=pk)
    may_change = request.user.has_perm("accounts.change_mandate")
    form = MandateForm(request.POST if request.method == "POST" else None, mandate=found)
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        if request.POST.get("deed") == "end":
            end_mandate(mandate=found, actor=request.user)
            messages.success(request, _("The mandate has ended. Open claims keep the office they have."))
            return redirect("accounts:office_mandates")
        if form.is_valid():
            try:
                change_mandate(mandate=found, terms=form.terms(), actor=request.user)
            except BadInput as problem:
                add_sentences(form, problem)
            else:
                messages.success(request, _("Saved."))
                return redirect("accounts:office_mandates")
    context = {
        "form": form,
        "mandate": found,
        "place": shown_place(found),
        "may_change": may_change,
        "history": mandate_changes(found),
        "is_past": found.valid_to is not None and found.valid_to < timezone.localdate(),
    }
    return render(request, "accounts/mandate.html", context, status=422 if form.errors else 200)
