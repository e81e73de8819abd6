"""Wishes nobody can meet: what an office in care of their schools has to know."""

from typing import Any

from django.db.models import Q, QuerySet

from mado.accounts.queries import in_care_of, may_read_all, taking_part
from mado.matching.queries.unmet import nobody_fits
from mado.partnerships.queries.capacity import living_wishes
from mado.profiles.models import Wish

MANY = 1000
"""With more wishes in care than this, the first answer of a process keeps a reader waiting."""


def wishes_nobody_can_meet(user: Any) -> QuerySet[Wish]:
    """For the offices: living wishes of schools in their care that still look for a partner, for which nobody fits today."""
    alone = nobody_fits(_in_care(user).values_list("pk", flat=True))
    return Wish.objects.filter(pk__in=alone).select_related("organization")


def has_many_in_care(user: Any) -> bool:
    return _in_care(user)[: MANY + 1].count() > MANY


def _in_care(user: Any) -> QuerySet[Wish]:
    care = Q() if may_read_all(user) else in_care_of(user, "organization__")
    return Wish.objects.filter(care, living_wishes(), organization__in=taking_part().values("pk"))
