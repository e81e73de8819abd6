from django.db import models
from django.utils.translation import gettext_lazy as _


class MailMode(models.TextChoices):
    """The values are those of engine.timing, which knows no Django."""

    AT_ONCE = "at_once", _("Each mail as it comes")
    DAILY = "daily", _("One mail a day with everything")
    ONLY_NEEDS = "only_needs", _("Only what needs an answer from me")
