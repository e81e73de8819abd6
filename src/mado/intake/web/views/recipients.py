"""Everybody a list names for its schools, seen one by one before anybody is written to."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mado.intake import services
from mado.intake.enums import UploadState
from mado.intake.messages import SEAT_SUGGESTED
from mado.intake.models import ListContact, ListUpload
from mado.intake.queries import new_contacts, uploads_visible_to
from mado.intake.services.inviting import AT_ONCE_MOST, mail_variables, recipient_of


@require_http_methods(["GET", "HEAD", "POST"])
def recipients(request: HttpRequest, code: str) -> HttpResponse:
    upload = get_object_or_404(uploads_visible_to(request.user), code=code)
    if upload.state != UploadState.DONE or upload.emptied_at is not None:
        raise Http404
    if request.method == "POST":
        chosen = [int(value) for value in request.POST.getlist("contact") if value.isdecimal()]
        sent = services.invite_contacts(upload=upload, actor=request.user, contact_ids=chosen)
        sentence = ngettext("%(number)d mail is on its way.", "%(number)d mails are on their way.", sent)
        messages.success(request, sentence % {"number": sent})
        return redirect("intake:recipients", code=code)
    page = Paginator(new_contacts(upload), AT_ONCE_MOST).get_page(request.GET.get("page"))
    contacts = list(page.object_list)
    context = {
        "upload": upload,
        "page": page,
        "waiting": [one for one in contacts if one.invited_at is None],
        "asked": [one for one in contacts if one.invited_at is not None],
        "mail": _mail(contacts, upload),
        "may_send": request.user.has_perm("intake.change_upload", upload),
    }
    return render(request, "intake/recipients.html", context)


def _mail(contacts: list[ListContact], upload: ListUpload) -> dict[str, str]:
    """The mail to the first person as it will be read, in that person's language."""
    first = next((one for one in contacts if one.invited_at is None), None)
    if first is None or first.row.organization is None:
        return {}
    to = recipient_of(first, first.row.organization)
    with translation.override(to.language):
        values = {
            name: str(value() if callable(value) else value)
            for name, value in mail_variables(upload, first.row.organization).items()
        }
        return {
            "to": to.email,
            "language": "zh-Hant" if to.language == "zh-hant" else to.language,
            "subject": str(SEAT_SUGGESTED.subject) % values,
            "body": str(SEAT_SUGGESTED.body) % values,
        }
