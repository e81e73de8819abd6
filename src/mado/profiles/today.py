"""The next best step of a school that has not said everything yet."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from mado.accounts.queries import has_alliance_role, office_appointments_of, seats_of
from mado.directory.models import Organization
from mado.kernel.today import TodayItem, register_today
from mado.profiles.calendar_rows import place_name
from mado.profiles.enums import WishState
from mado.profiles.queries import is_expired, own_wishes, profile_of, strength_of, wish_tasks
from mado.profiles.queries.place_calendars import places_in_care_of, unconfirmed_places


def steps(user: Any) -> Iterator[TodayItem]:
    """Profile first, then a wish that stands open."""
    for organization in {seat.organization_id: seat.organization for seat in seats_of(user)}.values():
        yield from _profile_step(organization)
        yield from _wish_step(organization)


def _profile_step(organization: Organization) -> Iterator[TodayItem]:
    step = strength_of(profile_of(organization)).next
    if step:
        yield TodayItem(
            "step",
            _("Next for %(school)s: %(step)s") % {"school": organization.name, "step": step.title},
            pgettext("what to do, and why", "%(what)s %(why)s") % {"what": step.missing, "why": step.why},
            _("Go on with the profile"),
            reverse("profiles:tasks", args=[organization.code]),
            tone="draft",
        )


def _wish_step(organization: Organization) -> Iterator[TodayItem]:
    wishes = own_wishes(organization)
    if any(wish.state == WishState.OPEN and not is_expired(wish) for wish in wishes):
        return
    draft = next((wish for wish in wishes if wish.state == WishState.DRAFT), None)
    if draft is None:
        yield TodayItem(
            "step",
            _("Say what kind of exchange %(school)s looks for") % {"school": organization.name},
            _("Schools with an open wish are found and invited."),
            _("Write a wish"),
            reverse("profiles:tasks", args=[organization.code]) + "#wishes",
            tone="draft",
        )
        return
    left = sum(task.needed and not task.done for task in wish_tasks(draft))
    yield TodayItem(
        "step",
        _("Finish the wish “%(title)s”") % {"title": draft.title or draft.code},
        ngettext("%(count)d section is still open.", "%(count)d sections are still open.", left) % {"count": left}
        if left
        else _("Everything is said. Open it, so that other schools find it."),
        _("Go on with the wish"),
        reverse("profiles:wish", args=[organization.code, draft.code]),
        tone="draft",
    )


def calendar_step(user: Any) -> Iterator[TodayItem]:
    """For an office whose places follow a calendar nobody has confirmed for this school year."""
    places = [] if has_alliance_role(user) or not office_appointments_of(user) else places_in_care_of(user)
    open_places = unconfirmed_places(places)
    if open_places:
        (place, followers), *others = open_places.items()
        more = ngettext(
            "%(count)d more place waits for the same.", "%(count)d more places wait for the same.", len(others)
        ) % {"count": len(others)}
        detail = ngettext(
            "%(count)d school follows it. Partners abroad plan by it.",
            "%(count)d schools follow it. Partners abroad plan by it.",
            followers,
        ) % {"count": followers}
        yield TodayItem(
            "step",
            _("Confirm this year's school calendar: %(place)s") % {"place": place_name(*place)},
            f"{detail} {more}" if others else detail,
            _("Look at the calendar"),
            reverse("profiles:office_calendars")
            if others
            else reverse("profiles:office_calendar", args=[place[1] or place[0]]),
            tone="draft",
        )


register_today(steps)
register_today(calendar_step)
