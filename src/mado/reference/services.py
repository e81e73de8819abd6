from django.db import transaction
from django.utils import timezone

from mado.kernel.codes import dated_code
from mado.reference.models import AllianceSetting, CodeCounter


@transaction.atomic
def next_codes(prefix: str, count: int) -> list[str]:
    """The next public codes of this prefix in the current year. The counter row is locked until the deed commits."""
    year = timezone.localdate().year
    CodeCounter.objects.get_or_create(prefix=prefix, year=year)
    counter = CodeCounter.objects.select_for_update().get(prefix=prefix, year=year)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [dated_code(prefix, year, number) for number in range(first, first + count)]


def next_code(prefix: str) -> str:
    """One of next_codes."""
    return next_codes(prefix, 1)[0]


def set_alliance_setting(*, key: str, value: object) -> None:
    """Store one value of reference.settings.AllianceSettings."""
    AllianceSetting.objects.update_or_create(key=key, defaults={"value": value})
