"""The school's logo: chosen by the school, seen by everybody beside its name."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mado.kernel.errors import BadInput
from mado.profiles.logos import logo_of
from mado.profiles.queries import profile_of, profiles_visible_to
from mado.profiles.services import make_profile, remove_logo, set_logo
from mado.profiles.web.asking import my_organization
from mado.profiles.web.forms.photo import LogoForm
from mado.profiles.web.views.school.photo import picture_answer, sent_bytes
from mado.profiles.web.views.school.profile import next_url


def logo(request: HttpRequest, code: str) -> HttpResponse:
    organization = my_organization(request, code)
    profile = profile_of(organization)
    form = LogoForm()
    if request.method == "POST":
        form = LogoForm(request.POST, request.FILES)
        if form.is_valid():
            own = profile if profile.pk else make_profile(organization=organization, actor=request.user)
            try:
                set_logo(
                    profile=own,
                    actor=request.user,
                    data=sent_bytes(form, "logo"),
                    nobody_recognisable=form.cleaned_data["nobody_recognisable"],
                )
            except BadInput as problem:
                for name, sentence in problem.sentences.items():
                    form.add_error(name or None, sentence)
            else:
                messages.success(request, _("The logo stands beside the name of your school."))
                return redirect(next_url(organization, "logo"))
    context = {"organization": organization, "logo": logo_of(profile), "form": form}
    return render(request, "profiles/logo.html", context, status=422 if form.errors else 200)


@require_POST
def logo_remove(request: HttpRequest, code: str) -> HttpResponse:
    organization = my_organization(request, code)
    profile = profile_of(organization)
    if profile.pk:
        remove_logo(profile=profile, actor=request.user)
        messages.success(request, _("The logo is removed from your page and from Mado."))
    return redirect("profiles:logo", code=organization.code)


@require_safe
def logo_file(request: HttpRequest, code: str, name: str) -> FileResponse:
    """Only what a profile shows right now, as with its photo."""
    profile = (
        profiles_visible_to(request.user).filter(organization__code=code.upper(), logo=f"school-logos/{name}").first()
    )
    if profile is None:
        raise Http404
    return picture_answer(profile.logo, "image/png")
