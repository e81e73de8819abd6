"""A school says of a recommendation that it is not for it, and takes it back."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.directory.contributions import tell_changed
from mado.directory.models import Organization
from mado.kernel.errors import BadInput, NotPermitted
from mado.matching.enums import RefusalReason
from mado.matching.models import Refusal
from mado.profiles.models import Wish


@transaction.atomic
def refuse_recommendation(*, wish: Wish, school: Organization, reason: str, actor: Any, value: str = "") -> Refusal:
    """Keep that `school` is not for this wish. `value`: the country, kind or level that is not wanted; see enums. Said again
    of the same school, the newer reason counts."""
    if not actor.has_perm("matching.refuse_recommendation", wish):
        raise NotPermitted("matching.refuse_recommendation")
    if reason not in RefusalReason.values:
        raise BadInput({"reason": _("Choose why this school is not for you. It helps to find better ones.")})
    if (reason in _WITH_VALUE) != bool(value):
        raise ValueError(f"a refusal for {reason!r} cannot be about {value!r}")
    refusal, _created = Refusal.objects.update_or_create(
        wish=wish, school=school, defaults={"reason": reason, "value": value, "said_by": actor}
    )
    record(
        actor=actor,
        verb="matching.refuse_recommendation",
        thing=refusal,
        details={"wish": wish.code, "school": school.code, "reason": reason, "value": value},
    )
    tell_changed([wish.organization_id])
    return refusal


_WITH_VALUE = (RefusalReason.COUNTRY, RefusalReason.KIND, RefusalReason.LEVEL)


@transaction.atomic
def undo_refusal(*, refusal: Refusal, actor: Any) -> None:
    """Forget what was learned from it: the school is recommended again where it fits."""
    if not actor.has_perm("matching.undo_refusal", refusal):
        raise NotPermitted("matching.undo_refusal")
    locked = Refusal.objects.select_for_update(of=("self",)).select_related("wish").filter(pk=refusal.pk).first()
    if locked is None:
        return
    record(
        actor=actor,
        verb="matching.undo_refusal",
        thing=locked,
        details={"wish": locked.wish.code, "reason": locked.reason, "value": locked.value},
    )
    organization = locked.wish.organization_id
    locked.delete()
    tell_changed([organization])
