"""What a list leaves behind goes on time: thirty days after its last move the file, the rows and the people are deleted."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from mado.audit.services import record
from mado.intake.enums import WORKING_STATES, UploadState
from mado.intake.guards import UNDO_DAYS
from mado.intake.models import ListUpload
from mado.intake.services.emptying import empty_upload
from mado.intake.services.working import locked_upload
from mado.intake.workflow import LIST_UPLOAD

_UNFINISHED = (UploadState.UPLOADED, UploadState.PREVIEWED, UploadState.FAILED)


def empty_old_uploads() -> int:
    """Periodic: empty lists whose time is over; those never written lapse. Answers how many were emptied."""
    before = timezone.now() - dt.timedelta(days=UNDO_DAYS)
    rows = ListUpload.objects.filter(emptied_at=None, state_changed_at__lt=before).exclude(state__in=WORKING_STATES)
    ids = list(rows.values_list("pk", flat=True))
    for pk in ids:
        _empty(pk)
    return len(ids)


@transaction.atomic
def _empty(upload_id: int) -> None:
    upload = locked_upload(upload_id)
    if upload.state in _UNFINISHED and LIST_UPLOAD.decide(upload, "lapse"):
        LIST_UPLOAD.perform(upload, "lapse", None)
    empty_upload(upload)
    record(actor=None, verb="intake.empty_upload", thing=upload)
