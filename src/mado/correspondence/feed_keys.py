"""A person's calendar address: computed from the feed's serial and the secret key, stored nowhere, logged nowhere."""

import hashlib
import hmac

from django.conf import settings

from mado.correspondence.models import CalendarFeed


def feed_token(feed: CalendarFeed) -> str:
    """<number of the feed>-<40 hexadecimal digits>."""
    key = hmac.new(settings.SECRET_KEY.encode(), b"mado.correspondence.feed", hashlib.sha256).digest()
    return f"{feed.pk}-{hmac.new(key, f'{feed.pk}.{feed.serial}'.encode(), hashlib.sha256).hexdigest()[:40]}"


def feed_of(token: str) -> CalendarFeed | None:
    """The feed this token opens today; None for a void, stopped or made-up one."""
    number, _dash, _mac = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    feed = CalendarFeed.objects.select_related("person").filter(pk=int(number), is_on=True).first()
    if feed is None or not hmac.compare_digest(feed_token(feed).encode(), token.encode()):
        return None
    return feed
