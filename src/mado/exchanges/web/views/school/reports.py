from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mado.exchanges.guards import is_report_whole
from mado.exchanges.models import Exchange, Report
from mado.exchanges.queries import held_sessions
from mado.exchanges.queries.report_sums import report_sums
from mado.exchanges.services import save_report, submit_report
from mado.exchanges.web.forms.reports import ReportForm
from mado.exchanges.web.forms.sessions import add_bad_input
from mado.exchanges.web.views.school.exchanges import exchange_or_404, my_side, next_rung
from mado.exchanges.workflow import REPORT
from mado.kernel.errors import BadInput, NotPossible


def _my_report(request: HttpRequest, code: str) -> tuple[Exchange, Report]:
    """My side's report; there is one once the exchange was completed."""
    exchange = exchange_or_404(request, code)
    side = my_side(request, exchange)
    report = Report.objects.prefetch_related("counts").filter(side=side).first()
    if report is None:
        raise NotPossible.because("not_completed", _("The report is written once the exchange is completed."))
    report.side = side
    side.exchange = exchange
    return exchange, report


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, code: str) -> HttpResponse:
    """The report as a form, saved as it is typed (X-Autosave) and with the button that leads to the check page."""
    exchange, report = _my_report(request, code)
    held = held_sessions(exchange)
    if request.method == "POST":
        return _posted(request, exchange, report, ReportForm(request.POST, report=report, held=held))
    if "submit" not in {available.move.name for available in REPORT.available(report, request.user)}:
        return redirect("exchanges:report_check", code=code)
    return render(request, "exchanges/report.html", _context(exchange, report, ReportForm(report=report, held=held)))


def _posted(request: HttpRequest, exchange: Exchange, report: Report, form: ReportForm) -> HttpResponse:
    autosave = request.headers.get("X-Autosave") == "1"
    form.is_valid()
    try:
        save_report(report=report, actor=request.user, changes=form.changes())
    except BadInput as error:
        add_bad_input(form, error)
    except NotPossible as error:
        if autosave:
            return JsonResponse({"message": error.decision.sentence}, status=409)
        raise
    if autosave:
        sentence = " ".join(str(e) for errors in form.errors.values() for e in errors)
        return JsonResponse({"message": sentence} if sentence else {}, status=422 if sentence else 200)
    if form.errors:
        return render(request, "exchanges/report.html", _context(exchange, report, form), status=422)
    return redirect("exchanges:report_check", code=exchange.code)


def _context(exchange: Exchange, report: Report, form: ReportForm) -> dict[str, Any]:
    rung = next_rung(exchange.kind)
    return {"exchange": exchange, "report": report, "form": form, "next_rung": rung}


@require_http_methods(["GET", "POST"])
def report_check(request: HttpRequest, code: str) -> HttpResponse:
    """Check the answers, then hand in; handed in, it is the report to read."""
    exchange, report = _my_report(request, code)
    if request.method == "POST":
        try:
            submit_report(report=report, actor=request.user)
        except NotPossible as error:
            context = _check_context(request, exchange, report)
            context["problems"] = error.decision.reasons
            return render(request, "exchanges/report_check.html", context, status=409)
        messages.success(request, _("Your report is handed in."))
        return redirect("exchanges:exchange", code=exchange.code)
    return render(request, "exchanges/report_check.html", _check_context(request, exchange, report))


def _check_context(request: HttpRequest, exchange: Exchange, report: Report) -> dict[str, Any]:
    may_submit = "submit" in {available.move.name for available in REPORT.available(report, request.user)}
    return {
        "exchange": exchange,
        "report": report,
        "sums": report_sums(report, held_sessions(exchange)),
        "may_submit": may_submit,
        "decision": REPORT.decide(report, "submit"),
        "problems": is_report_whole(report).reasons if may_submit else (),
    }
