from django.db import models

from mado.accounts.enums import SEAT_ROLES, Role
from mado.intake.models.row import ListRow
from mado.intake.models.upload import ListUpload


class ListContact(models.Model):
    """A person a list names for a school. Nobody is written to before an officer has seen every recipient."""

    upload = models.ForeignKey(ListUpload, on_delete=models.CASCADE, related_name="staged_contacts")
    row = models.ForeignKey(ListRow, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=[(r.value, r.label) for r in SEAT_ROLES], default=Role.COORDINATOR)
    invited_at = models.DateTimeField(null=True, blank=True)
    """When the mail that asks the person to take the school's seat was queued."""

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name or self.email
