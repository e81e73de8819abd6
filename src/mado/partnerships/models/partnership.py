from django.db import models
from django.db.models import F, Q

from mado.directory.models import Organization


class Partnership(models.Model):
    """The lasting relation of two organisations; the one with the smaller id is `first`, so a pair stands once."""

    first = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="partnerships_as_first")
    second = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="partnerships_as_second")
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="partnership_of_a_pair_stands_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="partnership_is_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"
