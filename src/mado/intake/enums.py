from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mado.kernel.states import StateChoices, tones


class UploadState(StateChoices):
    UPLOADED = "uploaded", pgettext_lazy("list brought in", "Columns to be matched")
    MAPPED = "mapped", pgettext_lazy("list brought in", "Rows are being checked")
    PREVIEWED = "previewed", pgettext_lazy("list brought in", "Ready to be looked at")
    RUNNING = "running", pgettext_lazy("list brought in", "Being written")
    DONE = "done", pgettext_lazy("list brought in", "Written")
    UNDOING = "undoing", pgettext_lazy("list brought in", "Being taken back")
    UNDONE = "undone", pgettext_lazy("list brought in", "Taken back")
    FAILED = "failed", pgettext_lazy("list brought in", "Stopped, waits for you")
    ABANDONED = "abandoned", pgettext_lazy("list brought in", "Given up")


tones(
    UploadState,
    uploaded="draft",
    mapped="waiting",
    previewed="waiting",
    running="waiting",
    done="agreed",
    undoing="waiting",
    undone="ended",
    failed="mend",
    abandoned="ended",
)

WORKING_STATES = (UploadState.MAPPED, UploadState.RUNNING, UploadState.UNDOING)
"""A job is at it; the page shows how far."""


class FileForm(models.TextChoices):
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"


class Verdict(models.TextChoices):
    """What the preview says of a row."""

    CREATE = "create", pgettext_lazy("row of a list", "New school")
    CHANGE = "change", pgettext_lazy("row of a list", "Changes a school")
    SAME = "same", pgettext_lazy("row of a list", "Nothing to change")
    CHOOSE = "choose", pgettext_lazy("row of a list", "Looks like a known school")
    REJECT = "reject", pgettext_lazy("row of a list", "Not taken")


class RowChoice(models.TextChoices):
    """What the office says of a row that looks like a known school."""

    NONE = "", _("Not decided: the row is left out")
    MERGE = "merge", _("It is that school: bring it up to date")
    BOTH = "both", _("They are two schools: keep both")
    LEAVE = "leave", _("Leave the row out")


class Outcome(models.TextChoices):
    """What became of a row."""

    NONE = "", pgettext_lazy("row of a list", "Not written")
    CREATED = "created", pgettext_lazy("row of a list", "School added")
    CHANGED = "changed", pgettext_lazy("row of a list", "School changed")
    SAME = "same", pgettext_lazy("row of a list", "Nothing to change")
    OVERTAKEN = "overtaken", pgettext_lazy("row of a list", "Not written: the directory changed after the preview")
    RESTORED = "restored", pgettext_lazy("row of a list", "Former values are back")
    REMOVED = "removed", pgettext_lazy("row of a list", "School removed again")
    KEPT = "kept", pgettext_lazy("row of a list", "Kept as it is")


class KeptBecause(models.TextChoices):
    """Why undoing left a school as it is."""

    NONE = "", ""
    USED = "used", _("Somebody has used the school since: it has people, texts or deeds of its own.")
    CHANGED = "changed", _("The school was changed again after this import.")
    PARTLY = "partly", _("Some of its values were changed again after this import; the others are back.")
    GONE = "gone", _("The school is no longer in the directory.")
