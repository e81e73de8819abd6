from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mado.accounts.queries import seat_holders
from mado.exchanges.clocks import clock_notes
from mado.exchanges.enums import ExchangeState, SessionState
from mado.exchanges.guards import is_open
from mado.exchanges.models import Exchange, ExchangeSide, Report, Session
from mado.exchanges.pictures import FlowPicture, flow_picture
from mado.exchanges.queries import (
    NextStep,
    held_sessions,
    mine_and_theirs,
    next_step,
    of_seats,
    open_sessions,
    sides_of_person,
    visible_to,
    with_sides,
    zone_of,
)
from mado.exchanges.services import agree_to_show, complete_exchange, end_exchange, resume_exchange, work_in_turns
from mado.exchanges.web.forms.exchanges import EndForm
from mado.exchanges.web.forms.sessions import add_bad_input
from mado.exchanges.web.shown import shown_session
from mado.exchanges.workflow import EXCHANGE
from mado.kernel.errors import BadInput
from mado.profiles.enums import ExchangeKind, MeetingMode

PAGE = 25


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    exchange: Exchange
    mine: ExchangeSide
    theirs: ExchangeSide
    step: NextStep
    held: int


def exchange_or_404(request: HttpRequest, code: str) -> Exchange:
    """The exchange with its sides and sessions, if this person may see it at all."""
    return get_object_or_404(with_sides(visible_to(request.user)).prefetch_related("sessions"), code=code)


def my_side(request: HttpRequest, exchange: Exchange) -> ExchangeSide:
    """The side the person acts for; those who only read get the page they may read, not this one."""
    mine = sides_of_person(request.user, exchange)
    if not mine:
        raise Http404
    return mine[0]


def link_sessions(exchange: Exchange) -> list[Session]:
    """The exchange's sessions in order, each knowing its exchange, so that nothing is read twice."""
    sessions = list(exchange.sessions.all())
    for session in sessions:
        session.exchange = exchange
    return sessions


