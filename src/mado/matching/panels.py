"""On pages of lower apps: who fits a school, how many fit a wish, how well a school fits the reader's."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from mado.accounts.queries import seat_organization_ids, seats_of
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.kernel.panels import register_panel
from mado.matching.queries.recommendations import (
    count_of,
    fits_of,
    mails_visible_to,
    recommended_of_many,
    wishes_to_recommend,
)
from mado.matching.web.shown import Row, row_of
from mado.profiles.enums import WishState
from mado.profiles.models import Wish

HOME_MOST = 5


def best_for(organization_ids: list[int]) -> tuple[list[Wish], list[Row]]:
    """The open wishes of these schools, and the best few over all of them, each school once."""
    wishes = wishes_to_recommend(organization_ids)
    best: dict[int, tuple[int, Row]] = {}
    for found in recommended_of_many(wishes, most=HOME_MOST):
        for one in found.rows:
            if one.school.pk not in best or best[one.school.pk][0] < one.percent:
                best[one.school.pk] = (one.percent, row_of(one, found.asking.wish))
    rows = [row for _percent, row in sorted(best.values(), key=lambda pair: -pair[0])]
    return wishes, rows[:HOME_MOST]


def on_home(request: HttpRequest, _person: Any) -> str:
    """For who acts for a school with an open wish."""
    return _panel(request, [seat.organization_id for seat in seats_of(request.user)])


def on_school_tasks(request: HttpRequest, organization: Organization) -> str:
    return _panel(request, [organization.pk])


def _panel(request: HttpRequest, organization_ids: list[int]) -> str:
    wishes, rows = best_for(organization_ids)
    if not wishes:
        return ""
    return render_to_string("matching/panel_home.html", {"wishes": wishes, "rows": rows}, request)


def wish_count(request: HttpRequest, wish: Wish) -> str:
    """Beside a wish, also while it is written: how many fit it as it is saved."""
    if wish.state == WishState.WITHDRAWN or wish.organization_id not in seat_organization_ids(request.user):
        return ""
    return render_to_string("matching/count.html", {"wish": wish, "schools": count_of(wish)}, request)


def school_fit(request: HttpRequest, organization: Organization) -> str:
    """On a school's page, for who acts for another school with an open wish."""
    own = [seat.organization_id for seat in seats_of(request.user)]
    if organization.kind not in TAKES_PART_KINDS or not own or organization.pk in own:
        return ""
    wishes = wishes_to_recommend(own)
    if not wishes:
        return ""
    fit = fits_of(wishes, [organization.pk]).get(organization.pk)
    context = {"organization": organization, "fit": fit, "wish": fit.wish if fit else wishes[0]}
    return render_to_string("matching/panel_school.html", context, request)


def mail_choice(request: HttpRequest, _person: Any) -> str:
    """On the page of one's mails, for who acts for a school."""
    if not seats_of(request.user):
        return ""
    wants = mails_visible_to(request.user).exists()
    return render_to_string("matching/mail_choice.html", {"wants_mail": wants}, request)


register_panel("home", on_home, order=10)
register_panel("school_home", on_school_tasks, order=10)
register_panel("wish", wish_count, order=5)
register_panel("wish_section", wish_count, order=5)
register_panel("school", school_fit, order=11)
register_panel("mails", mail_choice, order=10)
