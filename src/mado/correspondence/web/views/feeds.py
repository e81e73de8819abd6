"""A person's calendar: the page on which its address is renewed or stopped, and the calendar itself."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from mado.accounts.queries import seats_of
from mado.correspondence.calendar_feed import feed_bytes
from mado.correspondence.feed_keys import feed_of, feed_token
from mado.correspondence.queries.inbound import feeds_visible_to
from mado.correspondence.services import note_feed_content, renew_feed, stop_feed


@require_http_methods(["GET", "HEAD", "POST"])
def feed_settings(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        if request.POST.get("move") == "stop":
            stop_feed(actor=request.user)
            messages.success(request, _("The calendar address no longer works."))
        else:
            renew_feed(actor=request.user)
            messages.success(request, _("This is your calendar address. An earlier one no longer works."))
        return redirect("correspondence:feed_settings")
    feed = feeds_visible_to(request.user).filter(is_on=True).first()
    url = ""
    if feed:
        path = reverse("correspondence:feed", kwargs={"token": feed_token(feed)})
        url = settings.MADO_SITE_URL.rstrip("/") + path
    context = {
        "url": url,
        "webcal": f"webcal:{url.partition(':')[2]}" if url else "",
        "acts": bool(seats_of(request.user)),
    }
    response = render(request, "correspondence/feed_settings.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whoever owns the address, while they act for a school. Asked for every few minutes by programs
    that keep what they have, so it says when nothing is new."""
    found = feed_of(token)
    person = found.person if found else None
    if found is None or person is None or not person.is_active or not seats_of(person):
        return _nothing_here()
    with override(person.language):
        content = feed_bytes(person)
    digest = hashlib.sha256(content).hexdigest()
    found = note_feed_content(feed=found, content_hash=digest)
    etag, changed = f'"{digest[:32]}"', int(found.changed_at.timestamp())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=300"
    response["ETag"], response["Last-Modified"] = etag, http_date(changed)
    return get_conditional_response(request, etag=etag, last_modified=changed, response=response) or response


def _nothing_here() -> HttpResponse:
    """Like a page that never was. The address is a key: Django must not write it to the log with the 404."""
    response = HttpResponse(status=404)
    response._has_been_logged = True  # noqa: SLF001  # Django's own mark on answers it need not log
    return response
