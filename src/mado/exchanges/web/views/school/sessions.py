import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mado.exchanges.calendars import calendar_file
from mado.exchanges.enums import SideLabel
from mado.exchanges.models import Exchange, ExchangeSide, Session
from mado.exchanges.queries import mine_and_theirs, side_labelled, sides_of_person
from mado.exchanges.queries.common_time import FoundTimes, MeetingTime, found_times, time_standing
from mado.exchanges.services import cancel_session, confirm_session, move_session, propose_session, record_session
from mado.exchanges.web.forms.sessions import FindForm, SessionForm, TimeForm, add_bad_input, out_of_reach
from mado.exchanges.web.shown import shown_session
from mado.exchanges.web.views.school.exchanges import exchange_or_404, link_sessions, my_side
from mado.kernel.errors import BadInput
from mado.profiles.enums import MeetingMode

TIME_FIELDS = {"starts_at": "time"}


def _session_or_404(exchange: Exchange, number: int) -> Session:
    found = next((session for session in link_sessions(exchange) if session.number == number), None)
    if found is None:
        raise Http404
    return found


@require_GET
def session_find(request: HttpRequest, code: str) -> HttpResponse:
    """When our days meet, on dates of the inviting side; with what does work when lessons do not meet."""
    exchange = exchange_or_404(request, code)
    mine = my_side(request, exchange)
    form = FindForm(request.GET if "first" in request.GET else FindForm.defaults(mine))
    found: FoundTimes | None = None
    if form.is_valid():
        data = form.cleaned_data
        found = found_times(exchange, data["first"], data["last"], data["minutes"], timezone.now())
    context = {
        "exchange": exchange,
        "mine": mine,
        "form": form,
        "found": found,
        "common": [_mine_first(mine, time) for _day, times in found.common for time in times] if found else [],
        "near": [_mine_first(mine, time) for time in found.near] if found else [],
        "minutes": form.cleaned_data.get("minutes", 45) if form.is_valid() else 45,
        "in_turns": exchange.mode == MeetingMode.ASYNC,
    }
    return render(request, "exchanges/find.html", context, status=200 if form.is_valid() else 422)


def _mine_first(mine: ExchangeSide, time: MeetingTime) -> dict[str, Any]:
    return {
        "starts_at": time.starts_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:00Z"),
        "minutes": time.minutes,
        "times": sorted(time.times, key=lambda side_time: side_time.side.pk != mine.pk),
    }


