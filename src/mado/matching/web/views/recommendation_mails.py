"""The weekly mail: wanted or not, and the page behind its stop link."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mado.matching.models import RecommendationMail
from mado.matching.services.recommendation_mails import person_of_token, stop_mails, want_mails


@require_POST
def mails(request: HttpRequest) -> HttpResponse:
    """`want`: yes or no."""
    if request.POST.get("want") == "yes":
        want_mails(actor=request.user)
        messages.success(request, _("You get a mail a week when schools are new that fit. One click in it ends them."))
    else:
        stop_mails(person=request.user, actor=request.user)
        messages.success(request, _("No more weekly mails about schools that fit."))
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back) if safe else redirect("notify:settings")


@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link of a mail: one button, without signing in."""
    person = person_of_token(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        stop_mails(person=person)
    stopped = not RecommendationMail.objects.filter(person=person).exists()
    return render(request, "matching/mail_stop.html", {"stopped": stopped})
