"""An open wish that runs out is written about before its last day and when it has passed, each once. Schools in
dormancy are left in peace. Run by a periodic job."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from mado.accounts.enums import EndingStage
from mado.accounts.messages import written_date
from mado.accounts.queries import seat_holders
from mado.audit.services import record
from mado.directory.services.indexing import queue_reindex
from mado.notify.services import queue_message
from mado.profiles import messages
from mado.profiles.enums import WishState
from mado.profiles.models import Wish
from mado.reference.settings import alliance

LATE_DAYS = 30
"""What ran out longer ago is history: a job that first runs then writes about it no more."""


def remind_of_wishes() -> int:
    """Write about every wish whose stage has come; how many were written about. One transaction each."""
    today = timezone.localdate()
    ahead = alliance().renewal_last_days
    rows = _open().filter(
        valid_until__gte=today - dt.timedelta(days=LATE_DAYS), valid_until__lte=today + dt.timedelta(days=ahead)
    )
    keys = rows.filter(ending_stage__lt=EndingStage.ENDED).order_by("id").values_list("pk", flat=True)
    return sum(_remind(pk, today, ahead) for pk in keys)


def _open() -> QuerySet[Wish]:
    return Wish.objects.filter(state=WishState.OPEN).exclude(organization__profile__dormant_since__isnull=False)


@transaction.atomic
def _remind(pk: int, today: dt.date, ahead: int) -> bool:
    wish = _open().select_for_update(of=("self",)).select_related("organization").filter(pk=pk).first()
    if wish is None or wish.valid_until is None or wish.valid_until > today + dt.timedelta(days=ahead):
        return False
    last_day = wish.valid_until
    stage = EndingStage.ENDED if last_day < today else EndingStage.LAST
    if stage <= wish.ending_stage:
        return False
    wish.ending_stage = stage
    wish.save(update_fields=["ending_stage"])
    record(actor=None, verb="profiles.remind_of_wish", thing=wish, details={"stage": int(stage)})
    if stage == EndingStage.ENDED:
        queue_reindex([wish.organization_id])
    for person in seat_holders(wish.organization):
        queue_message(
            mail=messages.WISH_ENDED if stage == EndingStage.ENDED else messages.WISH_ENDING,
            to=person,
            thing=wish,
            link=("profiles:wish", {"code": wish.organization.code, "wish": wish.code}),
            variables={
                "school": wish.organization.name,
                "title": wish.title or wish.code,
                "date": lambda: written_date(last_day),
            },
        )
    return True
