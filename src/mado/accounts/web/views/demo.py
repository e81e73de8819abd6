"""Development only: sign in as one of the demonstration's people. The access table answers 404 elsewhere."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mado.accounts.queries import demo_newcomer, demo_people

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "HEAD", "POST"])
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One button per role and country."""
    people = demo_people()
    newcomer = demo_newcomer()
    if request.method == "POST":
        known = {str(row.user_id): row.user for row in people} | ({str(newcomer.pk): newcomer} if newcomer else {})
        person = known.get(request.POST.get("person", ""))
        if person is None:
            raise Http404
        login(request, person, backend=BACKEND)
        return HttpResponseRedirect(f"/{person.language}/")
    return render(request, "accounts/demo_sign_in.html", {"people": people, "newcomer": newcomer})
