from django.conf import settings
from django.db import models

from mado.directory.models import Organization
from mado.intake.enums import WORKING_STATES, FileForm, UploadState


class ListUpload(models.Model):
    """A list an office brings, from the file to its undoing. Moves: intake.workflow.

    `head` keeps the first rows of each sheet, [{"title", "rows": [[line, [cells…]]…]}…], for the page on which columns
    are matched; it, the file and the rows go when their time is over (services.retention), the counts stay.
    `mapping`: column index as text → field key or "-"; `headings`: column index as text → heading as it stands in the
    file. `defaults`: what the file does not say: country, region, scheme of the codes, language of the names.
    """

    code = models.CharField(max_length=16, unique=True)
    office = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="list_uploads")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to="intake/", max_length=200, blank=True)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    file_bytes = models.PositiveBigIntegerField()
    form = models.CharField(max_length=4, choices=FileForm)
    encoding = models.CharField(max_length=12, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    sheet = models.PositiveSmallIntegerField(default=0)
    header_line = models.PositiveIntegerField(default=1)
    head = models.JSONField(default=list)
    headings = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=UploadState, default=UploadState.UPLOADED)
    state_changed_at = models.DateTimeField(auto_now_add=True)
    trouble = models.TextField(blank=True)
    work_total = models.PositiveIntegerField(default=0)
    work_done = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    to_create = models.PositiveIntegerField(default=0)
    to_change = models.PositiveIntegerField(default=0)
    to_choose = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    overtaken = models.PositiveIntegerField(default=0)
    wishes = models.PositiveIntegerField(default=0)
    contacts = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    run_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["office", "-id"], name="list_upload_by_office")]

    def __str__(self) -> str:
        return self.code

    @property
    def state_choice(self) -> UploadState:
        return UploadState(self.state)

    @property
    def is_working(self) -> bool:
        return self.state in WORKING_STATES

    @property
    def has_written(self) -> bool:
        """Something of the list stands in the directory."""
        return bool(self.created or self.changed or self.wishes)
