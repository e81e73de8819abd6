"""The link of a mail: one page, one button, no sign-in. A GET changes nothing, so mail scanners revive nobody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mado.partnerships import services
from mado.partnerships.queries import LinkTooOld, liveness, returning


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HttpRequest, token: str) -> HttpResponse:
    try:
        found = returning(token)
    except LinkTooOld:
        return render(request, "partnerships/here_too_old.html", status=410)
    if found is None:
        raise Http404
    if request.method == "POST":
        services.say_we_are_here(profile=found.profile, actor=found.person)
        return redirect(f"{reverse('partnerships:here', kwargs={'token': token})}?done=1")
    organization = found.profile.organization
    context = {
        "organization": organization,
        "profile": found.profile,
        "person": found.person,
        "alive": liveness(organization),
        "done": request.GET.get("done") == "1" and found.profile.dormant_since is None,
    }
    return render(request, "partnerships/here.html", context)
