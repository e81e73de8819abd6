"""What ends by its date ends in nobody's silence: seats and vouchings are written about before, and when it is over.

Run by a periodic job. Each row is looked at anew under its lock and remembers the stage it has been told of, so a job
that is killed and run again writes nothing twice.
"""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from mado.accounts import messages
from mado.accounts.enums import SEAT_ROLES, EndingStage
from mado.accounts.models import Appointment, User, Verification
from mado.accounts.queries import lasting_after, people_to_write_to, renewed_since, responsible_office, seat_holders
from mado.accounts.services.appointments import tell_of_vacancy, tell_office
from mado.accounts.services.seat_offers import written
from mado.accounts.tokens import renewal_token
from mado.audit.services import record
from mado.directory.services.indexing import queue_reindex
from mado.notify.messages import MailSpec
from mado.notify.services import queue_message
from mado.reference.settings import AllianceSettings, alliance

LATE_DAYS = 30
"""What ended longer ago is history: a job that first runs then writes about it no more."""


def remind_of_endings() -> tuple[int, int]:
    """Write about every seat and every vouching whose stage has come; (seats, vouchings) written about."""
    rules = alliance()
    seats = [
        _remind_of_seat(pk, rules) for pk in _due(Appointment.objects.filter(role__in=SEAT_ROLES), "valid_to", rules)
    ]
    vouched = [_remind_of_vouching(pk, rules) for pk in _due(Verification.objects.all(), "valid_until", rules)]
    return sum(seats), sum(vouched)


def stage_of(last_day: dt.date, today: dt.date, rules: AllianceSettings) -> EndingStage:
    """The stage a last day has come to: the first reminder, the last one, over, or none yet."""
    left = (last_day - today).days
    if left < 0:
        return EndingStage.ENDED
    if left <= rules.renewal_last_days:
        return EndingStage.LAST
    return EndingStage.FIRST if left <= rules.renewal_first_days else EndingStage.NOTHING


def _due(rows: QuerySet[Appointment] | QuerySet[Verification], last_day: str, rules: AllianceSettings) -> list[int]:
    today = timezone.localdate()
    span = {
        f"{last_day}__gte": today - dt.timedelta(days=LATE_DAYS),
        f"{last_day}__lte": today + dt.timedelta(days=rules.renewal_first_days),
    }
    return list(rows.filter(**span, ending_stage__lt=EndingStage.ENDED).order_by("id").values_list("pk", flat=True))


@transaction.atomic
def _remind_of_seat(pk: int, rules: AllianceSettings) -> bool:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("user", "organization")
    seat = rows.get(pk=pk)
    if seat.valid_to is None or seat.ended_at is not None or lasting_after(seat):
        return False
    stage = stage_of(seat.valid_to, timezone.localdate(), rules)
    if stage <= seat.ending_stage:
        return False
    seat.ending_stage = stage
    seat.save(update_fields=["ending_stage"])
    record(actor=None, verb="accounts.remind_of_seat", thing=seat, details={"stage": int(stage)})
    mail = messages.SEAT_EXPIRED if stage == EndingStage.ENDED else messages.SEAT_ENDING
    queue_message(
        mail=mail,
        to=seat.user,
        thing=seat,
        link=("accounts:claim_new", {"code": seat.organization.code}),
        variables={"school": seat.organization.name, "date": written(seat.valid_to)},
    )
    others = seat_holders(seat.organization).exclude(pk=seat.user_id).exists()
    if stage == EndingStage.LAST and not others:
        variables = {"name": seat.user, "school": seat.organization.name, "date": written(seat.valid_to)}
        tell_office(seat, messages.LAST_SEAT_ENDING, variables)
    if stage == EndingStage.ENDED:
        queue_reindex([seat.organization_id])
        if not others:
            tell_of_vacancy(seat)
    return True


@transaction.atomic
def _remind_of_vouching(pk: int, rules: AllianceSettings) -> bool:
    rows = Verification.objects.select_for_update(of=("self",)).select_related("organization", "office")
    row = rows.get(pk=pk)
    if renewed_since(row):
        return False
    stage = stage_of(row.valid_until, timezone.localdate(), rules)
    people = list(seat_holders(row.organization))
    # A school nobody acts for is not vouched for anew; its office reads of that when the last seat ends.
    if stage <= row.ending_stage or not people:
        return False
    row.ending_stage = stage
    row.save(update_fields=["ending_stage"])
    record(actor=None, verb="accounts.remind_of_verification", thing=row, details={"stage": int(stage)})
    if stage == EndingStage.ENDED:
        queue_reindex([row.organization_id])
        for person in people:
            _tell_school(row, messages.VERIFICATION_ENDED, person)
    for officer in people_to_write_to(responsible_office(row.organization)):
        _ask_to_renew(row, officer, people, rules)
    return True


def _tell_school(row: Verification, mail: MailSpec, person: User) -> None:
    queue_message(
        mail=mail,
        to=person,
        thing=row,
        link=("accounts:school_people", {"code": row.organization.code}),
        variables={"school": row.organization.name, "office": row.office.name, "date": written(row.valid_until)},
    )


def _ask_to_renew(row: Verification, officer: User, people: list[User], rules: AllianceSettings) -> None:
    """The one button: the link is signed for this vouching and this officer."""
    queue_message(
        mail=messages.VERIFICATION_ENDING,
        to=officer,
        thing=row,
        link=("accounts:renew_by_mail", {"token": renewal_token(row, officer)}),
        variables={
            "school": row.organization.name,
            "date": written(row.valid_until),
            "people": ", ".join(str(person) for person in people),
            "days": rules.verification_valid_days,
        },
    )
