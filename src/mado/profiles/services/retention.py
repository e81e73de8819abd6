"""What a profile holds of persons goes when the school has had nobody here for two years (retentions contact, picture)."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from mado.accounts.enums import SEAT_ROLES
from mado.audit.services import record
from mado.profiles.models import SchoolProfile
from mado.profiles.services.photo import drop_photo

KEPT_AFTER_LAST_SEAT = dt.timedelta(days=2 * 365)
CONTACTS = ("principal_name", "department", "chat_app", "chat_id", "safeguarding_lead")


def forget_contacts() -> int:
    """Empty names, messengers and pictures of schools whose last seat ended two years ago; of how many."""
    limit = timezone.localdate() - KEPT_AFTER_LAST_SEAT
    seats = Q(organization__appointments__role__in=SEAT_ROLES)
    lasting = seats & (
        Q(organization__appointments__valid_to__isnull=True) | Q(organization__appointments__valid_to__gte=limit)
    )
    said = ~Q(photo="")
    for name in CONTACTS:
        said |= ~Q(**{name: ""})
    alive = SchoolProfile.objects.filter(lasting).values("pk")
    old = SchoolProfile.objects.filter(said, created_at__date__lt=limit).exclude(pk__in=alive)
    return sum(_forget(pk) for pk in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _forget(pk: int) -> bool:
    locked = SchoolProfile.objects.select_for_update().get(pk=pk)
    for name in CONTACTS:
        setattr(locked, name, "")
    locked.save(update_fields=list(CONTACTS))  # not updated_at: nobody of the school did it
    if locked.photo:
        drop_photo(locked)
    record(actor=None, verb="profiles.forget_contacts", thing=locked)
    return True
