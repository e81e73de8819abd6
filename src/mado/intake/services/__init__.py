"""All writes of this app."""

from mado.intake.services.choosing import choose_for_all, choose_for_rows
from mado.intake.services.inviting import invite_contacts
from mado.intake.services.previewing import preview_upload
from mado.intake.services.retention import empty_old_uploads
from mado.intake.services.undoing import undo_rows, undo_upload
from mado.intake.services.uploads import abandon_upload, change_layout, keep_mapping, map_upload, take_upload
from mado.intake.services.writing import resume_upload, run_upload, write_rows

__all__ = [
    "abandon_upload",
    "change_layout",
    "choose_for_all",
    "choose_for_rows",
    "empty_old_uploads",
    "invite_contacts",
    "keep_mapping",
    "map_upload",
    "preview_upload",
    "resume_upload",
    "run_upload",
    "take_upload",
    "undo_rows",
    "undo_upload",
    "write_rows",
]
