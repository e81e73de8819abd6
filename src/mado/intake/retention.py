"""Rows and people of an uploaded list go with its file, when undoing it is over: the list's own job does it, and the
sweep does it again should that job have missed its night."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from mado.intake.enums import WORKING_STATES
from mado.intake.models import ListContact, ListRow
from mado.kernel.retention import register_retention

KEPT_DAYS = 30


def _over() -> Q:
    before = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    working = Q(upload__state__in=WORKING_STATES)
    return Q(upload__emptied_at=None, upload__state_changed_at__lt=before) & ~working


def _empty(keys: Sequence[Any]) -> int:
    from mado.intake.services import empty_old_uploads  # noqa: PLC0415  # services load after the registries

    empty_old_uploads()
    return len(keys)


register_retention(
    "intake.ListContact", "draft", due=lambda: ListContact.objects.filter(_over()), deletes=True, act=_empty
)
register_retention("intake.ListRow", "draft", due=lambda: ListRow.objects.filter(_over()), deletes=True, act=_empty)
