"""One's own page: name, language, clock, seats and claims."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from mado.accounts.queries import appointments_of, claims_of, second_step_is_on
from mado.accounts.services import change_person
from mado.accounts.services.people import OWN_FIELDS
from mado.accounts.web.forms import PersonForm
from mado.accounts.web.pages import redirect_in_language
from mado.accounts.web.sentences import add_sentences
from mado.kernel.errors import BadInput


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Read and change what offices and partners know of me."""
    user = request.user
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        initial={field: getattr(user, field) for field in OWN_FIELDS},
    )
    if request.method == "POST" and form.is_valid():
        try:
            person = change_person(person=user, actor=user, changes=form.cleaned_data)
        except BadInput as problem:
            add_sentences(form, problem)
        else:
            with override(person.language):
                messages.success(request, _("Saved."))
            return redirect_in_language("accounts:me", person.language)
    context = {
        "form": form,
        "appointments": appointments_of(user),
        "claims": list(claims_of(user)),
        "second_step": second_step_is_on(user),
    }
    return render(request, "accounts/me.html", context, status=422 if form.errors else 200)
