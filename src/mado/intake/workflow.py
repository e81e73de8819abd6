"""The moves of a list an office brings. Only the services of this app make them; jobs make the moves of SYSTEM."""

from django.utils.translation import pgettext_lazy

from mado.intake.enums import UploadState
from mado.intake.guards import (
    has_its_rows,
    has_rows_to_write,
    has_something_written,
    has_started_writing,
    has_written_nothing,
    is_stopped_before_writing,
    is_within_undo_time,
)
from mado.kernel.workflow import SYSTEM, Move, Workflow

S = UploadState
CHANGE, UNDO = "intake.change_upload", "intake.undo_upload"

LIST_UPLOAD = Workflow(
    name="list upload",
    states=UploadState,
    initial=S.UPLOADED.value,
    moves=(
        Move(
            "map",
            pgettext_lazy("list brought in", "Check the rows"),
            (S.UPLOADED.value, S.PREVIEWED.value, S.FAILED.value),
            S.MAPPED.value,
            CHANGE,
            (has_written_nothing, has_its_rows),
            "primary",
        ),
        Move(
            "preview",
            pgettext_lazy("list brought in", "Show the preview"),
            (S.MAPPED.value,),
            S.PREVIEWED.value,
            SYSTEM,
        ),
        Move(
            "run",
            pgettext_lazy("list brought in", "Write into the directory"),
            (S.PREVIEWED.value,),
            S.RUNNING.value,
            CHANGE,
            (has_its_rows, has_rows_to_write),
            "primary",
        ),
        Move(
            "resume",
            pgettext_lazy("list brought in", "Go on"),
            (S.FAILED.value,),
            S.RUNNING.value,
            CHANGE,
            (has_started_writing, has_its_rows),
            "primary",
        ),
        Move("finish", pgettext_lazy("list brought in", "Finish"), (S.RUNNING.value,), S.DONE.value, SYSTEM),
        Move(
            "fail",
            pgettext_lazy("list brought in", "Stop"),
            (S.MAPPED.value, S.RUNNING.value, S.UNDOING.value),
            S.FAILED.value,
            SYSTEM,
        ),
        Move(
            "undo",
            pgettext_lazy("list brought in", "Undo the whole import"),
            (S.DONE.value, S.FAILED.value),
            S.UNDOING.value,
            UNDO,
            (has_something_written, is_within_undo_time, has_its_rows),
            "danger",
        ),
        Move(
            "finish_undo",
            pgettext_lazy("list brought in", "Finish the undoing"),
            (S.UNDOING.value,),
            S.UNDONE.value,
            SYSTEM,
        ),
        Move(
            "abandon",
            pgettext_lazy("list brought in", "Give it up"),
            (S.UPLOADED.value, S.PREVIEWED.value, S.FAILED.value),
            S.ABANDONED.value,
            CHANGE,
            (is_stopped_before_writing,),
            "danger",
        ),
        Move(
            "lapse",
            pgettext_lazy("list brought in", "Let it lapse"),
            (S.UPLOADED.value, S.PREVIEWED.value, S.FAILED.value),
            S.ABANDONED.value,
            SYSTEM,
            (is_stopped_before_writing,),
        ),
    ),
    ends=(S.UNDONE.value, S.ABANDONED.value),
)
