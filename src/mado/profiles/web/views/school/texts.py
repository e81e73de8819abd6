"""The school's texts in further languages: one page per language, original and translation beside each other."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mado.kernel.errors import NotPossible
from mado.profiles.enums import WishState
from mado.profiles.models import SchoolProfile, Wish
from mado.profiles.queries import language_of, language_states, profile_of, same_language, texts_in
from mado.profiles.services import save_texts, translate_texts, translator
from mado.profiles.web.asking import my_organization, my_wish
from mado.profiles.web.forms.base import SectionForm
from mado.profiles.web.forms.texts import TextsForm
from mado.profiles.web.saving import Saving, shown_form, take
from mado.reference.languages import language_name, languages

Thing = SchoolProfile | Wish


def _thing(request: HttpRequest, code: str, wish: str) -> Thing:
    """The profile of the school, or one of its wishes that is not over."""
    if not wish:
        return profile_of(my_organization(request, code))
    found = my_wish(request, code, wish)
    if found.state == WishState.WITHDRAWN:
        raise Http404
    return found


def _list_url(thing: Thing) -> str:
    if isinstance(thing, Wish):
        return reverse("profiles:wish_texts", args=[thing.organization.code, thing.code])
    return reverse("profiles:texts", args=[thing.organization.code])


def _page_url(thing: Thing, language: str) -> str:
    if isinstance(thing, Wish):
        return reverse("profiles:wish_text", args=[thing.organization.code, thing.code, language])
    return reverse("profiles:text", args=[thing.organization.code, language])


def _back_url(thing: Thing) -> str:
    if isinstance(thing, Wish):
        return reverse("profiles:wish", args=[thing.organization.code, thing.code])
    return reverse("profiles:tasks", args=[thing.organization.code])


def texts(request: HttpRequest, code: str, wish: str = "") -> HttpResponse:
    """Which languages there are, and how far each stands."""
    thing = _thing(request, code, wish)
    states = language_states(thing, list(thing.texts.all()) if thing.pk else [])
    rows = [
        {"state": state, "name": language_name(state.language), "url": _page_url(thing, state.language)}
        for state in states
    ]
    known = {state.language for state in states}
    others = [
        (tag, name) for tag, name in languages() if tag not in known and not same_language(tag, language_of(thing))
    ]
    if wanted := request.GET.get("language", ""):
        if wanted in dict(others):
            return redirect(_page_url(thing, wanted))
        return redirect(_list_url(thing))
    context = {
        "organization": thing.organization,
        "thing": thing,
        "wish": thing if wish else None,
        "own_language": language_name(language_of(thing)),
        "rows": rows,
        "others": others,
        "nothing_written": not states or states[0].wanted == 0,
        "back": _back_url(thing),
    }
    return render(request, "profiles/texts.html", context)


def text(request: HttpRequest, code: str, language: str, wish: str = "") -> HttpResponse:
    """All texts in one language."""
    thing = _thing(request, code, wish)
    if language not in dict(languages()) or same_language(language, language_of(thing)) or not thing.pk:
        raise Http404
    standing = texts_in(thing, language)

    def build(data: Any = None, *, relaxed: bool = False) -> SectionForm:
        return TextsForm(data, thing=thing, language=language, standing=standing, relaxed=relaxed)

    def save(form: SectionForm, _values: Mapping[str, Any]) -> None:
        save_texts(thing=thing, actor=request.user, language=language, texts=form.texts, checked=form.checked)

    key = f"{'wish' if wish else 'profile'}:{(wish or code).lower()}:texts:{language.lower()}"
    is_open = isinstance(thing, Wish) and thing.state == WishState.OPEN
    saving = Saving(key, build, save, live=not is_open)
    has_draft = False
    if request.method == "POST":
        answer = take(request, saving, _list_url(thing))
        if isinstance(answer, HttpResponse):
            return answer
        form = answer
    else:
        form, has_draft = shown_form(request, saving)
    context = {
        "organization": thing.organization,
        "thing": thing,
        "wish": thing if wish else None,
        "form": form,
        "has_draft": has_draft,
        "language": language,
        "language_name": language_name(language),
        "own_language": language_of(thing),
        "own_language_name": language_name(language_of(thing)),
        "can_translate": translator() is not None,
        "here": _page_url(thing, language),
        "translate_url": _page_url(thing, language) + "translate/",
        "list_url": _list_url(thing),
    }
    status = 422 if form.errors and request.method == "POST" else 200
    return render(request, "profiles/text.html", context, status=status)


@require_POST
def text_translate(request: HttpRequest, code: str, language: str, wish: str = "") -> HttpResponse:
    """Ask the machine for what is not yet written in this language."""
    thing = _thing(request, code, wish)
    if language not in dict(languages()) or same_language(language, language_of(thing)) or not thing.pk:
        raise Http404
    try:
        came = translate_texts(thing=thing, actor=request.user, language=language)
    except NotPossible as problem:
        messages.error(request, problem.decision.sentence)
    else:
        messages.success(
            request,
            ngettext(
                "%(count)d text came from the machine. Read it before partners do.",
                "%(count)d texts came from the machine. Read them before partners do.",
                came,
            )
            % {"count": came}
            if came
            else _("Everything is written in this language already."),
        )
    return redirect(_page_url(thing, language))
