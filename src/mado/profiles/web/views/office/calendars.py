"""Calendars of countries and regions, for the offices in care of them. Every officer may read them."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from mado.directory.enums import Level
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.profiles.calendar_rows import calendar_rows, place_name
from mado.profiles.queries.place_calendars import (
    PlaceYear,
    calendar_history,
    followers_of_many,
    place_year,
    places_in_care_of,
)
from mado.profiles.services import place_calendars as services
from mado.profiles.web.forms.place_calendar import CalendarSpanForm, PlaceBellsForm
from mado.profiles.web.places import YEARS_AROUND, asked_year, known_place, place_code, year_text
from mado.profiles.wording import clock_text, span_text, weekdays_text
from mado.reference.calendars import Place, load_calendars
from mado.reference.enums import CalendarPart, SpanKind
from mado.reference.models import AcademicCalendar, CalendarSpan
from mado.reference.places import countries, regions
from mado.reference.sources import source_text
from mado.reference.typical import bell_sources, default_language, school_year

DEED_WORDS = {
    "profiles.add_calendar_span": gettext_lazy("added an entry"),
    "profiles.change_calendar_span": gettext_lazy("changed an entry"),
    "profiles.undo_calendar_span": gettext_lazy("undid a change"),
    "profiles.remove_calendar_span": gettext_lazy("took an entry out"),
    "profiles.restore_calendar_span": gettext_lazy("put an entry back"),
    "profiles.take_up_calendar": gettext_lazy("copied the breaks into a calendar of its own"),
    "profiles.follow_wider_calendar": gettext_lazy("let the wider calendar count again"),
    "profiles.confirm_calendar": gettext_lazy("confirmed the calendar"),
    "profiles.import_calendar": gettext_lazy("read an official list"),
}
ALL_LEVELS = "all"


@require_safe
def office_calendars(request: HttpRequest) -> HttpResponse:
    """The places in the office's care; any other place by its code."""
    if code := request.GET.get("place", "").strip().upper():
        return redirect("profiles:office_calendar", place=place_code(known_place(code)))
    places = places_in_care_of(request.user)
    today = timezone.localdate()
    rows = []
    for year in sorted({school_year(place[0], today) for place in places}):
        here = [place for place in places if school_year(place[0], today) == year]
        followers = followers_of_many(here, year)
        own = {
            (calendar.country, calendar.region): calendar
            for calendar in AcademicCalendar.objects.filter(
                year=year, part=CalendarPart.TERMS, country__in={place[0] for place in here}
            )
        }
        rows += [
            {
                "code": place_code(place),
                "name": place_name(*place),
                "year": year_text(place[0], year),
                "calendar": own.get(place),
                "followers": followers[place],
            }
            for place in here
        ]
    context = {"rows": sorted(rows, key=lambda row: str(row["code"])), "countries": countries()}
    return render(request, "profiles/office_calendars.html", context)


@require_safe
def office_calendar(request: HttpRequest, place: str) -> HttpResponse:
    found = known_place(place)
    return _page(request, found, asked_year(request, found), CalendarSpanForm())


def _page(request: HttpRequest, place: Place, year: int, form: CalendarSpanForm, *, status: int = 200) -> HttpResponse:
    calendar = place_year(place, year)
    may = request.user.has_perm(services.PERMISSION, place)
    now = school_year(place[0], timezone.localdate())
    entries = _rows(calendar)
    context = {
        "place": place,
        "code": place_code(place),
        "name": place_name(*place),
        "year": year,
        "year_text": year_text(place[0], year),
        "years": [(number, year_text(place[0], number)) for number in range(now - 1, now + 3)],
        "span_text": span_text(calendar.first, calendar.last),
        "calendar": calendar.own,
        "source": source_text(calendar.own.source) if calendar.own else "",
        "rows": [entry for entry in entries if entry["row"].kind != SpanKind.HOLIDAY.label],
        "holidays": [entry for entry in entries if entry["row"].kind == SpanKind.HOLIDAY.label],
        "removed": [{"span": span, "dates": span_text(span.first, span.last)} for span in calendar.removed],
        "followers": followers_of_many([place], year)[place],
        "form": form,
        "may": may,
        "bells": _bells(place),
        "deeds": _deeds(calendar.own),
        "regions": regions(place[0]) if not place[1] else [],
    }
    return render(request, "profiles/office_calendar.html", context, status=status)


def _rows(calendar: PlaceYear) -> list[dict[str, Any]]:
    rows = calendar_rows(calendar.rows, default_language(calendar.place[0]))
    return [{"row": row, "span": calendar.spans.get(row.row)} for row in rows]


def _bells(place: Place) -> list[dict[str, Any]]:
    """The usual school day of each level: hours by weekday, and who says so."""
    today = timezone.localdate()
    calendars = load_calendars([place], today, today)
    sources = bell_sources()
    rows = []
    for level, label in [("", _("All levels")), *Level.choices]:
        bells = calendars.bells(place[0], level, place[1])
        groups: dict[Any, list[int]] = {}
        for weekday, hours in sorted(bells.items()):
            groups.setdefault(hours, []).append(weekday)
        key = calendars.bell_key(place[0], level, place[1])
        rows.append(
            {
                "level": level or ALL_LEVELS,
                "label": label,
                "hours": [f"{weekdays_text(days)} {clock_text(*hours)}" for hours, days in groups.items()],
                "source": _("Entered by an office") if key in calendars.bell_groups else source_text(sources[key]),
            }
        )
    return rows


