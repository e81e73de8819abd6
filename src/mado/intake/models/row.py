from django.contrib.postgres.fields import ArrayField
from django.db import models

from mado.directory.models import Organization
from mado.intake.enums import KeptBecause, Outcome, RowChoice, Verdict
from mado.intake.models.upload import ListUpload


class ListRow(models.Model):
    """One row of a list. `line` counts as the spreadsheet does.

    `school`, `wish`: what the cells say, field → value, only those filled in. `problems`: [{"kind", "column" (index),
    "found", …}], worded by intake.wording; of a row that is taken, what of its wish is not. `organization` is the school it names or looks like, `changes` field →
    [old, new] as the preview showed them. `former` is what undoing needs: see directory.services.office_lists.
    """

    upload = models.ForeignKey(ListUpload, on_delete=models.CASCADE, related_name="staged")
    line = models.PositiveIntegerField()
    cells = ArrayField(models.TextField(), default=list)
    school = models.JSONField(default=dict)
    wish = models.JSONField(default=dict)
    verdict = models.CharField(max_length=8, choices=Verdict)
    problems = models.JSONField(default=list)
    organization = models.ForeignKey(
        Organization, on_delete=models.SET_NULL, related_name="+", null=True, blank=True, db_index=False
    )
    changes = models.JSONField(default=dict)
    choice = models.CharField(max_length=8, choices=RowChoice, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    kept_because = models.CharField(max_length=8, choices=KeptBecause, blank=True)
    former = models.JSONField(default=dict)

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["upload", "line"], name="list_row_stands_once")]
        indexes = [
            models.Index(fields=["upload", "verdict", "line"], name="list_row_by_verdict"),
            models.Index(
                fields=["organization"], name="list_row_of_school", condition=models.Q(organization__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.upload} {self.line}"
