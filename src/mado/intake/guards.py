"""WHEN a list may go on: each guard says what is wrong and how to mend it."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.intake.enums import UploadState
from mado.intake.models import ListUpload
from mado.kernel.decision import Decision, check

UNDO_DAYS = 30
"""As long as the former values are kept."""


def has_written_nothing(upload: ListUpload) -> Decision:
    return check(
        not upload.has_written,
        "written",
        _("A part of this list is written already. Go on with it, or undo it and bring the mended list."),
    )


def has_something_written(upload: ListUpload) -> Decision:
    return check(
        upload.has_written, "nothing_written", _("Nothing of this list was written: there is nothing to undo.")
    )


def has_rows_to_write(upload: ListUpload) -> Decision:
    return check(
        upload.to_create or upload.to_change or upload.to_choose,
        "nothing_to_do",
        _("No row of this list changes anything."),
    )


def has_its_rows(upload: ListUpload) -> Decision:
    return check(
        upload.emptied_at is None,
        "emptied",
        _("The rows of this list were deleted when their time was over. Bring the file again."),
    )


def is_within_undo_time(upload: ListUpload) -> Decision:
    """Thirty days from the end of the import, or from its stop."""
    since = upload.finished_at or upload.state_changed_at
    sentence = ngettext(
        "An import can be undone within %(days)d day. This one is older: change the schools one by one.",
        "An import can be undone within %(days)d days. This one is older: change the schools one by one.",
        UNDO_DAYS,
    ) % {"days": UNDO_DAYS}
    return check(timezone.now() <= since + dt.timedelta(days=UNDO_DAYS), "too_late", sentence)


def has_started_writing(upload: ListUpload) -> Decision:
    started = check(
        upload.run_by_id is not None,
        "not_started",
        _("This list was stopped while its rows were checked. Match the columns again."),
    )
    return started & check(
        upload.undone_by_id is None,
        "being_undone",
        _("This list was stopped while it was taken back. Undo it again to go on with that."),
    )


def is_stopped_before_writing(upload: ListUpload) -> Decision:
    return check(
        upload.state != UploadState.FAILED or not upload.has_written,
        "written",
        _("A part of this list is written already. Undo it instead of giving it up."),
    )
