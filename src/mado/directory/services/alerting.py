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
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.directory.asking import read_request
from mado.directory.contributions import Owner, owners_of
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
    by_query: dict[str, list[SavedSearch]] = defaultdict(list)
    if documents:
        for search in SavedSearch.objects.filter(deleted_at__isnull=True):
            by_query[search.query].append(search)
    if not by_query:
        return 0
    matcher = Matcher(documents)
    alerts: list[SearchAlert] = []
    for query, searches in by_query.items():
        new = sorted(_new_in(query, matcher))
        alerts += [SearchAlert(search=search, organization_id=key) for search in searches for key in new]
    # Rows that stand already are schools told before: they keep their date.
    SearchAlert.objects.bulk_create(alerts, ignore_conflicts=True)
    touched = {alert.search_id for alert in alerts}
    if touched:
        _tell(SavedSearch.objects.filter(pk__in=touched, cadence=Cadence.AT_ONCE))
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
    waits = SearchAlert.objects.filter(search=OuterRef("pk"), told_at__isnull=True)
    searches = list(SavedSearch.objects.filter(Exists(waits), cadence=Cadence.DAILY, deleted_at__isnull=True))
    owners = owners_of(sorted({search.owner_id for search in searches}))
    due: dict[dt.date, list[int]] = defaultdict(list)
    for search in searches:
        if (owner := owners.get(search.owner_id)) is None:
            continue
        local = now.astimezone(ZoneInfo(owner.time_zone or settings.TIME_ZONE))
        if local.hour >= DAILY_HOUR and (search.told_on is None or search.told_on < local.date()):
            due[local.date()].append(search.pk)
    for day, keys in due.items():
        SavedSearch.objects.filter(pk__in=keys).update(told_on=day)
    return _tell(SavedSearch.objects.filter(pk__in=[key for keys in due.values() for key in keys]))


def _tell(searches: QuerySet[SavedSearch]) -> int:
    """One mail to each owner of schools that wait to be told; they are marked in the same transaction."""
    locked = {search.pk: search for search in searches.select_for_update()}
    owners = owners_of(sorted({search.owner_id for search in locked.values()}))
    waiting = (
        SearchAlert.objects.filter(search__in=locked, told_at__isnull=True, organization__delisted_on__isnull=True)
        .select_related("organization")
        .select_for_update(of=("self",))
    )
    by_owner: dict[int, dict[int, list[SearchAlert]]] = defaultdict(lambda: defaultdict(list))
    for alert in waiting:
        search = locked[alert.search_id]
        if search.owner_id in owners and owners[search.owner_id].is_active:
            by_owner[search.owner_id][search.pk].append(alert)
    for key, found in by_owner.items():
        _mail(owners[key], [(locked[pk], alerts) for pk, alerts in sorted(found.items())])
    told = [alert.pk for found in by_owner.values() for alerts in found.values() for alert in alerts]
    SearchAlert.objects.filter(pk__in=told).update(told_at=timezone.now())
    return len(by_owner)


def _mail(owner: Owner, found: Sequence[tuple[SavedSearch, Sequence[SearchAlert]]]) -> None:
    schools = {alert.organization_id for _search, alerts in found for alert in alerts}
    first = found[0][0]
    link = ("directory:search", {"pk": first.pk}) if len(found) == 1 else ("directory:searches", {})
    queue_message(
        mail=NEW_IN_SEARCHES,
        to=owner,
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
