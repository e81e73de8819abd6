"""The conversation on the page of what it is about; the way to mail settings and calendar on a person's page, to
conversations and calendar on a school's task page; and, on the development mailbox, the answer a mail program would
send."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from mado.correspondence.queries import Subject, case_subject, exchange_subject, invitation_subject
from mado.correspondence.web.shown import SHOWN_IN_PANEL, conversation_context
from mado.desks.models import DeskCase
from mado.exchanges.models import Exchange
from mado.kernel.panels import register_panel
from mado.partnerships.models import Invitation


def _panel(request: HttpRequest, subject: Subject) -> str:
    context = conversation_context(request, subject)
    shown = context["messages_shown"]
    context["hidden"] = max(0, len(shown) - SHOWN_IN_PANEL)
    context["messages_shown"] = shown[-SHOWN_IN_PANEL:]
    context["back"] = "record"
    return render_to_string("correspondence/panel.html", context, request)


def invitation_thread(request: HttpRequest, invitation: Invitation) -> str:
    return _panel(request, invitation_subject(invitation))


def exchange_thread(request: HttpRequest, exchange: Exchange) -> str:
    return _panel(request, exchange_subject(exchange))


def case_thread(request: HttpRequest, case: DeskCase) -> str:
    subject = case_subject(case) if getattr(request.user, "is_authenticated", False) else None
    return _panel(request, subject) if subject else ""


def account_links(request: HttpRequest, _person: Any) -> str:
    return render_to_string("correspondence/panel_account.html", {}, request)


def school_links(request: HttpRequest, _organization: Any) -> str:
    return render_to_string("correspondence/panel_school_tasks.html", {}, request)


def answer_by_mail(request: HttpRequest, mail: Any) -> str:
    """For a mail that can be answered."""
    return render_to_string("correspondence/panel_mail.html", {"mail": mail}, request) if mail.reply_to else ""


register_panel("invitation_thread", invitation_thread, order=10)
register_panel("exchange", exchange_thread, order=10)
register_panel("case", case_thread, order=10)
register_panel("account", account_links, order=10)
register_panel("school_tasks", school_links, order=20)
register_panel("mail", answer_by_mail, order=10)
