"""The school's own profile: task list and sections."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mado.directory.models import Organization
from mado.profiles.models import SchoolProfile
from mado.profiles.queries import own_wishes, profile_of, profile_tasks, wish_tasks
from mado.profiles.services import change_profile, make_profile, set_bell_days
from mado.profiles.web.asking import my_organization
from mado.profiles.web.forms.base import SectionForm
from mado.profiles.web.forms.profile import AboutForm, CapacityForm, DayForm, LanguagesForm
from mado.profiles.web.saving import Saving, shown_form, take

SECTIONS: dict[str, tuple[str | Promise, type[Any], str | Promise]] = {
    "about": (_("About the school"), AboutForm, _("What the directory knows is shown beside and not asked again.")),
    "languages": (_("Languages and topics"), LanguagesForm, _("Partners look for schools by these.")),
    "day": (
        _("School day"),
        DayForm,
        _("The first bell and the end of the day, on your own clock. Empty days have no school."),
    ),
    "capacity": (
        _("How many invitations"),
        CapacityForm,
        _("You set the pace: nobody can send you more than you can answer."),
    ),
}
NEXT = {"about": "languages", "languages": "day", "day": "calendar", "capacity": ""}


def tasks(request: HttpRequest, code: str) -> HttpResponse:
    """What the school has said and what is missing; its wishes."""
    organization = my_organization(request, code)
    rows = profile_tasks(organization)
    wishes = [
        {"wish": wish, "open_tasks": sum(not task.done for task in wish_tasks(wish))}
        for wish in own_wishes(organization)
    ]
    context = {
        "organization": organization,
        "tasks": [{"task": task, "url": section_url(organization, task.key)} for task in rows],
        "done": sum(task.done for task in rows),
        "wishes": wishes,
    }
    return render(request, "profiles/tasks.html", context)


def section_url(organization: Organization, key: str) -> str:
    if key == "calendar":
        return reverse("profiles:calendar", args=[organization.code])
    return reverse("profiles:section", args=[organization.code, key])


def section(request: HttpRequest, code: str, section: str) -> HttpResponse:
    organization = my_organization(request, code)
    if section not in SECTIONS:
        raise Http404
    title, form_class, lede = SECTIONS[section]
    profile = profile_of(organization)

    def build(data: Any = None, *, relaxed: bool = False) -> SectionForm:
        return form_class(data, profile=profile, relaxed=relaxed)

    def save(form: SectionForm, values: Mapping[str, Any]) -> None:
        _save(request, profile, form, values)

    saving = Saving(f"profile:{organization.code.lower()}:{section}", build, save)
    following = NEXT[section]
    done = section_url(organization, following) if following else reverse("profiles:tasks", args=[organization.code])
    has_draft = False
    if request.method == "POST":
        answer = take(request, saving, done)
        if isinstance(answer, HttpResponse):
            return answer
        form = answer
    else:
        form, has_draft = shown_form(request, saving)
    context = {
        "organization": organization,
        "profile": profile,
        "section": section,
        "title": title,
        "lede": lede,
        "form": form,
        "has_draft": has_draft,
        "here": section_url(organization, section),
        "template": f"profiles/_{section}_fields.html" if section == "day" else "profiles/_fields.html",
    }
    return render(
        request, "profiles/section.html", context, status=422 if form.errors and request.method == "POST" else 200
    )


def _save(request: HttpRequest, profile: SchoolProfile, form: SectionForm, values: Mapping[str, Any]) -> None:
    """Hand the right values of a section to the services; the profile is made with the first of them."""
    if profile.pk is None:
        profile.pk = make_profile(organization=profile.organization, actor=request.user).pk
    if not isinstance(form, DayForm):
        change_profile(profile=profile, actor=request.user, changes=values)
        return
    if (bells := form.bells) is not None:
        set_bell_days(profile=profile, actor=request.user, days=bells)
    if zone := values.get("time_zone"):
        own = "" if zone == profile.organization.time_zone else zone
        change_profile(profile=profile, actor=request.user, changes={"time_zone": own})
