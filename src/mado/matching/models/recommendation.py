from django.conf import settings
from django.db import models

from mado.directory.models import Organization
from mado.matching.enums import RefusalReason
from mado.profiles.models import Wish


class Refusal(models.Model):
    """A school said "not for us" of a school recommended for one of its wishes. What was learned from it holds as long as
    the row stands; undoing deletes it.

    `value` is what the lesson is about: a country, a kind of exchange or a level; "" where the reason says it all.
    """

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="refusals")
    school = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12, choices=RefusalReason)
    value = models.CharField(max_length=20, blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["wish", "school"], name="a_school_is_refused_once_for_a_wish"),
        ]

    def __str__(self) -> str:
        return f"{self.wish_id}: {self.school_id} ({self.reason})"

    @property
    def reason_choice(self) -> RefusalReason:
        return RefusalReason(self.reason)


class SchoolChange(models.Model):
    """A deed changed what recommendations say of a school. Only ever added to, so that no deed waits for another.

    `transaction` is PostgreSQL's number of the writing transaction: who remembers the oldest transaction that was still
    under way when it read finds everything that has been committed since.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    transaction = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["transaction"], name="school_change_by_transaction")]

    def __str__(self) -> str:
        return f"{self.organization_id} @ {self.transaction}"


class RecommendationMail(models.Model):
    """A person who wants a mail a week with new recommendations for the schools they act for. No row: no mails."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    wanted_since = models.DateTimeField(auto_now_add=True)
    sent_on = models.DateField(null=True, blank=True)
    """The last day, on the person's calendar, on which the mail was written or there was nothing new to write."""

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.person_id)


class ToldRecommendation(models.Model):
    """A school that a mail has recommended to a person for a wish: it is new once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="+")
    school = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "wish", "school"], name="a_recommendation_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.school_id} for {self.wish_id}"