def _deeds(calendar: AcademicCalendar | None) -> list[dict[str, Any]]:
    rows = []
    for deed in calendar_history(calendar):
        details = deed.entry.details
        dates = [
            span_text(*(dt.date.fromisoformat(values[end]) for end in ("first", "last")))
            for values in (details.get("before"), details)
            if values and "first" in values
        ]
        rows.append(
            {
                "at": deed.entry.at,
                "who": str(deed.actor) if deed.actor else _("The system"),
                "what": DEED_WORDS.get(deed.entry.verb, deed.entry.verb),
                "dates": " → ".join(dict.fromkeys(dates)),
            }
        )
    return rows


def _here(place: Place, year: int) -> str:
    return f"{reverse('profiles:office_calendar', args=[place_code(place)])}?year={year}"


@require_POST
def office_calendar_move(request: HttpRequest, place: str, year: int, move: str) -> HttpResponse:
    """add, confirm, copy, follow."""
    found = known_place(place)
    if abs(year - school_year(found[0], timezone.localdate())) > YEARS_AROUND:
        raise Http404
    try:
        if move == "add":
            return _add(request, found, year)
        messages.success(request, _moved(request, found, year, move))
    except NotPermitted as refusal:
        raise PermissionDenied from refusal
    return redirect(_here(found, year))


def _moved(request: HttpRequest, place: Place, year: int, move: str) -> str:
    if move == "confirm":
        services.confirm_calendar(place=place, year=year, actor=request.user)
        return _("Confirmed. Schools and partners see that this calendar is right.")
    if move == "copy":
        added = services.take_up_calendar(place=place, year=year, actor=request.user)
        return ngettext(
            "%(count)d break was copied. You can change it now.",
            "%(count)d breaks were copied. You can change them now.",
            added,
        ) % {"count": added}
    if move == "follow":
        own = get_object_or_404(AcademicCalendar, country=place[0], region=place[1], part=CalendarPart.TERMS, year=year)
        services.follow_wider_calendar(calendar=own, actor=request.user)
        return _("The wider calendar counts again. Entries of your own stand on top of it.")
    raise Http404


def _add(request: HttpRequest, place: Place, year: int) -> HttpResponse:
    form = CalendarSpanForm(request.POST)
    if form.is_valid():
        try:
            services.add_calendar_span(place=place, year=year, actor=request.user, **form.cleaned_data)
        except BadInput as problem:
            form.add_problems({name: str(sentence) for name, sentence in problem.sentences.items()})
        else:
            messages.success(request, _("Added to the calendar."))
            return redirect(_here(place, year) + "#entries")
    return _page(request, place, year, form, status=422)


def _span(pk: int) -> CalendarSpan:
    return get_object_or_404(CalendarSpan.objects.select_related("calendar"), pk=pk)


def office_calendar_span(request: HttpRequest, span: int) -> HttpResponse:
    """One entry, to be changed."""
    found = _span(span)
    place = (found.calendar.country, found.calendar.region)
    if not request.user.has_perm(services.PERMISSION, place):
        raise PermissionDenied
    initial = {name: getattr(found, name) for name in ("kind", "name", "first", "last")}
    form = CalendarSpanForm(request.POST or None, initial=initial)
    back = _here(place, school_year(place[0], found.first))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_calendar_span(span=found, actor=request.user, **form.cleaned_data)
        except BadInput as problem:
            form.add_problems({name: str(sentence) for name, sentence in problem.sentences.items()})
        else:
            messages.success(request, _("Changed. You can undo it beside the entry."))
            return redirect(back + "#entries")
    context = {
        "span": found,
        "form": form,
        "back": back,
        "code": place_code(place),
        "name": place_name(*place),
        "dates": span_text(found.first, found.last),
    }
    return render(request, "profiles/office_calendar_span.html", context, status=422 if form.errors else 200)


@require_POST
def office_calendar_span_move(request: HttpRequest, span: int, move: str) -> HttpResponse:
    """remove, restore, undo."""
    found = _span(span)
    deeds = {
        "remove": (services.remove_calendar_span, _("Taken out. You can put it back below.")),
        "restore": (services.restore_calendar_span, _("Put back.")),
        "undo": (services.undo_calendar_span, _("Undone.")),
    }
    if move not in deeds:
        raise Http404
    deed, sentence = deeds[move]
    try:
        deed(span=found, actor=request.user)
    except NotPermitted as refusal:
        raise PermissionDenied from refusal
    except NotPossible as refusal:
        messages.error(request, refusal.decision.sentence)
    else:
        messages.success(request, sentence)
    place = (found.calendar.country, found.calendar.region)
    return redirect(_here(place, school_year(place[0], found.first)) + "#entries")


def office_bells(request: HttpRequest, place: str, level: str) -> HttpResponse:
    """The usual school day of a place for a level."""
    found = known_place(place)
    if level != ALL_LEVELS and level not in Level.values:
        raise Http404
    if not request.user.has_perm(services.PERMISSION, found):
        raise PermissionDenied
    own = "" if level == ALL_LEVELS else level
    today = timezone.localdate()
    bells = load_calendars([found], today, today).bells(found[0], own, found[1])
    form = PlaceBellsForm(
        request.POST if request.method == "POST" and "typical" not in request.POST else None, bells=bells
    )
    if request.method == "POST" and ("typical" in request.POST or form.is_valid()):
        days = {} if "typical" in request.POST else form.bells
        services.set_place_bells(place=found, level=own, actor=request.user, days=days)
        messages.success(request, _("Saved. Schools without bell times of their own follow it."))
        return redirect(reverse("profiles:office_calendar", args=[place_code(found)]) + "#bells")
    context = {
        "form": form,
        "code": place_code(found),
        "name": place_name(*found),
        "level": Level(own).label if own else _("All levels"),
    }
    return render(request, "profiles/office_bells.html", context, status=422 if form.errors else 200)
