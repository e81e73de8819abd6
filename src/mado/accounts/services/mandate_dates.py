"""A mandate that ends by its date is written about before, and when it is over: the office that holds it is told, the
CEO office is asked whether it goes on. Run by a periodic job; each row remembers what has been written."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from mado.accounts import messages
from mado.accounts.enums import EndingStage
from mado.accounts.queries import alliance_officers, officers_of
from mado.accounts.services.endings import LATE_DAYS, stage_of
from mado.accounts.services.seat_offers import written
from mado.audit.services import record
from mado.directory.models import Mandate
from mado.notify.services import queue_message
from mado.reference.places import country_name, region_name
from mado.reference.settings import AllianceSettings, alliance


def remind_of_mandates() -> int:
    """Write about every mandate whose stage has come; how many were written about. One transaction each."""
    rules = alliance()
    today = timezone.localdate()
    due = Mandate.objects.filter(
        valid_to__gte=today - dt.timedelta(days=LATE_DAYS),
        valid_to__lte=today + dt.timedelta(days=rules.renewal_first_days),
        ending_stage__lt=EndingStage.ENDED,
    )
    return sum(_remind(pk, rules) for pk in due.order_by("id").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, rules: AllianceSettings) -> bool:
    mandate = Mandate.objects.select_for_update(of=("self",)).select_related("office").get(pk=pk)
    if mandate.valid_to is None or _goes_on(mandate):
        return False
    stage = stage_of(mandate.valid_to, timezone.localdate(), rules)
    if stage <= mandate.ending_stage:
        return False
    mandate.ending_stage = stage
    mandate.save(update_fields=["ending_stage"])
    record(actor=None, verb="accounts.remind_of_mandate", thing=mandate, details={"stage": int(stage)})
    ended = stage == EndingStage.ENDED
    write_to_office(mandate, ended=ended)
    _write_to_alliance(mandate, ended=ended)
    return True


def _goes_on(mandate: Mandate) -> bool:
    """The same care has been given to the same office again, for longer."""
    same = {name: getattr(mandate, name) for name in ("office", "country", "region", "kinds", "levels", "vets")}
    longer = Q(valid_to__isnull=True) | Q(valid_to__gt=mandate.valid_to)
    return Mandate.objects.filter(longer, **same).exclude(pk=mandate.pk).exists()


def write_to_office(mandate: Mandate, *, ended: bool) -> None:
    """Tell the officers of the office. Who also sits in the CEO office reads what is written there."""
    for officer in officers_of(mandate.office).exclude(pk__in=alliance_officers().values("pk")):
        queue_message(
            mail=messages.MANDATE_ENDED if ended else messages.MANDATE_ENDING,
            to=officer,
            thing=mandate,
            link=("accounts:office_claims", {}),
            variables=_words(mandate),
        )


def _write_to_alliance(mandate: Mandate, *, ended: bool) -> None:
    for officer in alliance_officers():
        queue_message(
            mail=messages.MANDATE_FELL_BACK if ended else messages.MANDATE_TO_RENEW,
            to=officer,
            thing=mandate,
            link=("accounts:mandate", {"pk": mandate.pk}),
            variables=_words(mandate),
        )


def _words(mandate: Mandate) -> dict[str, object]:
    last = mandate.valid_to or timezone.localdate()
    return {
        "office": mandate.office.name,
        "place": lambda: region_name(mandate.region) if mandate.region else country_name(mandate.country),
        "date": written(last),
    }
