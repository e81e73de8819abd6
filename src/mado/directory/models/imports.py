from django.db import models

from mado.directory.models.organization import Organization


class ImportRun(models.Model):
    """One file read into the directory. Restarting the same file (same SHA-256) goes on after `rows_done`."""

    source = models.CharField(max_length=24)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    delisted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    passed_over = models.PositiveIntegerField(default=0)
    """Rows of schools the list itself calls closed or not yet open, and which the directory does not list either."""

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.source} {self.file_name} {self.started_at:%Y-%m-%d %H:%M}"


class ImportRejection(models.Model):
    """A row that was not taken: where, what stood there, what was expected."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejections")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True)
    found = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["line"]

    def __str__(self) -> str:
        return f"{self.line}: {self.reason}"


class ListedRow(models.Model):
    """One row of an official list as last written. `fingerprint` is a hash of its content: same hash, nothing to do;
    it is empty while the school is not listed. `last_run` is the run that last wrote the row."""

    source = models.CharField(max_length=24)
    scope = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="listed_rows")
    fingerprint = models.CharField(max_length=32)
    last_run = models.ForeignKey(ImportRun, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="listed_row_stands_once")]
        indexes = [models.Index(fields=["source", "scope"], name="listed_row_by_scope")]

    def __str__(self) -> str:
        return f"{self.source}:{self.key}"
