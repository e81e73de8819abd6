"""The inbox, and one conversation."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from mado.accounts.queries import office_appointments_of
from mado.accounts.services import drop_draft
from mado.correspondence.queries import Subject, questions_in_care, subject_for_code, subject_of
from mado.correspondence.queries import inbox as inbox_threads
from mado.correspondence.queries.threads import inbox_rows, own_threads
from mado.correspondence.services import post_message
from mado.correspondence.web.forms import MessageForm
from mado.correspondence.web.sentences import add_sentences
from mado.correspondence.web.shown import conversation_context, draft_key
from mado.kernel.errors import BadInput, NotPossible

PAGE = 25
SHOW = ("", "unread", "us", "them")


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Conversations of the person's schools, unread first. The address holds filter, words and page."""
    show = request.GET.get("show", "")
    show = show if show in SHOW else ""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    page = Paginator(inbox_threads(request.user, show=show, words=words), PAGE).get_page(request.GET.get("page"))
    labels = {
        "": pgettext("list of conversations", "All"),
        "unread": pgettext("list of conversations", "Unread"),
        "us": pgettext("list of conversations", "Waits for us"),
        "them": pgettext("list of conversations", "Waits for them"),
    }
    in_care = list(questions_in_care(request.user)[:PAGE]) if office_appointments_of(request.user) else []
    context = {
        "page": page,
        "rows": inbox_rows(request.user, page),
        "show": show,
        "words": words,
        "labels": labels.items(),
        "has_any": bool(page.object_list) or own_threads(request.user).exists(),
        "in_care": [(message, subject_of(message.thread)) for message in in_care],
    }
    return render(request, "correspondence/inbox.html", context)


def _subject_or_404(request: HttpRequest, code: str) -> Subject:
    subject = subject_for_code(request.user, code)
    if subject is None:
        raise Http404
    return subject


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, code: str) -> HttpResponse:
    """Read and write. What was typed stays on the page when something is to be mended."""
    subject = _subject_or_404(request, code)
    if request.method != "POST":
        return render(request, "correspondence/thread.html", conversation_context(request, subject))
    form = MessageForm(request.POST, reader_language=request.user.language, about_case=subject.kind == "case")
    if form.is_valid():
        try:
            _post(request, subject, form)
        except BadInput as problem:
            add_sentences(form, problem)
        except NotPossible as refusal:
            form.add_error(None, refusal.decision.sentence)
        else:
            drop_draft(user=request.user, key=draft_key(subject))
            messages.success(request, _("Your message is on its way. The other school also gets it by mail."))
            view, kwargs = (
                subject.link if request.POST.get("back") == "record" else ("correspondence:thread", {"code": code})
            )
            return redirect(reverse(view, kwargs=kwargs))
    context = conversation_context(request, subject, form)
    return render(request, "correspondence/thread.html", context, status=422)


def _post(request: HttpRequest, subject: Subject, form: MessageForm) -> None:
    data = form.cleaned_data
    post_message(
        subject=subject,
        actor=request.user,
        body=data["body"],
        language=data["language"],
        answer_by=data["answer_by"],
    )
