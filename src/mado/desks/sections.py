"""The sources of the work list, in the order in which an office looks at them."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from mado.accounts.models import Appointment, SeatClaim
from mado.accounts.queries import (
    claims_in_care_of,
    ending_seats,
    renewal_days,
    schools_with_seats,
    schools_without_second_seat,
    to_decide,
)
from mado.desks.enums import OPEN_STATES, CaseKind
from mado.desks.queries.cases import office_cases, still_in_charge
from mado.desks.queries.wishes import has_many_in_care, wishes_nobody_can_meet
from mado.desks.sources import WorkRow, WorkSource, register_source
from mado.directory.models import Organization
from mado.exchanges.queries import office_exchanges
from mado.matching.models import PairingRound
from mado.matching.queries.rounds import rounds_that_wait
from mado.partnerships.models import Invitation
from mado.partnerships.queries import dormant_in_care, silent_invitations
from mado.profiles.enums import ExchangeKind
from mado.profiles.models import SchoolProfile, Wish
from mado.reference.settings import alliance


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localdate(moment)


def _find_url(organization: Organization) -> str:
    return reverse("directory:school", kwargs={"code": organization.code})


def _people_url(organization: Organization) -> str:
    """Where an office asks somebody to stand in."""
    return reverse("accounts:school_people", kwargs={"code": organization.code})


def claims(user: Any) -> QuerySet[SeatClaim]:
    return claims_in_care_of(user).filter(to_decide())


def claim_row(claim: SeatClaim) -> WorkRow:
    return WorkRow(
        source="claims",
        pk=claim.pk,
        what=_("%(name)s asks for a seat") % {"name": claim.claimant},
        subject=claim.organization,
        subject_name="",
        owner=claim.office.name if claim.office else "",
        since=_day(claim.created_at),
        due=claim.answer_by,
        action=_("Check the claim"),
        url=reverse("accounts:office_claim", kwargs={"code": claim.code}),
        state=claim.state_choice,
        detail=claim.code,
    )


def case_row(case: Any) -> WorkRow:
    return WorkRow(
        source="cases",
        pk=case.pk,
        what=case.subject,
        subject=None if case.is_confidential else case.organization,
        subject_name=case.contact_school or case.asker_name,
        owner=str(case.owner) if case.owner_here else (case.office.name if case.office else ""),
        since=_day(case.created_at),
        due=case.answer_by,
        action=_("Open the case"),
        url=reverse("desks:case", kwargs={"code": case.code}),
        state=case.state_choice,
        language=case.language,
        detail=_("%(code)s, %(kind)s") % {"code": case.code, "kind": CaseKind(case.kind).label},
    )


def silent_row(invitation: Invitation) -> WorkRow:
    asked = ngettext("Reminded %(count)d time", "Reminded %(count)d times", invitation.nudges)
    return WorkRow(
        source="silent",
        pk=invitation.pk,
        what=_("Does not answer %(school)s") % {"school": invitation.sender.name},
        subject=invitation.recipient,
        subject_name="",
        owner="",
        since=_day(invitation.sent_at),
        due=invitation.reply_by,
        action=_("See the invitation"),
        url=reverse("partnerships:invitation", kwargs={"code": invitation.code}),
        state=invitation.state_choice,
        detail=f"{invitation.code} · {asked % {'count': invitation.nudges}}",
    )


def one_seat(user: Any) -> QuerySet[Organization]:
    """Schools that hang on one person, or on nobody."""
    return schools_without_second_seat(user)


def one_seat_row(school: Any) -> WorkRow:
    return WorkRow(
        source="one_seat",
        pk=school.pk,
        what=_("Nobody acts for the school") if school.seats_now == 0 else _("Only one person acts for the school"),
        subject=school,
        subject_name="",
        owner="",
        since=None,
        due=school.first_ending,
        action=_("See who acts for it"),
        url=_people_url(school),
    )


def ending_row(seat: Appointment) -> WorkRow:
    return WorkRow(
        source="ending_seats",
        pk=seat.pk,
        what=_("The seat of %(name)s ends") % {"name": seat.user},
        subject=seat.organization,
        subject_name="",
        owner="",
        since=seat.valid_from,
        due=seat.valid_to,
        action=_("See who acts for it"),
        url=_people_url(seat.organization),
        detail=seat.get_role_display(),
    )


def to_verify_again(user: Any) -> QuerySet[Organization]:
    """Schools somebody acts for, for which no office vouches after the renewal days."""
    today = timezone.localdate()
    rows: QuerySet[Any] = schools_with_seats(user)
    rows = rows.filter(seats_now__gt=0)
    return rows.filter(vouched_until__lt=today + dt.timedelta(days=renewal_days())).order_by("vouched_until", "id")


def verify_again_row(school: Any) -> WorkRow:
    return WorkRow(
        source="verifications",
        pk=school.pk,
        what=_("To be checked again"),
        subject=school,
        subject_name="",
        owner="",
        since=None,
        due=school.vouched_until,
        action=_("Check the school"),
        url=reverse("accounts:office_vouch", kwargs={"code": school.code}),
    )


def to_verify(user: Any) -> QuerySet[Any]:
    """Each with `verify_by`: after that day the office is reminded, then the CEO office told."""
    days = dt.timedelta(days=alliance().verify_days)
    return office_exchanges(user, need="verify").annotate(verify_by=TruncDate(F("state_changed_at") + days))


def to_verify_row(exchange: Any) -> WorkRow:
    schools = [side.organization for side in exchange.sides.all()]
    return WorkRow(
        source="exchanges",
        pk=exchange.pk,
        what=_("Both reports are in: to be verified"),
        subject=schools[0] if schools else None,
        subject_name="",
        owner="",
        since=_day(exchange.state_changed_at),
        due=exchange.verify_by,
        action=_("Look at the reports"),
        url=reverse("exchanges:office_exchange", kwargs={"code": exchange.code}),
        state=exchange.state_choice,
        detail=f"{exchange.code} · {exchange.title}",
    )


def unmet_row(wish: Wish) -> WorkRow:
    return WorkRow(
        source="unmet",
        pk=wish.pk,
        what=_("No school fits: %(title)s") % {"title": wish.title},
        subject=wish.organization,
        subject_name="",
        owner="",
        since=_day(wish.state_changed_at),
        due=wish.valid_until,
        action=_("See the school"),
        url=_find_url(wish.organization),
        state=wish.state_choice,
        detail=f"{wish.code} · {ExchangeKind(wish.kind).label}",
    )


def dormant_row(profile: SchoolProfile) -> WorkRow:
    since = profile.dormant_since or timezone.localdate()
    return WorkRow(
        source="dormant",
        pk=profile.pk,
        what=_("Gives no sign of life"),
        subject=profile.organization,
        subject_name="",
        owner="",
        since=since,
        due=None,
        action=_("See the dormant schools"),
        url=reverse("partnerships:office_dormant"),
        detail=profile.get_dormant_reason_display(),
    )


def round_row(found: PairingRound) -> WorkRow:
    return WorkRow(
        source="rounds",
        pk=found.pk,
        what=_("Pairing round: %(name)s") % {"name": found.name},
        subject=None,
        subject_name="",
        owner=str(found.made_by),
        since=_day(found.state_changed_at),
        due=found.reply_by if found.announced_at else None,
        action=_("Go on with the round"),
        url=reverse("matching:round", kwargs={"code": found.code}),
        state=found.state_choice,
        detail=f"{found.code} · {ExchangeKind(found.kind).label}",
    )


def open_office_cases(user: Any) -> QuerySet[Any]:
    """Each with `owner_here`: whether its owner works at the office that has it."""
    return office_cases(user).filter(state__in=OPEN_STATES).annotate(owner_here=Exists(still_in_charge()))


register_source(
    WorkSource(
        key="claims",
        label=gettext_lazy("Claims to check"),
        hint=gettext_lazy("People who ask to act for a school."),
        rows=claims,
        as_row=claim_row,
        since="created_at",
        due="answer_by",
        mine=lambda user: Q(office__appointments__user=user.pk),
    )
)
register_source(
    WorkSource(
        key="cases",
        label=pgettext_lazy("work list", "Cases"),
        hint=gettext_lazy("Questions, concerns, and partners looked for by hand."),
        rows=open_office_cases,
        as_row=case_row,
        since="created_at",
        due="answer_by",
        mine=lambda user: Q(owner=user.pk),
        deeds=("assign", "hand_on"),
    )
)
register_source(
    WorkSource(
        key="silent",
        label=gettext_lazy("Silent invitations"),
        hint=gettext_lazy("Still unanswered after a reminder. A call may help: perhaps the coordinator has changed."),
        rows=silent_invitations,
        as_row=silent_row,
        since="sent_at",
        due="reply_by",
        school="recipient",
        deeds=("ask_after",),
    )
)
register_source(
    WorkSource(
        key="exchanges",
        label=gettext_lazy("Exchanges to verify"),
        hint=gettext_lazy("Both schools have reported; they count once an office has looked."),
        rows=to_verify,
        as_row=to_verify_row,
        since="state_changed_at",
        due="verify_by",
        school="sides__organization",
    )
)
register_source(
    WorkSource(
        key="verifications",
        label=gettext_lazy("Schools to check again"),
        hint=gettext_lazy("The office's word for them runs out; after that nobody can invite them."),
        rows=to_verify_again,
        as_row=verify_again_row,
        since="created_at",
        due="vouched_until",
        school="",
    )
)
register_source(
    WorkSource(
        key="one_seat",
        label=gettext_lazy("One seat or none"),
        hint=gettext_lazy("If the one person leaves, letters to the school reach nobody."),
        rows=one_seat,
        as_row=one_seat_row,
        since="created_at",
        due="first_ending",
        school="",
    )
)
register_source(
    WorkSource(
        key="ending_seats",
        label=gettext_lazy("Ending seats"),
        hint=gettext_lazy("Seats that end soon with nothing to follow."),
        rows=ending_seats,
        as_row=ending_row,
        since="valid_from",
        due="valid_to",
    )
)
register_source(
    WorkSource(
        key="unmet",
        label=gettext_lazy("Wishes nobody can meet"),
        hint=gettext_lazy(
            "Nobody who is open today fits both ways. The school's own page of the wish says which change opens most."
        ),
        rows=wishes_nobody_can_meet,
        as_row=unmet_row,
        since="state_changed_at",
        due="valid_until",
        apart=has_many_in_care,
    )
)
register_source(
    WorkSource(
        key="dormant",
        label=gettext_lazy("Dormant schools"),
        hint=gettext_lazy("Shown to others, not recommended. One sign of life brings them back."),
        rows=dormant_in_care,
        as_row=dormant_row,
        since="dormant_since",
    )
)
register_source(
    WorkSource(
        key="rounds",
        label=gettext_lazy("Pairing rounds"),
        hint=gettext_lazy("Rounds of your office that wait for its next step."),
        rows=rounds_that_wait,
        as_row=round_row,
        since="state_changed_at",
        school="office",
        mine=lambda user: Q(made_by=user.pk),
    )
)
