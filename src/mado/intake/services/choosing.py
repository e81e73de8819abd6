"""What the office says of rows that look like a school the directory has."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.intake.enums import RowChoice, UploadState, Verdict
from mado.intake.models import ListRow, ListUpload
from mado.intake.services.working import locked_upload
from mado.kernel.errors import NotPermitted, NotPossible


def _open(upload: ListUpload, actor: Any) -> ListUpload:
    if not actor.has_perm("intake.change_upload", upload):
        raise NotPermitted("intake.change_upload")
    upload = locked_upload(upload.pk)
    if upload.state != UploadState.PREVIEWED:
        raise NotPossible.because("state", _("This list has moved on. Reload the page to see where it stands."))
    return upload


@transaction.atomic
def choose_for_rows(*, upload: ListUpload, actor: Any, choices: Mapping[int, str]) -> int:
    """Row id → choice; answers how many rows changed their choice."""
    upload = _open(upload, actor)
    rows = ListRow.objects.filter(upload=upload, verdict=Verdict.CHOOSE, pk__in=choices)
    changed = [row for row in rows if choices[row.pk] in RowChoice.values and choices[row.pk] != row.choice]
    for row in changed:
        row.choice = choices[row.pk]
    ListRow.objects.bulk_update(changed, ["choice"])
    if changed:
        record(actor=actor, verb="intake.choose_rows", thing=upload, details={"rows": len(changed)})
    return len(changed)


@transaction.atomic
def choose_for_all(*, upload: ListUpload, actor: Any, choice: str) -> int:
    """The same choice for every row that has none yet."""
    upload = _open(upload, actor)
    if choice not in RowChoice.values:
        raise NotPossible.because("choice", _("Choose what is to be done with these rows."))
    rows = ListRow.objects.filter(upload=upload, verdict=Verdict.CHOOSE, choice=RowChoice.NONE)
    changed = rows.update(choice=choice)
    if changed:
        record(actor=actor, verb="intake.choose_rows", thing=upload, details={"rows": changed, "choice": choice})
    return changed
