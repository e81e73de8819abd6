"""Schools that come into saved searches: found before the index changes, written once, mailed once.

The order makes it safe to be killed anywhere: what is new is what the changed entries match and the index does not match
yet; it is written into the database first, and only then the index changes. The same job again finds the same, and the
unique row keeps it from being told twice.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.directory.asking import read_request
from mado.directory.engine.document import SchoolDocument
from mado.directory.engine.index import IndexMissing
from mado.directory.engine.matching import Matcher
from mado.directory.enums import Cadence
from mado.directory.messages import NEW_IN_SEARCHES
from mado.directory.models import SavedSearch, SearchAlert
from mado.directory.search import school_index
from mado.directory.services.saved_searches import stop_token
from mado.notify.services import queue_message

MOST_NAMED = 20
DAILY_HOUR = 8


@transaction.atomic
def note_matches(documents: Sequence[SchoolDocument]) -> int:
    """Write down which of these entries come into which saved search, and mail those that are to be told at once.

    Call before the index takes the entries in. Without an index nobody can say what is new: nothing is written.
    """
    if not documents:
        return 0
    by_query: dict[str, list[SavedSearch]] = defaultdict(list)
    for search in SavedSearch.objects.filter(deleted_at__isnull=True, owner__is_active=True):
        by_query[search.query].append(search)
    alerts: list[SearchAlert] = []
    matcher = Matcher(documents) if by_query else None
    for query, searches in by_query.items():
        if matcher is not None:
            new = _new_in(query, matcher)
            alerts += [SearchAlert(search=search, organization_id=key) for search in searches for key in sorted(new)]
    # Rows that stand already are schools told before: they keep their date.
    SearchAlert.objects.bulk_create(alerts, ignore_conflicts=True)
    if alerts:
        _tell(SavedSearch.objects.filter(cadence=Cadence.AT_ONCE, deleted_at__isnull=True, owner__is_active=True))
    return len(alerts)


def _new_in(query: str, matcher: Matcher) -> set[int]:
    asked = read_request(QueryDict(query))
    fitting = matcher.keys(asked.q, asked.filters, asked.bounds)
    if not fitting:
        return set()
    try:
        return fitting - school_index().keys_among(sorted(fitting), asked.q, asked.filters, asked.bounds)
    except IndexMissing:
        return set()


@transaction.atomic
def send_digests(*, now: dt.datetime | None = None) -> int:
    """The daily mail to each owner whose clock shows 08:00 or later and who had none today; how many were written."""
    now = now or timezone.now()
    waiting = SavedSearch.objects.filter(
        cadence=Cadence.DAILY, deleted_at__isnull=True, owner__is_active=True, alerts__told_at__isnull=True,
        alerts__isnull=False,
    ).select_related("owner").distinct()  # fmt: skip
    due = []
    for search in waiting:
        local = now.astimezone(ZoneInfo(search.owner.time_zone or settings.TIME_ZONE))
        if local.hour >= DAILY_HOUR and (search.told_on is None or search.told_on < local.date()):
            due.append((search.pk, local.date()))
    for day in {day for _pk, day in due}:
        keys = [pk for pk, its_day in due if its_day == day]
        SavedSearch.objects.filter(pk__in=keys).update(told_on=day)
    return _tell(SavedSearch.objects.filter(pk__in=[pk for pk, _day in due]))


def _tell(searches: QuerySet[SavedSearch]) -> int:
    """One mail to each owner of schools that wait to be told; they are marked in the same transaction."""
    locked = {search.pk: search for search in searches.select_related("owner").select_for_update(of=("self",))}
    waiting = (
        SearchAlert.objects.filter(search__in=locked, told_at__isnull=True, organization__delisted_on__isnull=True)
        .select_related("organization")
        .select_for_update(of=("self",))
    )
    by_search: dict[int, list[SearchAlert]] = defaultdict(list)
    for alert in waiting:
        by_search[alert.search_id].append(alert)
    by_owner: dict[int, list[SavedSearch]] = defaultdict(list)
    for key in sorted(by_search):
        by_owner[locked[key].owner_id].append(locked[key])
    for own in by_owner.values():
        _mail([(search, by_search[search.pk]) for search in own])
    told = [alert.pk for alerts in by_search.values() for alert in alerts]
    SearchAlert.objects.filter(pk__in=told).update(told_at=timezone.now())
    return len(by_owner)


def _mail(found: Sequence[tuple[SavedSearch, Sequence[SearchAlert]]]) -> None:
    schools = {alert.organization_id for _search, alerts in found for alert in alerts}
    first = found[0][0]
    link = ("directory:search", {"pk": first.pk}) if len(found) == 1 else ("directory:searches", {})
    queue_message(
        mail=NEW_IN_SEARCHES,
        to=first.owner,
        thing=first,
        link=link,
        variables={"number": len(schools), "matches": lambda: "\n\n".join(_paragraphs(found))},
    )


def _paragraphs(found: Sequence[tuple[SavedSearch, Sequence[SearchAlert]]]) -> Iterator[str]:
    """In the language of the mail."""
    site = settings.MADO_SITE_URL.rstrip("/")
    for search, alerts in found:
        names = []
        for alert in alerts[:MOST_NAMED]:
            school = alert.organization
            name = f"{school.name} ({school.second_name})" if school.second_name else school.name
            names.append(f"- {name}: {site}{reverse('directory:school', args=[school.code])}")
        if len(alerts) > MOST_NAMED:
            names.append(_("- and %(number)s more") % {"number": len(alerts) - MOST_NAMED})
        stop = site + reverse("directory:search_stop", args=[stop_token(search)])
        ending = _("No more mails for this search: %(link)s") % {"link": stop}
        yield "\n".join([search.name, *names, ending])
