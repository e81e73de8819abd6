"""What pairing rounds ask of a person today."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.accounts.queries import seat_organization_ids
from mado.kernel.today import TodayItem, register_today
from mado.matching.enums import RoundSide, RoundState
from mado.matching.queries.rounds import pairs_to_answer, rounds_that_wait
from mado.partnerships.wording import full_date, spoken_name

SHOWN_MOST = 10
"""Lines of one sort on the home page; the lists show them all."""


def pairs_to_confirm(user: User) -> Iterator[TodayItem]:
    """Who a round proposes to the person's school, until when."""
    seats = seat_organization_ids(user)
    for pair in pairs_to_answer(user)[:SHOWN_MOST] if seats else ():
        own = next(side for side in RoundSide.values if pair.school(side).organization_id in seats)
        names = {
            "school": spoken_name(pair.other(own).organization),
            "office": spoken_name(pair.round.office),
            "date": full_date(pair.round.reply_by or timezone.localdate()),
        }
        yield TodayItem(
            kind="needs",
            title=_("%(office)s proposes %(school)s to your school") % names,
            detail=_("Please confirm or decline by %(date)s.") % names,
            action=_("Answer the proposal"),
            url=reverse("matching:round_pair", kwargs={"code": pair.code}),
            due=pair.last_moment,
        )


def rounds_to_go_on(user: User) -> Iterator[TodayItem]:
    """Rounds of the person's office where somebody there does the next step."""
    waiting = rounds_that_wait(user).filter(state__in=(RoundState.READY, RoundState.CLOSED))
    for found in waiting[:SHOWN_MOST]:
        detail, action = _what_waits(found.state)
        yield TodayItem(
            kind="needs",
            title=_("Pairing round: %(name)s") % {"name": found.name},
            detail=detail,
            action=action,
            url=reverse("matching:round", kwargs={"code": found.code}),
        )


def _what_waits(state: str) -> tuple[str, str]:
    if state == RoundState.READY:
        return _("The three rules are computed and wait for your choice."), _("Look at the results")
    return _("All answers are in. Make a second pass for those left, or publish the outcome."), _("See the answers")


register_today(pairs_to_confirm)
register_today(rounds_to_go_on)
