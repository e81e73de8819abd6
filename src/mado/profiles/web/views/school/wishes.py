"""A wish: task list, sections, check of all answers, and its moves."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mado.kernel.errors import NotPossible
from mado.profiles.answers import wish_answers
from mado.profiles.enums import WishState
from mado.profiles.models import Wish
from mado.profiles.queries import is_expired, wish_tasks
from mado.profiles.services import (
    change_wish,
    copy_wish,
    open_wish,
    pause_wish,
    renew_wish,
    renewed_until,
    set_wish_windows,
    start_wish,
    withdraw_wish,
)
from mado.profiles.web.asking import my_organization, my_wish
from mado.profiles.web.forms.base import SectionForm
from mado.profiles.web.forms.wish import (
    CapacityForm,
    FormsForm,
    GoalsForm,
    GroupForm,
    KindForm,
    LanguagesForm,
    TermsForm,
    TimesForm,
    TopicsForm,
    WhomForm,
)
from mado.profiles.web.saving import Saving, shown_form, take
from mado.profiles.wording import day_text
from mado.profiles.workflow import WISH

SECTIONS: dict[str, tuple[type[Any], str | Promise]] = {
    "kind": (KindForm, gettext_lazy("One wish is one kind of exchange. Write another wish for another kind.")),
    "forms": (FormsForm, gettext_lazy("The same kind of exchange can be letters, parcels or lessons.")),
    "whom": (WhomForm, gettext_lazy("Schools that fit see your wish first.")),
    "group": (GroupForm, gettext_lazy("Pupils of like age find common ground soonest.")),
    "languages": (LanguagesForm, gettext_lazy("The language of the exchange may be nobody's mother tongue.")),
    "topics": (TopicsForm, gettext_lazy("What the pupils would talk about or make together.")),
    "goals": (GoalsForm, gettext_lazy("A partner who knows what it is for can say whether it fits.")),
    "times": (TimesForm, gettext_lazy("Times are on your own school's clock. A partner sees them on theirs, too.")),
    "terms": (TermsForm, gettext_lazy("Said before, it is no disappointment after.")),
    "capacity": (CapacityForm, gettext_lazy("A wish that says when it ends is answered sooner.")),
}
ORDER = list(SECTIONS)
FIELDS = {"times": "profiles/_times_fields.html", "whom": "profiles/_whom_fields.html"}
"""Section → the template of its fields, where it is not the common one."""
MOVES = {"open": open_wish, "pause": pause_wish, "withdraw": withdraw_wish}


def wish_new(request: HttpRequest, code: str) -> HttpResponse:
    organization = my_organization(request, code)
    if request.method != "POST":
        return redirect("profiles:tasks", code=code)
    made = start_wish(organization=organization, actor=request.user)
    return redirect("profiles:wish_section", code=code, wish=made.code, section="kind")


def _urls(wish: Wish) -> dict[str, str]:
    args = [wish.organization.code, wish.code]
    urls = {key: reverse("profiles:wish_section", args=[*args, key]) for key in ORDER}
    return urls | {"texts": reverse("profiles:wish_texts", args=args)}


def wish(request: HttpRequest, code: str, wish: str) -> HttpResponse:
    found = my_wish(request, code, wish)
    urls, rows = _urls(found), wish_tasks(found)
    context = {
        "organization": found.organization,
        "wish": found,
        "state": WishState(found.state),
        "expired": is_expired(found),
        "renewed_until": renewed_until(found),
        "can_renew": found.state in (WishState.OPEN, WishState.PAUSED) and found.valid_until != renewed_until(found),
        "needed": [task for task in rows if task.needed],
        "tasks": [{"task": task, "url": urls[task.key]} for task in rows],
        "done": sum(task.needed and task.done for task in rows),
        "moves": list(WISH.available(found, request.user)),
        "ended": found.state == WishState.WITHDRAWN,
    }
    return render(request, "profiles/wish.html", context)


def wish_section(request: HttpRequest, code: str, wish: str, section: str) -> HttpResponse:
    found = my_wish(request, code, wish)
    if section not in SECTIONS or found.state == WishState.WITHDRAWN:
        raise Http404
    form_class, lede = SECTIONS[section]
    is_open = found.state == WishState.OPEN

    def build(data: Any = None, *, relaxed: bool = False) -> SectionForm:
        return form_class(data, wish=found, relaxed=relaxed)

    def save(form: SectionForm, values: Mapping[str, Any]) -> None:
        _save(request, found, form, values)

    if section == "whom" and request.method == "GET" and request.headers.get("HX-Request"):
        form = build(request.GET, relaxed=True)
        form.is_valid()
        answer = render(request, "profiles/_regions_field.html", {"form": form, "here": _urls(found)[section]})
        answer["Cache-Control"] = "no-store"  # its address is the page's, too
        return answer
    saving = Saving(f"wish:{found.code.lower()}:{section}", build, save, live=not is_open)
    has_draft = False
    if "show_regions" in request.POST:  # without JavaScript: the same form again, nothing is saved yet
        form = build(request.POST, relaxed=True)
        form.is_valid()
    elif request.method == "POST":
        answer = take(request, saving, _after(found, section))
        if isinstance(answer, HttpResponse):
            return answer
        form = answer
    else:
        form, has_draft = shown_form(request, saving)
    task = next(task for task in wish_tasks(found) if task.key == section)
    context = {
        "organization": found.organization,
        "wish": found,
        "section": section,
        "title": task.title,
        "lede": lede,
        "form": form,
        "has_draft": has_draft,
        "is_open": is_open,
        "here": _urls(found)[section],
        "template": FIELDS.get(section, "profiles/_fields.html"),
    }
    status = 422 if form.errors and request.method == "POST" else 200
    return render(request, "profiles/wish_section.html", context, status=status)


def _after(wish: Wish, section: str) -> str:
    """The next section of a draft; all answers after the last, and of a wish that stands open."""
    place = ORDER.index(section) + 1
    if wish.state == WishState.DRAFT and place < len(ORDER):
        return _urls(wish)[ORDER[place]]
    return reverse("profiles:wish_check", args=[wish.organization.code, wish.code])


def _save(request: HttpRequest, wish: Wish, form: SectionForm, values: Mapping[str, Any]) -> None:
    changes = form.wish_values(dict(values))
    if changes:
        change_wish(wish=wish, actor=request.user, changes=changes)
    if isinstance(form, TimesForm) and (windows := form.windows) is not None:
        set_wish_windows(wish=wish, actor=request.user, windows=windows)


def wish_check(request: HttpRequest, code: str, wish: str) -> HttpResponse:
    """All answers on one page before the wish is opened."""
    found = my_wish(request, code, wish)
    context = {
        "organization": found.organization,
        "wish": found,
        "state": WishState(found.state),
        "groups": wish_answers(found, {} if found.state == WishState.WITHDRAWN else _urls(found)),
        "moves": list(WISH.available(found, request.user)),
    }
    return render(request, "profiles/wish_check.html", context)


@require_POST
def wish_copy(request: HttpRequest, code: str, wish: str) -> HttpResponse:
    """Begin another wish with everything this one says."""
    made = copy_wish(wish=my_wish(request, code, wish), actor=request.user)
    messages.success(request, _("Here is a new draft that says the same. Change what is different this time."))
    return redirect("profiles:wish_section", code=code, wish=made.code, section="kind")


@require_POST
def wish_renew(request: HttpRequest, code: str, wish: str) -> HttpResponse:
    found = my_wish(request, code, wish)
    try:
        renewed = renew_wish(wish=found, actor=request.user)
    except NotPossible as problem:
        messages.error(request, problem.decision.sentence)
    else:
        until = day_text(renewed.valid_until) if renewed.valid_until else ""
        messages.success(request, _("The wish stands until %(day)s.") % {"day": until})
    return redirect("profiles:wish", code=code, wish=wish)


@require_POST
def wish_move(request: HttpRequest, code: str, wish: str, move: str) -> HttpResponse:
    found = my_wish(request, code, wish)
    if move not in MOVES:
        raise Http404
    try:
        MOVES[move](wish=found, actor=request.user)
    except NotPossible as problem:
        messages.error(request, problem.decision.sentence)
        return redirect("profiles:wish", code=code, wish=wish)
    done = {
        "open": _("The wish is open: other schools find it from now on."),
        "pause": _("The wish rests. Nobody can invite you with it until you open it again."),
        "withdraw": _("The wish is withdrawn."),
    }
    messages.success(request, done[move])
    if move == "withdraw":
        return redirect("profiles:tasks", code=code)
    return redirect("profiles:wish", code=code, wish=wish)
