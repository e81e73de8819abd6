"""Saved as it is typed: one way to take any section's form, with and without JavaScript.

Typed (X-Autosave): what is right is saved at once, what is wrong is kept in the person's draft and shown again with its
sentence. Handed in: all of it or a sentence at each field; what is right of a draft is saved even then. A section that
stands open to others (`live` False) is only changed when it is handed in: typed values wait in the draft.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from mado.accounts.queries import draft_data
from mado.accounts.services import drop_draft, keep_draft
from mado.kernel.errors import BadInput, NotPossible
from mado.profiles.web.forms.base import SectionForm

Build = Callable[..., SectionForm]


@dataclass(frozen=True, slots=True)
class Saving:
    """How one section is kept: `build(data=None, relaxed=False)` makes its form, `save(form, values)` calls the service."""

    key: str
    build: Build
    save: Callable[[SectionForm, Mapping[str, Any]], None]
    live: bool = True


def shown_form(request: HttpRequest, saving: Saving) -> tuple[SectionForm, bool]:
    """The form as it stands, with what the person typed and could not save; whether there is such a draft."""
    form = saving.build()
    draft = draft_data(request.user, saving.key)
    if not draft:
        return form, False
    data = form.as_data()
    for name in form.fields:
        if name in draft:
            data.setlist(name, draft.getlist(name))
    form = saving.build(data=data, relaxed=True)
    form.is_valid()
    return form, True


def take(request: HttpRequest, saving: Saving, done: str) -> HttpResponse | SectionForm:
    """Answer a POST: JSON while typing, a redirect to `done` when all is saved, else the form with its sentences."""
    if request.headers.get("X-Autosave"):
        return _typed(request, saving)
    form = saving.build(data=request.POST)
    if form.is_valid() and _saved(form, saving):
        drop_draft(user=request.user, key=saving.key)
        return HttpResponseRedirect(done)
    if saving.live:
        relaxed = saving.build(data=request.POST, relaxed=True)
        relaxed.is_valid()
        _saved(relaxed, saving)
        _keep(request, saving, relaxed, relaxed.bad_fields)
    else:
        _keep(request, saving, form, set(form.fields))
    return form  # what cannot even be kept stands in the form of the answer with its sentences


def _saved(form: SectionForm, saving: Saving) -> bool:
    """Save what is right in the form; what the service refuses becomes sentences in it."""
    try:
        saving.save(form, form.good_values)
    except BadInput as problem:
        form.add_problems({name: str(sentence) for name, sentence in problem.sentences.items()})
        return False
    except NotPossible as problem:
        form.add_error(None, problem.decision.sentence)
        return False
    return True


def _keep(request: HttpRequest, saving: Saving, form: SectionForm, names: set[str]) -> str:
    """Keep the typed values of these fields in the draft; nothing to keep drops it. Why they cannot be kept, or ""."""
    kept = {name: values for name, values in form.typed(names).items() if names}
    if kept:
        return keep_typed(request, saving, kept)
    drop_draft(user=request.user, key=saving.key)
    return ""


def keep_typed(request: HttpRequest, saving: Saving, typed: Mapping[str, Any]) -> str:
    """Keep it in the draft; the sentence why it cannot be kept, such as a text of many pages, or ""."""
    try:
        keep_draft(user=request.user, key=saving.key, data=typed)
    except BadInput as problem:
        return " ".join(map(str, problem.sentences.values()))
    return ""


def not_kept(sentence: str) -> JsonResponse:
    return JsonResponse({"saved": False, "message": sentence}, status=422)


def _typed(request: HttpRequest, saving: Saving) -> JsonResponse:
    form = saving.build(data=request.POST, relaxed=True)
    form.is_valid()
    if not saving.live:
        if sentence := _keep(request, saving, form, set(form.fields)):
            return not_kept(sentence)
        return JsonResponse({"saved": True, "message": _("Kept for you. Press Save to change the open wish.")})
    _saved(form, saving)
    bad = form.bad_fields
    if sentence := _keep(request, saving, form, bad):
        return not_kept(sentence)
    if not form.errors:
        return JsonResponse({"saved": True, "message": _("Saved")})
    sentence = next(iter(next(iter(form.errors.values()))))
    message = _("Kept for you, not yet right: %(sentence)s") % {"sentence": sentence}
    return JsonResponse({"saved": True, "message": message, "errors": form.errors})
