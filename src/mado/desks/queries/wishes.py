"""Wishes nobody can meet: what an office in care of their schools has to know."""

from typing import Any

from django.db.models import Q, QuerySet

from mado.accounts.queries import in_care_of, may_read_all, taking_part
from mado.matching.queries.unmet import nobody_fits
from mado.partnerships.queries.capacity import living_wishes
from mado.profiles.models import Wish


def wishes_nobody_can_meet(user: Any) -> QuerySet[Wish]:
    """For the offices: living wishes of schools in their care that still look for a partner, for which nobody fits today."""
    care = Q() if may_read_all(user) else in_care_of(user, "organization__")
    rows = Wish.objects.filter(care, living_wishes(), organization__in=taking_part().values("pk"))
    alone = nobody_fits(rows.values_list("pk", flat=True))
    return Wish.objects.filter(pk__in=alone).select_related("organization")
