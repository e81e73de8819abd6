"""Drafts of wishes an office's list brings for schools in its care. The school opens them, or not."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F

from mado.accounts.queries import in_care_of
from mado.audit.services import record
from mado.directory.models import Organization
from mado.kernel.errors import NotPermitted
from mado.profiles.enums import WishState
from mado.profiles.input_rules import WISH_FIELDS
from mado.profiles.models import Wish
from mado.reference.services import next_codes

_UNTOUCHED = dt.timedelta(seconds=1)
"""Between a draft's making and its last change, when nobody has changed it."""


@transaction.atomic
def bring_wishes(*, wishes: Sequence[tuple[int, Mapping[str, Any]]], actor: Any) -> list[int]:
    """One draft for each (organisation id, fields of input_rules.WISH_FIELDS); answers with their ids, in order.

    The values have passed input_rules.wish_problems. Raises NotPermitted when a school is in nobody's care the actor
    acts for.
    """
    if not wishes:
        return []
    ids = {organization for organization, _values in wishes}
    if unknown := {name for _organization, values in wishes for name in values} - WISH_FIELDS:
        raise ValueError(f"no such fields of a wish: {sorted(unknown)}")
    if Organization.objects.filter(in_care_of(actor), pk__in=ids).distinct().count() != len(ids):
        raise NotPermitted("profiles.bring_wish")
    codes = next_codes("WI", len(wishes))
    made = Wish.objects.bulk_create(
        Wish(code=code, organization_id=organization, **values)
        for code, (organization, values) in zip(codes, wishes, strict=True)
    )
    record(
        actor=actor,
        verb="profiles.bring_wishes",
        thing=made[0],
        details={"codes": [codes[0], codes[-1]], "number": len(made)},
    )
    return [wish.pk for wish in made]


@transaction.atomic
def take_back_wishes(*, wish_ids: Collection[int], actor: Any) -> int:
    """Delete drafts that were brought and that nobody has touched since; the others stay. Answers how many went."""
    age = ExpressionWrapper(F("updated_at") - F("created_at"), output_field=DurationField())
    rows = Wish.objects.filter(pk__in=wish_ids, state=WishState.DRAFT).annotate(age=age).filter(age__lt=_UNTOUCHED)
    gone = list(rows)
    if gone:
        details = {"codes": [wish.code for wish in gone][:1000], "number": len(gone)}
        record(actor=actor, verb="profiles.take_back_wishes", thing=gone[0], details=details)
        Wish.objects.filter(pk__in=[wish.pk for wish in gone]).delete()
    return len(gone)
