"""What profiles shows on a school's page: what it offers and wants, and when its days meet the reader's."""

from collections.abc import Sequence
from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mado.accounts.models import Appointment
from mado.accounts.queries import has_been_seated, seats_of
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.kernel.panels import register_panel
from mado.profiles.answers import (
    ages_text,
    countries_text,
    forms_text,
    girls_and_boys_text,
    goals_text,
    kinds_text,
    languages_text,
    levels_text,
    partners_text,
    pupils_text,
    sectors_text,
    sessions_text,
    topics_text,
    windows_text,
)
from mado.profiles.engine.request import known_zones
from mado.profiles.facts import (
    PHOTO_SENTENCES,
    Fact,
    contact_facts,
    first_facts,
    more_facts,
    stricter_photo_rule,
)
from mado.profiles.logos import logo_of
from mado.profiles.meeting import meeting_of, named_school, named_zone, sample_zones
from mado.profiles.models import SchoolProfile, Wish
from mado.profiles.queries import open_wishes, profiles_visible_to, readings_of, strength_of
from mado.profiles.wording import day_text, span_text


def _wish_row(wish: Wish, *, for_partners: bool) -> dict[str, object]:
    """`for_partners`: the reader may read fields of class "case"."""
    facts = [
        countries_text(wish),
        levels_text(wish),
        ages_text(wish),
        pupils_text(wish),
        languages_text(wish.languages),
        topics_text(wish.topics),
        forms_text(wish.forms),
        span_text(wish.period_from, wish.period_to) if wish.period_from and wish.period_to else "",
        wish.get_frequency_display(),
        windows_text(wish),
    ]
    readings = readings_of(wish)
    more = [
        Fact(_("What for"), reading=readings.get("purpose")),
        Fact(_("What the pupils should learn"), reading=readings.get("aims")),
        Fact(_("What comes out in the end"), reading=readings.get("outcomes")),
        Fact(_("How both sides look back on it"), reading=readings.get("evaluation")),
        Fact(_("Would accept, too"), kinds_text(wish.alternative_kinds)),
        Fact(_("Public or private"), sectors_text(wish)),
        Fact(_("Schools it has as partners already"), _("Welcome, too") if wish.partners_again else ""),
        Fact(_("In how many classes or groups"), str(wish.groups or "")),
        Fact(_("Girls and boys"), girls_and_boys_text(wish) if for_partners else ""),
        Fact(_("How many weeks it would last"), str(wish.weeks or "")),
        Fact(_("Sessions"), sessions_text(wish)),
        Fact(_("How well the pupils speak"), wish.language_band),
        Fact(_("How well the partner's pupils should speak, at least"), wish.partner_language_band),
        Fact(_("Somebody who interprets"), wish.get_interpretation_display()),
        Fact(_("Give and take"), wish.get_reciprocity_display()),
        Fact(_("Costs"), wish.get_who_pays_display()),
        Fact(_("About costs"), reading=readings.get("budget_note")),
        Fact(_("Goals"), goals_text(wish)),
        Fact(_("Looks for"), partners_text(wish)),
    ]
    return {
        "wish": wish,
        "title": readings.get("title"),
        "note": readings.get("note"),
        "kind": wish.get_kind_display(),
        "mode": wish.get_mode_display(),
        "facts": [fact for fact in facts if fact],
        "more": [fact for fact in more if fact.is_said],
        "until": day_text(wish.valid_until) if wish.valid_until else "",
    }


def logo_panel(request: HttpRequest, organization: Organization) -> str:
    """The logo that stands beside the name."""
    if organization.kind not in TAKES_PART_KINDS or not has_been_seated(organization):
        return ""
    shown = profiles_visible_to(request.user).exclude(logo="").filter(organization=organization)
    profile = shown.only("logo", "logo_size", "organization_id").first()
    logo = logo_of(profile, organization) if profile else None
    return logo.html if logo else ""


def offers_panel(request: HttpRequest, organization: Organization) -> str:
    """About the school in its own words, and its open wishes."""
    if organization.kind not in TAKES_PART_KINDS or not has_been_seated(organization):
        return ""
    rows = profiles_visible_to(request.user).filter(organization=organization)
    said = rows.prefetch_related("texts", "taught_languages", "sister_schools", "awards").first()
    wishes = open_wishes(organization)
    if said is None and not wishes:
        return ""
    profile = said or SchoolProfile(organization=organization)
    profile.organization = organization
    seats = seats_of(request.user)
    mine = {seat.organization_id for seat in seats}
    readings = readings_of(profile)
    may_read_contact = request.user.has_perm("profiles.read_contact", profile)
    context = {
        "organization": organization,
        "profile": profile,
        "about": readings.get("about"),
        "first": first_facts(profile),
        "more": more_facts(profile, readings, for_schools=bool(seats) or may_read_contact),
        "contact": contact_facts(profile) if may_read_contact else [],
        "photo_sentence": _photo_sentence(seats, profile),
        "photo_name": profile.photo.name.rsplit("/", 1)[-1] if profile.photo else "",
        "wishes": [_wish_row(wish, for_partners=may_read_contact) for wish in wishes],
        "is_mine": organization.pk in mine,
        "next_step": strength_of(profile).next if organization.pk in mine else None,
    }
    return render_to_string("profiles/_offers_panel.html", context, request)


def _photo_sentence(seats: Sequence[Appointment], profile: SchoolProfile) -> str:
    """What may be photographed between the reader's school and this one; "" for who acts for none, or for this one."""
    others = [seat.organization_id for seat in seats if seat.organization_id != profile.organization_id]
    if len(others) != len(seats) or not others:
        return ""
    own = SchoolProfile.objects.filter(organization=others[0]).values_list("photo_rule", flat=True).first() or ""
    return str(PHOTO_SENTENCES[stricter_photo_rule(own, profile.photo_rule)])


def meeting_panel(request: HttpRequest, organization: Organization) -> str:
    """When our two days meet: against the reader's own school, or a place chosen with ?my_zone=."""
    if organization.kind not in TAKES_PART_KINDS:
        return ""
    seats = [seat.organization for seat in seats_of(request.user)]
    if organization.pk in {mine.pk for mine in seats}:
        return ""
    zone = request.GET.get("my_zone", "")
    if not seats and not zone:
        return mark_safe(_choose_place(get_language() or ""))  # noqa: S308  # rendered by a template
    mine = named_zone(zone) if zone in known_zones() else named_school(seats[0]) if seats else None
    context = {
        "organization": organization,
        "own": seats[0] if seats and zone not in known_zones() else None,
        "zones": [] if seats else sample_zones(),
        "my_zone": zone,
        "meeting": meeting_of(mine, named_school(organization)) if mine else None,
    }
    return render_to_string("profiles/_meeting_panel.html", context, request)


@lru_cache(maxsize=16)
def _choose_place(language: str) -> str:  # noqa: ARG001  # the language in force is the key
    """For who acts for no school and has chosen no place yet: the same on every school's page."""
    return render_to_string("profiles/_meeting_panel.html", {"zones": sample_zones()})


register_panel("school_logo", logo_panel, order=10)
register_panel("school", offers_panel, order=20)
register_panel("school", meeting_panel, order=30)
