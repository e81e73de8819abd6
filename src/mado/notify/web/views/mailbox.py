"""The development mailbox: every mail Mado would send, readable. The access table keeps it out of production; the
views ask once more, because what stands in mails is nobody else's."""

from typing import cast

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from mado.notify.models import OutboxMessage
from mado.notify.queries import MailboxFilter, SentState, mailbox_people
from mado.notify.queries import mailbox as mails_in_mailbox

PER_PAGE = 50


def _development_only() -> None:
    if not settings.MADO_MAILBOX_PAGE:
        raise Http404


def mailbox(request: HttpRequest) -> HttpResponse:
    """Filters stand in the URL: person, language, sent (sent · waiting · failed), page."""
    _development_only()
    sent = request.GET.get("sent", "")
    wanted = MailboxFilter(
        person=request.GET.get("person", ""),
        language=request.GET.get("language", ""),
        sent=cast("SentState", sent if sent in ("sent", "waiting", "failed") else ""),
    )
    page = Paginator(mails_in_mailbox(wanted), PER_PAGE).get_page(request.GET.get("page"))
    sent_states = [("sent", _("Sent")), ("waiting", _("Waiting to be sent")), ("failed", _("Could not be sent"))]
    context = {"page": page, "wanted": wanted, "people": mailbox_people(), "sent_states": sent_states}
    return render(request, "notify/mailbox.html", context | {"languages": settings.LANGUAGES})


def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as its recipient reads it."""
    _development_only()
    return render(request, "notify/mail.html", {"mail": get_object_or_404(OutboxMessage, pk=pk)})
