"""Closed days from the calendar file a school keeps anyway: read, looked at, ticked, and only then added."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mado.accounts.queries import draft_data
from mado.accounts.services import drop_draft, keep_draft
from mado.directory.models import Organization
from mado.kernel.errors import BadInput
from mado.profiles.calendar_file import CalendarFile, read_calendar_file
from mado.profiles.engine.ics_reading import BYTES_MOST, ReadSpan
from mado.profiles.input_rules import span_problems
from mado.profiles.queries import profile_of
from mado.profiles.services import NewSpan, add_closed_spans, make_profile
from mado.profiles.web.asking import my_organization
from mado.profiles.web.forms.calendar_file import CalendarFileForm, TakeForm
from mado.profiles.wording import span_text


def _key(organization: Organization) -> str:
    return f"profile:{organization.code.lower()}:calendar-file"


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_file(request: HttpRequest, code: str) -> HttpResponse:
    """GET shows what was read and waits, else asks for a file; POST reads one."""
    organization = my_organization(request, code)
    form = CalendarFileForm()
    if request.method == "POST":
        form = CalendarFileForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                # At most one byte more than is allowed is ever read.
                read = read_calendar_file(form.cleaned_data["file"].read(BYTES_MOST + 1), timezone.localdate())
                kept = {"read": read.as_text(), "kind": form.cleaned_data["kind"]}
                keep_draft(user=request.user, key=_key(organization), data=kept)
            except BadInput as problem:
                for name, sentence in problem.sentences.items():
                    form.add_error(name or None, sentence)
            else:
                return redirect("profiles:calendar_file", code=organization.code)
    read, kind = _waiting(request, organization)
    return _page(request, organization, form, read, kind=kind)


def _waiting(request: HttpRequest, organization: Organization) -> tuple[CalendarFile | None, str]:
    """What was read and has not been taken yet, and the kind its days are taken to be."""
    draft = draft_data(request.user, _key(organization))
    try:
        return (CalendarFile.from_text(draft["read"]), draft.get("kind", "")) if draft else (None, "")
    except (ValueError, KeyError):  # the person's own draft, but not as this page wrote it
        return None, ""


def _labels(read: CalendarFile) -> list[str]:
    return [span_text(span.first, span.last) for span in read.spans]


def _obstacles(organization: Organization, read: CalendarFile) -> dict[int, str]:
    """Place → why this entry cannot be taken."""
    profile = profile_of(organization)
    standing: set[tuple[dt.date, dt.date]] = (
        set(profile.closed_spans.values_list("first", "last")) if profile.pk else set()
    )

    def obstacle(span: ReadSpan) -> str:
        if (span.first, span.last) in standing:
            return _("These days stand in the list already.")
        return " ".join(map(str, span_problems(span.first, span.last).values()))

    return {place: sentence for place, span in enumerate(read.spans) if (sentence := obstacle(span))}


def _page(
    request: HttpRequest,
    organization: Organization,
    form: CalendarFileForm,
    read: CalendarFile | None,
    *,
    kind: str = "",
    take_form: TakeForm | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"organization": organization, "form": form, "read": read}
    if read:
        closed = _obstacles(organization, read)
        labels = _labels(read)
        shown = take_form or TakeForm(labels, closed=frozenset(closed), kind=kind)
        context["take_form"] = shown
        context["rows"] = [
            {
                "dates": labels[place],
                "name": span.name,
                "obstacle": closed.get(place, ""),
                "take": shown[f"take-{place}"] if place in shown.places else None,
                "kind": shown[f"kind-{place}"] if place in shown.places else None,
            }
            for place, span in enumerate(read.spans)
        ]
    wrong = form.errors or (take_form and take_form.errors)
    return render(request, "profiles/calendar_file.html", context, status=422 if wrong else 200)


@require_POST
def calendar_file_take(request: HttpRequest, code: str) -> HttpResponse:
    """Add what is ticked, all of it or nothing."""
    organization = my_organization(request, code)
    read, kind = _waiting(request, organization)
    if read is None or "clear" in request.POST:
        drop_draft(user=request.user, key=_key(organization))
        return redirect("profiles:calendar_file", code=organization.code)
    form = TakeForm(_labels(read), request.POST, closed=frozenset(_obstacles(organization, read)), kind=kind)
    if form.is_valid():
        spans = [read.spans[place] for place, _kind in form.taken]
        wanted = [
            NewSpan(chosen, span.name, span.first, span.last)
            for span, (_place, chosen) in zip(spans, form.taken, strict=True)
        ]
        profile = make_profile(organization=organization, actor=request.user)
        try:
            added = add_closed_spans(profile=profile, actor=request.user, spans=wanted)
        except BadInput as problem:
            for sentence in problem.sentences.values():
                form.add_error(None, sentence)
        else:
            drop_draft(user=request.user, key=_key(organization))
            sentence = ngettext(
                "%(count)d entry was added. If it was wrong, remove it here.",
                "%(count)d entries were added. If one was wrong, remove it here.",
                added,
            )
            messages.success(request, sentence % {"count": added})
            return redirect(reverse("profiles:calendar", args=[organization.code]) + "#own")
    return _page(request, organization, CalendarFileForm(), read, take_form=form)