def _asked_moment(text: str) -> dt.datetime | None:
    """?at=2026-11-25T01:00:00Z of a link on the page that finds times; None for anything else."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo and not out_of_reach(moment.date()) else None


def _asked_minutes(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 20 <= int(text) <= 240 else 45


@require_http_methods(["GET", "POST"])
def session_propose(request: HttpRequest, code: str) -> HttpResponse:
    exchange = exchange_or_404(request, code)
    mine = my_side(request, exchange)
    if request.method == "POST":
        form = SessionForm(request.POST, exchange=exchange, mine=mine)
        if form.is_valid() and (session := _proposed(request, exchange, form)):
            messages.success(
                request, _("Your proposal is on its way. Your partner confirms it or proposes another time.")
            )
            return redirect("exchanges:session", code=exchange.code, number=session.number)
        return render(request, "exchanges/propose.html", _propose_context(exchange, mine, form), status=422)
    moment = _asked_moment(request.GET.get("at", ""))
    minutes = _asked_minutes(request.GET.get("minutes", ""))
    initial = TimeForm.initial_for(moment, minutes, mine) if moment else {"clock": mine.label, "minutes": minutes}
    form = SessionForm(initial=initial, exchange=exchange, mine=mine)
    context = _propose_context(exchange, mine, form)
    if moment:
        context["standing"] = time_standing(exchange, moment, moment + dt.timedelta(minutes=minutes))
    return render(request, "exchanges/propose.html", context)


def _propose_context(exchange: Exchange, mine: ExchangeSide, form: SessionForm) -> dict[str, Any]:
    theirs = next(side for side in exchange.sides.all() if side.pk != mine.pk)
    return {"exchange": exchange, "mine": mine, "theirs": theirs, "form": form}


def _proposed(request: HttpRequest, exchange: Exchange, form: SessionForm) -> Session | None:
    data = form.cleaned_data
    try:
        return propose_session(
            exchange=exchange,
            actor=request.user,
            starts_at=data["starts_at"],
            minutes=data["minutes"],
            topic=data["topic"],
            meeting_link=data["meeting_link"],
            accept_outside=data["accept_outside"],
        )
    except BadInput as error:
        add_bad_input(form, error, TIME_FIELDS)
        return None


@require_GET
def session(request: HttpRequest, code: str, number: int) -> HttpResponse:
    exchange = exchange_or_404(request, code)
    return _show_session(request, exchange, _session_or_404(exchange, number))


def _show_session(
    request: HttpRequest, exchange: Exchange, session: Session, *, form: TimeForm | None = None, status: int = 200
) -> HttpResponse:
    mine, theirs = mine_and_theirs(request.user, exchange)
    initial = TimeForm.initial_for(session.starts_at, session.minutes, mine)
    context = {
        "exchange": exchange,
        "mine": mine,
        "theirs": theirs,
        "acts": bool(sides_of_person(request.user, exchange)),
        "shown": shown_session(session, mine, theirs, request.user, timezone.now()),
        "standing": time_standing(exchange, session.starts_at, session.ends_at),
        "form": form or TimeForm(initial=initial, exchange=exchange, mine=mine),
        "move_open": form is not None,
    }
    return render(request, "exchanges/session.html", context, status=status)


@require_POST
def session_move(request: HttpRequest, code: str, number: int, name: str) -> HttpResponse:
    """confirm, cancel, hold, miss, move: one deed each."""
    exchange = exchange_or_404(request, code)
    session = _session_or_404(exchange, number)
    if name == "confirm":
        confirm_session(session=session, actor=request.user)
        messages.success(request, _("The time is agreed. Take it into your calendar."))
    elif name == "cancel":
        cancel_session(session=session, actor=request.user)
        messages.success(request, _("The session is cancelled. Your partner hears of it by mail."))
    elif name == "hold":
        record_session(session=session, actor=request.user)
        messages.success(request, _("Recorded: the session took place."))
    elif name == "miss":
        return _missed(request, exchange, session)
    elif name == "move":
        return _moved(request, exchange, session)
    else:
        raise Http404
    return redirect("exchanges:session", code=exchange.code, number=session.number)


def _missed(request: HttpRequest, exchange: Exchange, session: Session) -> HttpResponse:
    absent = request.POST.get("absent_side", "")
    if absent not in SideLabel.values:
        raise BadInput({"absent_side": _("Say which of the two schools did not come.")})
    record_session(session=session, actor=request.user, absent_side=absent)
    messages.success(request, _("Recorded: one side did not come. Propose another time for a new session."))
    return redirect("exchanges:session", code=exchange.code, number=session.number)


def _moved(request: HttpRequest, exchange: Exchange, session: Session) -> HttpResponse:
    form = TimeForm(request.POST, exchange=exchange, mine=my_side(request, exchange))
    try:
        if form.is_valid():
            data = form.cleaned_data
            move_session(
                session=session,
                actor=request.user,
                starts_at=data["starts_at"],
                minutes=data["minutes"],
                accept_outside=data["accept_outside"],
            )
    except BadInput as error:
        add_bad_input(form, error, TIME_FIELDS)
    if form.errors:
        return _show_session(request, exchange, session, form=form, status=422)
    messages.success(request, _("Your partner is asked to confirm the new time."))
    return redirect("exchanges:session", code=exchange.code, number=session.number)


def _calendar(request: HttpRequest, exchange: Exchange, sessions: list[Session], name: str) -> HttpResponse:
    """In the reader's own side's time; ?side=b for the other's."""
    asked = request.GET.get("side", "")
    mine, _theirs = mine_and_theirs(request.user, exchange)
    side = side_labelled(exchange, asked) if asked in SideLabel.values else mine
    site = settings.MADO_SITE_URL.rstrip("/")
    rows = [
        (session, site + reverse("exchanges:session", kwargs={"code": exchange.code, "number": session.number}))
        for session in sessions
    ]
    response = HttpResponse(calendar_file(rows, side), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


@require_GET
def session_ics(request: HttpRequest, code: str, number: int) -> HttpResponse:
    exchange = exchange_or_404(request, code)
    session = _session_or_404(exchange, number)
    return _calendar(request, exchange, [session], f"{exchange.code}-{session.number}")


@require_GET
def exchange_ics(request: HttpRequest, code: str) -> HttpResponse:
    exchange = exchange_or_404(request, code)
    return _calendar(request, exchange, link_sessions(exchange), exchange.code)
