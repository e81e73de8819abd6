"""The school's picture: chosen by the school, seen by everybody."""

from typing import Any

from django.contrib import messages
from django.db.models.fields.files import FieldFile
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mado.kernel.errors import BadInput
from mado.profiles.engine.photo import BYTES_MOST
from mado.profiles.queries import profile_of, profiles_visible_to
from mado.profiles.services import make_profile, remove_photo, set_photo
from mado.profiles.web.asking import my_organization
from mado.profiles.web.forms.photo import PhotoForm
from mado.profiles.web.views.school.profile import next_url

_A_DAY = 24 * 3600
"""Not longer: a picture taken away is to be gone everywhere soon."""


def photo(request: HttpRequest, code: str) -> HttpResponse:
    organization = my_organization(request, code)
    profile = profile_of(organization)
    form = PhotoForm(initial={"alt": profile.photo_alt, "nobody_recognisable": bool(profile.photo)})
    if request.method == "POST":
        form = PhotoForm(request.POST, request.FILES)
        if form.is_valid():
            own = profile if profile.pk else make_profile(organization=organization, actor=request.user)
            try:
                set_photo(profile=own, actor=request.user, data=sent_bytes(form, "photo"), **_words(form))
            except BadInput as problem:
                for name, sentence in problem.sentences.items():
                    form.add_error(name or None, sentence)
            else:
                messages.success(request, _("The picture stands on your page."))
                return redirect(next_url(organization, "photo"))
    name = profile.photo.name.rsplit("/", 1)[-1] if profile.photo else ""
    context = {"organization": organization, "profile": profile, "form": form, "photo_name": name}
    return render(request, "profiles/photo.html", context, status=422 if form.errors else 200)


def sent_bytes(form: Form, field: str) -> bytes | None:
    """At most one byte more than is allowed is ever read."""
    upload = form.cleaned_data[field]
    return upload.read(BYTES_MOST + 1) if upload else None


def _words(form: PhotoForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("alt", "nobody_recognisable")}


@require_POST
def photo_remove(request: HttpRequest, code: str) -> HttpResponse:
    organization = my_organization(request, code)
    profile = profile_of(organization)
    if profile.pk:
        remove_photo(profile=profile, actor=request.user)
        messages.success(request, _("The picture is removed from your page and from Mado."))
    return redirect("profiles:photo", code=organization.code)


@require_safe
def photo_file(request: HttpRequest, code: str, name: str) -> FileResponse:
    """Only what a profile shows right now; the address carries the picture's digest, so it may be kept for a day."""
    stored = f"school-pictures/{name}"
    profile = profiles_visible_to(request.user).filter(organization__code=code.upper(), photo=stored).first()
    if profile is None:
        raise Http404
    return picture_answer(profile.photo, "image/jpeg")


def picture_answer(kept: FieldFile, content_type: str) -> FileResponse:
    name = str(kept.name)
    if not kept.storage.exists(name):
        raise Http404
    answer = FileResponse(kept.storage.open(name), content_type=content_type)
    answer["Content-Disposition"] = "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = f"public, max-age={_A_DAY}"
    return answer
