"""What profiles shows on a school's page: what it offers and wants, and when its days meet the reader's."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from mado.accounts.queries import seats_of
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.kernel.panels import register_panel
from mado.profiles.answers import ages_text, countries_text, languages_text, topics_text, windows_text
from mado.profiles.engine.request import known_zones
from mado.profiles.meeting import meeting_of, named_school, named_zone, sample_zones
from mado.profiles.models import SchoolProfile, Wish
from mado.profiles.queries import open_wishes, profiles_visible_to
from mado.profiles.wording import day_text, span_text


def _wish_row(wish: Wish) -> dict[str, object]:
    facts = [
        countries_text(wish),
        ages_text(wish),
        languages_text(wish.languages),
        topics_text(wish.topics),
        span_text(wish.period_from, wish.period_to) if wish.period_from and wish.period_to else "",
        windows_text(wish),
    ]
    return {
        "wish": wish,
        "kind": wish.get_kind_display(),
        "mode": wish.get_mode_display(),
        "facts": [fact for fact in facts if fact],
        "until": day_text(wish.valid_until) if wish.valid_until else "",
    }


def offers_panel(request: HttpRequest, organization: Organization) -> str:
    """About the school in its own words, and its open wishes."""
    if organization.kind not in TAKES_PART_KINDS:
        return ""
    said = profiles_visible_to(request.user).filter(organization=organization).first()
    wishes = open_wishes(organization)
    if said is None and not wishes:
        return ""
    profile = said or SchoolProfile(organization=organization)
    seats = {seat.organization_id for seat in seats_of(request.user)}
    context = {
        "organization": organization,
        "profile": profile,
        "languages": languages_text(profile.languages),
        "taught": languages_text(profile.languages_taught),
        "topics": topics_text(profile.topics),
        "tools": profile.tools if seats else "",
        "wishes": [_wish_row(wish) for wish in wishes],
        "is_mine": organization.pk in seats,
    }
    return render_to_string("profiles/_offers_panel.html", context, request)


def meeting_panel(request: HttpRequest, organization: Organization) -> str:
    """When our two days meet: against the reader's own school, or a place chosen with ?my_zone=."""
    if organization.kind not in TAKES_PART_KINDS:
        return ""
    seats = [seat.organization for seat in seats_of(request.user)]
    if organization.pk in {mine.pk for mine in seats}:
        return ""
    zone = request.GET.get("my_zone", "")
    mine = named_zone(zone) if zone in known_zones() else named_school(seats[0]) if seats else None
    context = {
        "organization": organization,
        "own": seats[0] if seats and zone not in known_zones() else None,
        "zones": [] if seats else sample_zones(),
        "my_zone": zone,
        "meeting": meeting_of(mine, named_school(organization)) if mine else None,
    }
    return render_to_string("profiles/_meeting_panel.html", context, request)


register_panel("school", offers_panel, order=20)
register_panel("school", meeting_panel, order=30)
