"""What seats and claims ask of a person today."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.enums import ClaimState
from mado.accounts.messages import written_date
from mado.accounts.models import User
from mado.accounts.queries import (
    appointments_of,
    claims_waiting_for,
    ending_seats,
    has_alliance_role,
    mandates_ending,
    office_appointments_of,
    open_claims,
    open_seat_invitations,
    renewal_days,
    schools_without_seat,
    seat_invitations_to,
    seat_organization_ids,
    seats_at,
    seats_ending,
    seats_of,
    verifications_ending,
    verifications_to_renew,
)
from mado.accounts.tokens import seat_invitation_token
from mado.kernel.today import TodayItem, register_today

SHOWN_MOST = 10
"""Claims on the home page; the queue shows them all."""


def end_of_day(day: dt.date, user: User) -> dt.datetime:
    """The last minute of the day where the person is."""
    return dt.datetime.combine(day, dt.time(23, 59), tzinfo=ZoneInfo(user.time_zone or "UTC"))


def office_claims(user: User) -> Iterator[TodayItem]:
    """Claims that wait for the person's office."""
    for claim in claims_waiting_for(user)[:SHOWN_MOST]:
        yield TodayItem(
            kind="needs",
            title=_("%(name)s asks for the seat of %(school)s")
            % {"name": claim.claimant, "school": claim.organization.name},
            detail=_("Your office answers by %(date)s.") % {"date": written_date(claim.answer_by)}
            if claim.state == ClaimState.SUBMITTED
            else _("No answer to your question has come. Ring the school, or decide without it."),
            action=_("Check the claim"),
            url=reverse("accounts:office_claim", kwargs={"code": claim.code}),
            due=end_of_day(claim.answer_by, user),
        )


def own_claims(user: User) -> Iterator[TodayItem]:
    """What the person asked for, and whose turn it is; who is nobody yet is told the first step."""
    claims = list(open_claims(user))
    for claim in claims:
        url = reverse("accounts:claim", kwargs={"code": claim.code})
        names = {
            "school": claim.organization.name,
            "office": claim.office.name if claim.office else "",
            "date": written_date(claim.answer_by),
        }
        if claim.state == ClaimState.INFO_REQUESTED:
            yield TodayItem(
                kind="needs",
                title=_("%(office)s asks about the seat of %(school)s") % names,
                detail=_("Please answer by %(date)s.") % names,
                action=_("Read the question"),
                url=url,
                due=end_of_day(claim.answer_by, user),
                tone="mend",
            )
        else:
            yield TodayItem(
                kind="moves",
                title=_("The seat of %(school)s") % names,
                detail=_("%(office)s answers by %(date)s.") % names,
                action=_("See the claim"),
                url=url,
                due=end_of_day(claim.answer_by, user),
            )
    if not claims and not appointments_of(user):
        yield TodayItem(
            kind="step",
            title=_("Ask for your school's seat"),
            detail=_("Choose your school in the directory. The office in care of it checks that you work there."),
            action=_("Choose your school"),
            url=reverse("accounts:claim_pick"),
        )


def own_seats_ending(user: User) -> Iterator[TodayItem]:
    for seat in seats_ending(user):
        if seat.valid_to is None:
            continue
        yield TodayItem(
            kind="coming",
            title=_("Your seat at %(school)s ends") % {"school": seat.organization.name},
            detail=_("It ends on %(date)s. Ask for it again so that the office can renew it in time, or hand it over.")
            % {"date": written_date(seat.valid_to)},
            action=_("Ask for the seat again"),
            url=reverse("accounts:claim_new", kwargs={"code": seat.organization.code}),
            due=end_of_day(seat.valid_to, user),
        )


