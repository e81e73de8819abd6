from django.conf import settings
from django.db import models
from django.db.models import Q

from mado.profiles.enums import TextOrigin
from mado.profiles.models.profile import SchoolProfile
from mado.profiles.models.wish import Wish


class ProfileText(models.Model):
    """A free text of a profile or of a wish in a further language; the original stays in its own field.

    `field` is the name of that field. `original_digest` is the SHA-256 of the original it was made from: another one means
    the original has changed since. A machine's text that somebody of the school has read has `checked_by`.
    """

    profile = models.ForeignKey(SchoolProfile, on_delete=models.CASCADE, related_name="texts", null=True, blank=True)
    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="texts", null=True, blank=True)
    field = models.CharField(max_length=32)
    language = models.CharField(max_length=16)
    text = models.TextField(max_length=4000)
    origin = models.CharField(max_length=8, choices=TextOrigin, default=TextOrigin.OWN)
    original_digest = models.CharField(max_length=64, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(profile__isnull=False, wish__isnull=True) | Q(profile__isnull=True, wish__isnull=False),
                name="text_is_of_a_profile_or_a_wish",
            ),
            models.UniqueConstraint(
                fields=["profile", "field", "language"],
                condition=Q(profile__isnull=False),
                name="one_text_per_field_and_language_of_profile",
            ),
            models.UniqueConstraint(
                fields=["wish", "field", "language"],
                condition=Q(wish__isnull=False),
                name="one_text_per_field_and_language_of_wish",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} ({self.language})"
