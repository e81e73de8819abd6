"""On pages of lower apps: whether a school answers, what one can do with it, and how many seek how many."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from mado.accounts.queries import has_been_seated, seats_of
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.kernel.panels import register_panel
from mado.partnerships.guards import may_send, may_wait
from mado.partnerships.queries import (
    balances,
    better_supplied,
    dormant_of,
    live_wait,
    liveness,
    open_invitation_between,
    partnership_of,
    places_in_line,
    return_token,
)
from mado.partnerships.wording import balance_words, dormant_text, reply_rate_text, reply_speed_text
from mado.profiles.models import SchoolProfile, Wish
from mado.reference.places import country_name

COUNTRIES_MOST = 12
"""Countries listed beside a wish; the page of all of them is linked."""


def school_partnership(request: HttpRequest, organization: Organization) -> str:
    """For seat holders of another school: the button, the open invitation, the partnership."""
    seats = seats_of(request.user)
    own = {seat.organization_id for seat in seats}
    if organization.kind not in TAKES_PART_KINDS or not seats or organization.pk in own:
        return ""
    sender = seats[0].organization
    query = urlencode({"to": organization.code, "from": sender.code})
    decision = may_send(sender, organization)
    waiting = live_wait(sender, organization)
    context = {
        "sender": sender,
        "needs_wish": any(reason.code == "no_open_wish" for reason in decision.reasons),
        "organization": organization,
        "partnership": partnership_of(sender, organization),
        "known": open_invitation_between(sender, organization),
        "decision": decision,
        "invite_url": f"{reverse('partnerships:invite')}?{query}",
        "waiting": waiting,
        "place": places_in_line([waiting]).get(waiting.pk) if waiting else None,
        "may_wait": not decision and waiting is None and bool(may_wait(sender, organization)),
    }
    return render_to_string("partnerships/panel_school.html", context, request)


def school_liveness(request: HttpRequest, organization: Organization) -> str:
    """For everybody, on the page of a school that has a profile."""
    if not has_been_seated(organization) or not SchoolProfile.objects.filter(organization=organization).exists():
        return ""
    alive = liveness(organization)
    is_mine = organization.pk in {seat.organization_id for seat in seats_of(request.user)}
    asleep = dormant_of([organization.pk]) if is_mine else []
    context = {
        "alive": alive,
        "dormant": dormant_text(alive),
        "rate": reply_rate_text(alive),
        "speed": reply_speed_text(alive),
        "return_url": return_url(asleep[0], request.user) if asleep else "",
    }
    return render_to_string("partnerships/panel_liveness.html", context, request)


def return_url(profile: SchoolProfile, person: Any) -> str:
    """The page with the one button, for this person."""
    return reverse("partnerships:here", kwargs={"token": return_token(profile, person)})


def find_balance(request: HttpRequest, asked: Any) -> str:
    """Among what was found, for who holds a seat and chose one country: how many seek there and how many are open."""
    seats = seats_of(request.user)
    country = next(iter(asked.country), "")
    if not seats or len(asked.country) != 1 or country == seats[0].organization.country:
        return ""
    home, region = seats[0].organization.country, seats[0].organization.region
    row = balances(home, [country], region=region)[country]
    context = {"row": balance_words(row, region), "home": home, "home_name": country_name(home)}
    return render_to_string("partnerships/panel_balance.html", context, request)


def wish_balances(request: HttpRequest, wish: Wish) -> str:
    """Beside the choice of countries of a wish: where how many schools are open, and where the chance is better."""
    home, region = wish.organization.country, wish.organization.region
    every = balances(home, region=region)
    chosen = [every[code] for code in wish.partner_countries if code in every]
    narrowed = [row.country for row in chosen if wish.regions_of(row.country)]
    inside = balances(home, narrowed, region=region, within=wish.partner_regions) if narrowed else {}
    asked = every | inside
    scarce = any(asked[row.country].is_scarce for row in chosen)
    supplied = sorted((row for row in every.values() if row.open), key=lambda row: (-len(row.open), row.country))
    context = {
        "home": home,
        "home_name": country_name(home),
        "chosen": [
            balance_words(row, region)
            | {"inside": balance_words(inside[row.country]) if row.country in inside else None}
            for row in chosen
        ],
        "better": [balance_words(row) for row in better_supplied(asked, wish.partner_countries)] if scarce else [],
        "rows": [balance_words(row) for row in supplied[:COUNTRIES_MOST]],
        "counted_on": timezone.localdate(),
    }
    return render_to_string("partnerships/panel_wish.html", context, request)


register_panel("school", school_partnership, order=12)
register_panel("school", school_liveness, order=15)
register_panel("find", find_balance, order=10)
register_panel("wish_whom", wish_balances, order=10)