@require_GET
def exchanges(request: HttpRequest) -> HttpResponse:
    """My schools' exchanges, what is next in each; the open ones first."""
    state = request.GET.get("state", "")
    rows = with_sides(of_seats(request.user)).prefetch_related("sessions")
    if state in ExchangeState.values:
        rows = rows.filter(state=state)
    page = Paginator(rows.order_by("-state_changed_at", "-id"), PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    shown = []
    for exchange in page:
        link_sessions(exchange)
        mine, theirs = mine_and_theirs(request.user, exchange)
        step = next_step(exchange, mine, now)
        shown.append(ExchangeRow(exchange, mine, theirs, step, len(held_sessions(exchange))))
    shown.sort(key=lambda row: (row.exchange.state in EXCHANGE.ends, not row.step.needs_me))
    context = {"rows": shown, "page": page, "state": state, "states": list(ExchangeState)}
    return render(request, "exchanges/exchanges.html", context)


@require_POST
def exchange_show(request: HttpRequest, code: str) -> HttpResponse:
    """My side agrees, or no longer agrees, that both schools' public pages name this exchange."""
    exchange = exchange_or_404(request, code)
    my_side(request, exchange)
    shown = request.POST.get("shown") == "yes"
    agree_to_show(exchange=exchange, actor=request.user, shown=shown)
    messages.success(
        request,
        _("Your school agrees. Both pages show it as soon as your partner agrees, too.")
        if shown
        else _("The exchange is no longer named on the public pages."),
    )
    return redirect("exchanges:exchange", code=exchange.code)


@require_GET
def exchange(request: HttpRequest, code: str) -> HttpResponse:
    return show_exchange(request, exchange_or_404(request, code))


def show_exchange(
    request: HttpRequest, exchange: Exchange, *, end_form: EndForm | None = None, status: int = 200
) -> HttpResponse:
    sessions = link_sessions(exchange)
    mine, theirs = mine_and_theirs(request.user, exchange)
    on_side = sides_of_person(request.user, exchange)
    now = timezone.now()
    moves = [
        available
        for available in EXCHANGE.available(exchange, request.user)
        if available.move.name in ("complete", "resume", "end")
    ]
    context: dict[str, Any] = {
        "exchange": exchange,
        "mine": mine,
        "theirs": theirs,
        "acts": bool(on_side),
        "mine_people": list(seat_holders(mine.organization)),
        "their_people": list(seat_holders(theirs.organization)),
        "step": next_step(exchange, mine if on_side else None, now),
        "sessions": [shown_session(session, mine, theirs, request.user, now) for session in sessions],
        "notes": _notes(sessions, mine, theirs),
        "may_propose": bool(on_side) and exchange.state in (ExchangeState.PAIRED, ExchangeState.ACTIVE),
        "propose": is_open(exchange),
        "in_turns": exchange.mode == MeetingMode.ASYNC,
        "moves": {available.move.name: available for available in moves},
        "end_form": end_form or EndForm(),
        "open_count": len(open_sessions(exchange)),
        "flow": flow_of(exchange),
        "reports": [_shown_report(request, side) for side in (mine, theirs)],
        "next_rung": next_rung(exchange.kind),
        "on_side": bool(on_side),
    }
    return render(request, "exchanges/exchange.html", context, status=status)


def flow_of(exchange: Exchange) -> FlowPicture:
    return flow_picture(exchange.state, was_active=bool(held_sessions(exchange)))


def _notes(sessions: list[Session], mine: ExchangeSide, theirs: ExchangeSide) -> list[str]:
    """Warnings of clock changes for the sessions ahead, each once."""
    ahead = [s for s in sessions if s.state in (SessionState.PROPOSED, SessionState.CONFIRMED)]
    zones = [zone_of(mine.organization), zone_of(theirs.organization)]
    return list(dict.fromkeys(note for s in ahead for note in clock_notes(s.starts_at, zones)))


def _shown_report(request: HttpRequest, side: ExchangeSide) -> dict[str, Any]:
    """What this person may know of one side's report: where it stands, and its content where they may see it."""
    report: Report | None = getattr(side, "report", None)
    may_see = report is not None and request.user.has_perm("exchanges.view_report", report)
    may_write = report is not None and request.user.has_perm("exchanges.save_report", report)
    return {"side": side, "report": report, "may_see": may_see, "may_write": may_write}


def next_rung(kind: str) -> ExchangeKind | None:
    """The next step of the ladder after this kind; a welcomed and a made visit are one rung."""
    ladder = [ExchangeKind.CULTURAL, ExchangeKind.CO_TEACHING, ExchangeKind.ONLINE_COURSE, ExchangeKind.VISIT_IN]
    if kind in ladder[:-1]:
        return ladder[ladder.index(ExchangeKind(kind)) + 1]
    return None if kind == ExchangeKind.SISTER_SCHOOL else ExchangeKind.SISTER_SCHOOL


@require_POST
def exchange_move(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """complete, resume, end, turns: one deed each."""
    exchange = exchange_or_404(request, code)
    if name == "complete":
        complete_exchange(exchange=exchange, actor=request.user)
        messages.success(request, _("The exchange is completed. Both schools now report what took place."))
    elif name == "resume":
        resume_exchange(exchange=exchange, actor=request.user)
        messages.success(request, _("The exchange goes on. Propose the next session."))
    elif name == "turns":
        work_in_turns(exchange=exchange, actor=request.user)
        messages.success(request, _("You now work in turns. Your partner hears of it by mail."))
    elif name == "end":
        form = EndForm(request.POST)
        try:
            if form.is_valid():
                end_exchange(exchange=exchange, actor=request.user, reason=form.cleaned_data["reason"])
        except BadInput as error:
            add_bad_input(form, error)
        if form.errors:
            return show_exchange(request, exchange, end_form=form, status=422)
        messages.success(request, _("The exchange has ended. The other school hears of it by mail."))
    else:
        raise Http404
    return redirect("exchanges:exchange", code=exchange.code)
