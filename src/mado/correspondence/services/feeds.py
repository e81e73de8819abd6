from typing import Any

from django.db import transaction
from django.utils import timezone

from mado.audit.services import record
from mado.correspondence.models import CalendarFeed


@transaction.atomic
def renew_feed(*, actor: Any) -> CalendarFeed:
    """A new calendar address for the person; the one before is void from now on."""
    feed, is_new = CalendarFeed.objects.select_for_update().get_or_create(person_id=actor.pk)
    if not is_new:
        feed.serial += 1
        feed.is_on = True
        feed.save(update_fields=["serial", "is_on"])
    record(actor=actor, verb="correspondence.renew_feed", thing=feed, details={"serial": feed.serial})
    return feed


@transaction.atomic
def stop_feed(*, actor: Any) -> None:
    """No calendar address works from now on."""
    feed = CalendarFeed.objects.select_for_update().filter(person_id=actor.pk, is_on=True).first()
    if feed is None:
        return
    feed.is_on = False
    feed.serial += 1
    feed.save(update_fields=["is_on", "serial"])
    record(actor=actor, verb="correspondence.stop_feed", thing=feed)


def note_feed_content(*, feed: CalendarFeed, content_hash: str) -> CalendarFeed:
    """When the content last became another one, as a reader sees it: for Last-Modified."""
    if feed.content_hash != content_hash:
        feed.content_hash, feed.changed_at = content_hash, timezone.now()
        feed.save(update_fields=["content_hash", "changed_at"])
    return feed
