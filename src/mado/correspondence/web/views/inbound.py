"""Mail that comes in: the door for a mail server, the answer form of the development mailbox, the quarantine."""

import json
import uuid
from email.message import EmailMessage
from email.policy import SMTP
from hmac import compare_digest

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from mado.correspondence.engine.charsets import decoded
from mado.correspondence.enums import MailOutcome, MailSource
from mado.correspondence.models import InboundMail
from mado.correspondence.queries import inbound_visible_to, subject_of
from mado.correspondence.services import discard_mail, release_mail, store_mail
from mado.correspondence.services.receiving import RAW_MOST
from mado.correspondence.web.forms import ReleaseForm
from mado.correspondence.web.sentences import add_sentences
from mado.kernel.errors import BadInput, NotPossible
from mado.notify.models import OutboxMessage

PAGE = 25
RAW_SHOWN = 20_000


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """A raw mail (RFC 5322) as the body, the shared secret in X-Mado-Secret. 202 once it is stored."""
    secret = settings.MADO_INBOUND_SECRET
    if not secret:
        raise Http404
    if not compare_digest(secret.encode(), request.headers.get("X-Mado-Secret", "").encode()):
        return JsonResponse({"stored": False}, status=403)
    raw = request.read(RAW_MOST + 1)
    if not raw.strip():
        return JsonResponse({"stored": False}, status=400)
    mail = store_mail(raw=raw, source=MailSource.HTTP)
    return HttpResponse(json.dumps({"stored": True, "id": mail.pk}), content_type="application/json", status=202)


@require_POST
def answer_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """On a test system: what the mail program of the mail's reader would send, through the same door."""
    if not settings.MADO_MAILBOX_PAGE:
        raise Http404
    mail = get_object_or_404(OutboxMessage.objects.exclude(reply_to=""), pk=pk)
    words = request.POST.get("words", "").strip()
    if not words:
        messages.error(request, _("Write your answer first."))
        return redirect("notify:mail", pk=pk)
    store_mail(raw=_as_mail_program(mail, words), source=MailSource.PAGE)
    messages.success(request, _("Sent as a mail program would. The answer stands in the conversation in a moment."))
    return redirect("notify:mail", pk=pk)


def _as_mail_program(mail: OutboxMessage, words: str) -> bytes:
    quoted = "\n".join(f"> {line}" for line in mail.body.splitlines())
    answer = EmailMessage(policy=SMTP)
    answer["From"] = mail.recipient_email
    answer["To"] = mail.reply_to
    answer["Subject"] = f"Re: {mail.subject}"
    answer["In-Reply-To"] = mail.message_id
    answer["Message-ID"] = f"<{uuid.uuid4()}@mail.example.org>"
    answer.set_content(
        f"{words}\n\nOn {mail.created_at:%a, %d %b %Y at %H:%M}, Mado wrote:\n{quoted}\n", charset="utf-8"
    )
    return answer.as_bytes()


@require_GET
def quarantine(request: HttpRequest) -> HttpResponse:
    """Mail that could not be placed, longest waiting first."""
    rows = inbound_visible_to(request.user).filter(outcome=MailOutcome.QUARANTINED).defer("raw").order_by("id")
    return render(
        request, "correspondence/quarantine.html", {"page": Paginator(rows, PAGE).get_page(request.GET.get("page"))}
    )


@require_GET
def quarantined_mail(request: HttpRequest, pk: int) -> HttpResponse:
    return _mail_page(request, get_object_or_404(inbound_visible_to(request.user), pk=pk))


def _mail_page(
    request: HttpRequest, mail: InboundMail, form: ReleaseForm | None = None, status: int = 200
) -> HttpResponse:
    initial = {
        "code": subject_of(mail.thread).code if mail.thread else "",
        "author_email": mail.person.email if mail.person else mail.from_email,
    }
    context = {
        "mail": mail,
        "form": form or ReleaseForm(initial=initial),
        "waits": mail.outcome == MailOutcome.QUARANTINED,
        "raw": decoded(bytes(mail.raw[:RAW_SHOWN]), ""),
    }
    return render(request, "correspondence/quarantined_mail.html", context, status=status)


@require_POST
def quarantine_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """release · discard."""
    mail = get_object_or_404(inbound_visible_to(request.user), pk=pk)
    if move == "discard":
        discard_mail(mail=mail, actor=request.user)
        messages.success(request, _("Put away. It is deleted in a month."))
        return redirect("correspondence:quarantine")
    if move != "release":
        raise Http404
    form = ReleaseForm(request.POST)
    if form.is_valid():
        try:
            release_mail(mail=mail, actor=request.user, **form.cleaned_data)
        except BadInput as problem:
            add_sentences(form, problem)
        except NotPossible as refusal:
            form.add_error(None, refusal.decision.sentence)
        else:
            messages.success(request, _("Posted in the conversation."))
            return redirect("correspondence:quarantine")
    return _mail_page(request, mail, form, status=422)
