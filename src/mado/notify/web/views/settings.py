"""How a person wants mails, and the way out of those that need no answer."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mado.kernel.errors import BadInput
from mado.notify.clocks import zone_of
from mado.notify.queries import habits_of
from mado.notify.services import change_mail_settings, stop_news
from mado.notify.unsubscribing import recipient_of
from mado.notify.web.forms import MailSettingsForm
from mado.reference.places import city_of


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """The hours are those of the person's own clock, which the page names."""
    form = MailSettingsForm(
        request.POST if request.method == "POST" else None,
        initial=MailSettingsForm.initial_from(habits_of(request.user.pk)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_mail_settings(actor=request.user, **form.cleaned_data)
        except BadInput as problem:
            for field, sentence in problem.sentences.items():
                form.add_error(field or None, str(sentence))
        else:
            messages.success(request, _("Saved."))
            return redirect("notify:settings")
    zone = zone_of(request.user)
    context = {"form": form, "city": city_of(zone) if zone else ""}
    return render(request, "notify/settings.html", context, status=422 if form.errors else 200)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A mail program posts here without a cookie (RFC 8058); a person who follows the link presses the button. The
    signed token is the only key, and all it opens is fewer mails."""
    recipient_id = recipient_of(token)
    if recipient_id is None:
        raise Http404
    if request.method == "POST":
        stop_news(recipient_id=recipient_id)
    return render(request, "notify/unsubscribe.html", {"done": request.method == "POST", "token": token})
