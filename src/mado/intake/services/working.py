"""What the jobs of a list have in common: they run in batches, can be killed at any moment and go on where they were."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.intake.enums import UploadState
from mado.intake.models import ListUpload
from mado.intake.workflow import LIST_UPLOAD
from mado.kernel.errors import BadInput, NotPermitted


def locked_upload(upload_id: int) -> ListUpload:
    rows = ListUpload.objects.select_for_update(of=("self",))
    return rows.select_related("office", "uploaded_by", "run_by", "undone_by").get(pk=upload_id)


def work_on(upload_id: int, state: UploadState, work: Callable[[ListUpload], None]) -> None:
    """Do the work of a state in the language of the person who began it; nothing when the list has moved on.

    What is wrong with the file is said on the list's page. Anything unforeseen stops the list there, too, so that
    nobody waits for it for ever, and is raised for the log of the worker.
    """
    upload = ListUpload.objects.select_related("office", "uploaded_by", "run_by", "undone_by").get(pk=upload_id)
    if upload.state != state:
        return
    with translation.override(upload.uploaded_by.language):
        try:
            work(upload)
        except BadInput as problem:
            stop(upload_id, " ".join(str(sentence) for sentence in problem.sentences.values()))
        except NotPermitted:
            stop(
                upload_id, _("The person who began this no longer acts for the office. Somebody else there can go on.")
            )
        except Exception:
            stop(
                upload_id,
                _(
                    "Something in Mado went wrong and the work stopped. What was written stays; you can go on or undo it."
                ),
            )
            raise


@transaction.atomic
def stop(upload_id: int, trouble: str) -> None:
    upload = locked_upload(upload_id)
    LIST_UPLOAD.perform(upload, "fail", None)
    upload.trouble = trouble
    upload.save(update_fields=["trouble"])
    record(actor=None, verb="intake.stop_upload", thing=upload)


@transaction.atomic
def count_done(upload_id: int, **fields: Any) -> None:
    """Note how far the work is."""
    ListUpload.objects.filter(pk=upload_id).update(**fields)
