"""The school's own profile: task list and sections."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mado.directory.models import Organization
from mado.profiles.models import SchoolProfile
from mado.profiles.queries import (
    GROUPS,
    PARTS,
    Task,
    is_expired,
    own_wishes,
    profile_of,
    profile_tasks,
    strength_of,
    wish_tasks,
)
from mado.profiles.services import (
    change_profile,
    make_profile,
    renewed_until,
    set_awards,
    set_bell_days,
    set_sister_schools,
    set_taught_languages,
)
from mado.profiles.web.asking import my_organization
from mado.profiles.web.forms.base import SectionForm
from mado.profiles.web.forms.facts import (
    FactsForm,
    LanguagesForm,
    LinksForm,
    PeopleForm,
    PlaceForm,
    ProgrammesForm,
    SafetyForm,
    TechniqueForm,
    TopicsForm,
)
from mado.profiles.web.forms.profile import AboutForm, CapacityForm, DayForm
from mado.profiles.web.forms.rows import AwardsForm, RowsForm, SisterForm, TaughtForm
from mado.profiles.web.saving import Saving, shown_form, take


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the profile; `after` is the part that comes next when it is another than the list's."""

    form: type[Any]
    lede: str | Promise
    template: str = "profiles/_fields.html"
    after: str = ""
    title: str | Promise = ""


SECTIONS: dict[str, Section] = {
    "about": Section(AboutForm, _("What the directory knows is shown beside and not asked again.")),
    "facts": Section(FactsForm, _("A number you are not sure of can stay empty.")),
    "place": Section(PlaceForm, _("For somebody who has never been there.")),
    "programmes": Section(ProgrammesForm, _("What is not done everywhere.")),
    "links": Section(LinksForm, _("Where a partner can look around.")),
    "languages": Section(LanguagesForm, _("A partner can write in any of them and knows which is answered soonest.")),
    "taught": Section(TaughtForm, _("After saving there is room for more."), "profiles/_rows_fields.html"),
    "topics": Section(TopicsForm, _("Partners look for schools by these.")),
    "people": Section(PeopleForm, _("Only partners and offices see what stands here: never the public page.")),
    "technique": Section(
        TechniqueForm, _("What works in your building, so that the first lesson does not fail over it.")
    ),
    "safety": Section(SafetyForm, _("Both schools see both rules before anything is photographed.")),
    "record": Section(
        SisterForm,
        _("Schools abroad you have a tie with that was made outside Mado."),
        "profiles/_rows_fields.html",
        "awards",
        _("Sister schools and earlier exchanges"),
    ),
    "awards": Section(
        AwardsForm,
        _("What your school was given for what it does with the world."),
        "profiles/_rows_fields.html",
        "day",
        _("Awards and labels"),
    ),
    "day": Section(
        DayForm,
        _("The first bell and the end of the day, on your own clock. Empty days have no school."),
        "profiles/_day_fields.html",
    ),
    "capacity": Section(CapacityForm, _("You set the pace: nobody can send you more than you can answer.")),
}
_TITLES = {part.key: part.title for part in PARTS}
_COLUMNS = (("about", "record"), ("people", "technique", "safety", "calendar"))
"""How the groups stand beside each other; the group of wishes stands with the wishes."""

_ORDER = [part.key for part in PARTS]
_ROW_SERVICES = {TaughtForm: set_taught_languages, SisterForm: set_sister_schools, AwardsForm: set_awards}


def tasks(request: HttpRequest, code: str) -> HttpResponse:
    """What the school has said and what would help most; its wishes."""
    organization = my_organization(request, code)
    profile = profile_of(organization)
    rows = profile_tasks(organization, profile)
    strength = strength_of(profile)
    groups = {
        key: {"key": key, "title": GROUPS[key], "tasks": [_task_row(organization, task) for task in found]}
        for key, found in groupby(rows, lambda task: task.group)
    }
    context = {
        "organization": organization,
        "columns": [[groups[key] for key in column] for column in _COLUMNS],
        "wish_tasks": groups["wishes"]["tasks"],
        "strength": strength,
        "next_url": section_url(organization, strength.next.key) if strength.next else "",
        "wishes": [_wish_row(wish) for wish in own_wishes(organization)],
    }
    return render(request, "profiles/tasks.html", context)


def _task_row(organization: Organization, task: Task) -> dict[str, Any]:
    return {"task": task, "url": section_url(organization, task.key)}


def _wish_row(wish: Any) -> dict[str, Any]:
    return {
        "wish": wish,
        "open_tasks": sum(task.needed and not task.done for task in wish_tasks(wish)),
        "expired": is_expired(wish),
        "renewed_until": renewed_until(wish),
    }


def section_url(organization: Organization, key: str) -> str:
    if key in ("calendar", "photo", "logo"):
        return reverse(f"profiles:{key}", args=[organization.code])
    if key == "texts":
        return reverse("profiles:texts", args=[organization.code])
    return reverse("profiles:section", args=[organization.code, key])


def next_url(organization: Organization, key: str) -> str:
    """The page after this one in the list; the list after the last."""
    following = SECTIONS[key].after if key in SECTIONS else ""
    if not following and key in _ORDER[:-1]:
        following = _ORDER[_ORDER.index(key) + 1]
    return section_url(organization, following) if following else reverse("profiles:tasks", args=[organization.code])


def section(request: HttpRequest, code: str, section: str) -> HttpResponse:
    organization = my_organization(request, code)
    if section not in SECTIONS:
        raise Http404
    page = SECTIONS[section]
    profile = profile_of(organization)

    def build(data: Any = None, *, relaxed: bool = False) -> SectionForm:
        return page.form(data, profile=profile, relaxed=relaxed)

    def save(form: SectionForm, values: Mapping[str, Any]) -> None:
        _save(request, profile, form, values)

    saving = Saving(f"profile:{organization.code.lower()}:{section}", build, save)
    has_draft = False
    if request.method == "POST":
        answer = take(request, saving, next_url(organization, section))
        if isinstance(answer, HttpResponse):
            return answer
        form = answer
    else:
        form, has_draft = shown_form(request, saving)
    context = {
        "organization": organization,
        "profile": profile,
        "section": section,
        "title": page.title or _TITLES[section],
        "lede": page.lede,
        "form": form,
        "has_draft": has_draft,
        "here": section_url(organization, section),
        "template": page.template,
    }
    return render(
        request, "profiles/section.html", context, status=422 if form.errors and request.method == "POST" else 200
    )


def _save(request: HttpRequest, profile: SchoolProfile, form: SectionForm, values: Mapping[str, Any]) -> None:
    """Hand the right values of a section to the services; the profile is made with the first of them."""
    if profile.pk is None:
        profile.pk = make_profile(organization=profile.organization, actor=request.user).pk
    if isinstance(form, RowsForm):
        if (rows := form.rows) is not None:
            _ROW_SERVICES[type(form)](profile=profile, actor=request.user, rows=rows)
        return
    if not isinstance(form, DayForm):
        change_profile(profile=profile, actor=request.user, changes=values)
        return
    if (bells := form.bells) is not None:
        set_bell_days(profile=profile, actor=request.user, days=bells)
    if zone := values.get("time_zone"):
        own = "" if zone == profile.organization.time_zone else zone
        change_profile(profile=profile, actor=request.user, changes={"time_zone": own})
