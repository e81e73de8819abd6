from django.conf import settings
from django.db import models


class CalendarFeed(models.Model):
    """A person's calendar address. The address itself stands nowhere: it is computed from `serial` and the secret key;
    renewing raises the serial, so the old address is void. `content_hash` and `changed_at` answer programs that ask
    whether anything is new."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    serial = models.PositiveIntegerField(default=1)
    is_on = models.BooleanField(default=True)
    content_hash = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(auto_now_add=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.person_id}/{self.serial}"
