from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from mado.exchanges.enums import ExchangeState, ReportState
from mado.exchanges.models import Exchange, Report
from mado.exchanges.queries import (
    NEEDS,
    NextStep,
    cared_for_by,
    need_of,
    next_step,
    office_counts,
    office_exchanges,
    sides_of,
    verifying_office,
    with_sides,
)
from mado.exchanges.queries.report_sums import both_reports
from mado.exchanges.services import end_exchange, return_report, verify_exchange
from mado.exchanges.web.forms.exchanges import EndForm, ReturnForm
from mado.exchanges.web.forms.sessions import add_bad_input
from mado.exchanges.web.shown import shown_session
from mado.exchanges.web.views.school.exchanges import flow_of, link_sessions
from mado.exchanges.workflow import EXCHANGE, REPORT
from mado.kernel.errors import BadInput
from mado.reference.places import countries

PAGE = 50
NEED_WORDS: dict[str, str | Promise] = {
    "verify": gettext_lazy("Waits for verification"),
    "overdue": gettext_lazy("Report overdue"),
    "no_show": gettext_lazy("One side did not come"),
    "stalled": gettext_lazy("No session for 45 days"),
}


@dataclass(frozen=True, slots=True)
class OfficeRow:
    exchange: Exchange
    step: NextStep
    need: str | Promise


@require_GET
def office_exchanges_list(request: HttpRequest) -> HttpResponse:
    """Awaiting verification first, then what presses, then the rest; filters in the address."""
    chosen = {name: request.GET.get(name, "") for name in ("need", "state", "country", "code")}
    page = Paginator(office_exchanges(request.user, **chosen).prefetch_related("sessions"), PAGE).get_page(
        request.GET.get("page")
    )
    now = timezone.now()
    rows = []
    for exchange in page:
        link_sessions(exchange)
        rows.append(OfficeRow(exchange, next_step(exchange, None, now), NEED_WORDS.get(need_of(exchange), "")))
    counts = office_counts(request.user)
    context = {
        "rows": rows,
        "page": page,
        "chosen": chosen,
        "needs": [(need, NEED_WORDS[need], counts[need]) for need in NEEDS],
        "states": list(ExchangeState),
        "countries": countries(),
    }
    return render(request, "exchanges/office_exchanges.html", context)


def _exchange_or_404(request: HttpRequest, code: str) -> Exchange:
    rows = with_sides(cared_for_by(request.user)).select_related("verified_by").prefetch_related("sessions")
    return get_object_or_404(rows, code=code)


@require_GET
def office_exchange(request: HttpRequest, code: str) -> HttpResponse:
    return _show(request, _exchange_or_404(request, code))


def _show(
    request: HttpRequest,
    exchange: Exchange,
    *,
    return_form: ReturnForm | None = None,
    returned: int = 0,
    end_form: EndForm | None = None,
    status: int = 200,
) -> HttpResponse:
    sessions = link_sessions(exchange)
    first, second = sides_of(exchange)
    now = timezone.now()
    moves = {available.move.name: available for available in EXCHANGE.available(exchange, request.user)}
    reports = []
    for sums in both_reports(exchange):
        available = {a.move.name for a in REPORT.available(sums.report, request.user)}
        form = (
            return_form
            if return_form and sums.report.pk == returned
            else ReturnForm(prefix=None, auto_id=f"id_{sums.report.pk}_%s")
        )
        reports.append(
            {
                "sums": sums,
                "may_return": "send_back" in available,
                "form": form,
                "state": ReportState(sums.report.state),
            }
        )
    context = {
        "exchange": exchange,
        "first": first,
        "second": second,
        "step": next_step(exchange, None, now),
        "office": verifying_office(exchange) if exchange.state == ExchangeState.REPORTED else None,
        "sessions": [shown_session(session, first, second, request.user, now) for session in sessions],
        "reports": reports,
        "moves": moves,
        "end_form": end_form or EndForm(),
        "end_open": end_form is not None,
        "flow": flow_of(exchange),
    }
    return render(request, "exchanges/office_exchange.html", context, status=status)


@require_POST
def office_exchange_move(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """verify, send_back (with the report's id), end."""
    exchange = _exchange_or_404(request, code)
    if name == "verify":
        verify_exchange(exchange=exchange, actor=request.user)
        messages.success(request, _("The exchange is verified and counts. Both schools hear of it by mail."))
    elif name == "send_back":
        return _send_back(request, exchange)
    elif name == "end":
        form = EndForm(request.POST)
        try:
            if form.is_valid():
                end_exchange(exchange=exchange, actor=request.user, reason=form.cleaned_data["reason"])
        except BadInput as error:
            add_bad_input(form, error)
        if form.errors:
            return _show(request, exchange, end_form=form, status=422)
        messages.success(request, _("The exchange has ended. Both schools hear of it by mail."))
    else:
        raise Http404
    return redirect("exchanges:office_exchange", code=exchange.code)


def _send_back(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    asked = request.POST.get("report", "")
    report = get_object_or_404(
        Report.objects.select_related("side"), side__exchange=exchange, pk=int(asked) if asked.isdecimal() else 0
    )
    form = ReturnForm(request.POST, auto_id=f"id_{report.pk}_%s")
    try:
        if form.is_valid():
            return_report(report=report, actor=request.user, question=form.cleaned_data["question"])
    except BadInput as error:
        add_bad_input(form, error)
    if form.errors:
        return _show(request, exchange, return_form=form, returned=report.pk, status=422)
    messages.success(request, _("The report is sent back. The school hears of your question by mail."))
    return redirect("exchanges:office_exchange", code=exchange.code)