def ending_verifications(user: User) -> Iterator[TodayItem]:
    """For the office: look again. For the school: know until when it is found."""
    for row in verifications_to_renew(user):
        yield TodayItem(
            kind="needs",
            title=_("%(school)s is to be checked again") % {"school": row.organization.name},
            detail=_("Your office vouches for this school until %(date)s.") % {"date": written_date(row.valid_until)},
            action=_("Check the school"),
            url=reverse("accounts:office_vouch", kwargs={"code": row.organization.code}),
            due=end_of_day(row.valid_until, user),
        )
    own = seat_organization_ids(user)
    for row in verifications_ending(own) if own else []:
        yield TodayItem(
            kind="coming",
            title=_("%(office)s checks your school again") % {"office": row.office.name},
            detail=_("It vouches for %(school)s until %(date)s. You need do nothing unless it asks you.")
            % {"school": row.organization.name, "date": written_date(row.valid_until)},
            action=_("See my seats"),
            url=reverse("accounts:me"),
            due=end_of_day(row.valid_until, user),
        )


def seats_offered(user: User) -> Iterator[TodayItem]:
    """Schools that ask the person to act for them."""
    for offer in seat_invitations_to(user):
        names = {"name": offer.invited_by, "school": offer.organization.name, "date": written_date(offer.reply_by)}
        yield TodayItem(
            kind="needs",
            title=_("%(name)s asks you to act for %(school)s") % names,
            detail=_("Please answer by %(date)s.") % names,
            action=_("Accept or decline"),
            url=reverse("accounts:seat_invited", kwargs={"token": seat_invitation_token(offer)}),
            due=end_of_day(offer.reply_by, user),
        )


def second_seats(user: User) -> Iterator[TodayItem]:
    """A school that hangs on this person alone: the next best step, as long as nobody has been asked."""
    for seat in seats_of(user):
        alone = seats_at(seat.organization).exclude(user=seat.user_id).count() == 0
        if alone and not open_seat_invitations(seat.organization).exists():
            yield TodayItem(
                kind="step",
                title=_("Only you act for %(school)s") % {"school": seat.organization.name},
                detail=_("With a second person the school stays reachable when you are away."),
                action=_("Ask a colleague"),
                url=reverse("accounts:school_people", kwargs={"code": seat.organization.code}),
            )


def unheld_schools(user: User) -> Iterator[TodayItem]:
    """For the office: schools it vouches for and nobody acts for, each like a case of its own."""
    if not office_appointments_of(user):
        return
    for school in schools_without_seat(user)[:SHOWN_MOST]:
        yield TodayItem(
            kind="needs",
            title=_("Nobody acts for %(school)s") % {"school": school.name},
            detail=_("It can neither be invited nor answer. Ring the school, or appoint somebody who stands in."),
            action=_("See who can follow"),
            url=reverse("accounts:school_people", kwargs={"code": school.code}),
            tone="mend",
        )


def seats_in_care_ending(user: User) -> Iterator[TodayItem]:
    """For the office: one line with the number of seats that end."""
    if not office_appointments_of(user):
        return
    first = ending_seats(user).filter(valid_to__gte=timezone.localdate()).first()
    if first is None or first.valid_to is None:
        return
    yield TodayItem(
        kind="coming",
        title=_("Seats in your care end soon"),
        detail=_("The first is that of %(name)s at %(school)s, on %(date)s.")
        % {"name": first.user, "school": first.organization.name, "date": written_date(first.valid_to)},
        action=_("See the seats that end"),
        url=f"{reverse('accounts:office_seats')}?need=ending",
        due=end_of_day(first.valid_to, user),
    )


def mandates_that_end(user: User) -> Iterator[TodayItem]:
    """For the CEO office: what is delegated until a day falls back to it afterwards."""
    if not has_alliance_role(user):
        return
    for row in mandates_ending(renewal_days())[:SHOWN_MOST]:
        yield TodayItem(
            kind="coming",
            title=_("The mandate of %(office)s ends") % {"office": row.office.name},
            detail=_("Afterwards the CEO office vets there. Its last day is %(date)s.")
            % {"date": written_date(row.valid_to)},
            action=_("Renew or let it end"),
            url=reverse("accounts:mandate", kwargs={"pk": row.pk}),
            due=end_of_day(row.valid_to, user),
        )


register_today(office_claims)
register_today(own_claims)
register_today(own_seats_ending)
register_today(ending_verifications)
register_today(seats_offered)
register_today(second_seats)
register_today(unheld_schools)
register_today(seats_in_care_ending)
register_today(mandates_that_end)
