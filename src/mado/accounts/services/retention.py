"""The nightly sweep: what has outlived its time is deleted or emptied, rule by rule, and how much is written down."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from mado.accounts.models import RetentionRun, User
from mado.accounts.queries import FORGOTTEN
from mado.audit.services import record
from mado.kernel.retention import RetentionRule, retention_rules

ROWS_AT_ONCE = 500


def sweep() -> dict[str, int]:
    """Apply every rule; rule → rows taken. Each batch is a transaction of its own, so a killed run goes on next night."""
    run = RetentionRun.objects.create()
    counts: dict[str, int] = {}
    for rule in retention_rules():
        taken = _apply(rule)
        if taken:
            counts[rule.name] = counts.get(rule.name, 0) + taken
    with transaction.atomic():
        run.counts = counts
        run.finished_at = timezone.now()
        run.save(update_fields=["counts", "finished_at"])
        record(actor=None, verb="accounts.sweep", thing=run, details=counts)
    return counts


def _apply(rule: RetentionRule) -> int:
    keys = list(rule.due_rows().order_by("pk").values_list("pk", flat=True))
    taken = 0
    for start in range(0, len(keys), ROWS_AT_ONCE):
        with transaction.atomic():
            taken += rule.apply(keys[start : start + ROWS_AT_ONCE])
    return taken


def forget_people(keys: Sequence[Any]) -> int:
    """Take from these accounts whatever names a person and every way in. The number stays: the audit chain needs it."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415  # allauth's models load after ours
    from allauth.mfa.models import Authenticator  # noqa: PLC0415  # as above

    people = list(User.objects.select_for_update().filter(pk__in=keys))
    EmailAddress.objects.filter(user__in=people).delete()
    Authenticator.objects.filter(user__in=people).delete()
    for person in people:
        person.email = f"{person.pk}{FORGOTTEN}"
        person.name = person.name_romanised = person.time_zone = ""
        person.last_login = None
        person.is_active = False
        person.set_unusable_password()
        person.save()
        record(actor=None, verb="accounts.forget_person", thing=person)
    return len(people)
