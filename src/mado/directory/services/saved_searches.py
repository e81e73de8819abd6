"""Searches a person keeps, and how soon they tell of new schools."""

import datetime as dt
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.directory.asking import read_request, to_query
from mado.directory.contributions import owners_of
from mado.directory.enums import Cadence
from mado.directory.models import SavedSearch, SearchAlert
from mado.kernel.errors import BadInput, NotPermitted

MOST_SEARCHES = 50
BIN_DAYS = 30
LONGEST_NAME = 120
LONGEST_QUERY = 1500
_STOP = Signer(salt="directory.search_stop")


@transaction.atomic
def save_search(*, owner: Any, name: str, query: str, cadence: str, actor: Any) -> SavedSearch:
    """Keep a search under a name. `query` is any query string of the Find page; its order and page are left out."""
    if actor != owner or not actor.has_perm("directory.save_search"):
        raise NotPermitted("directory.save_search")
    kept = normalised(query)
    if len(kept) > LONGEST_QUERY:
        raise BadInput({"": _("This search is too long to be kept. Take out some of its filters.")})
    if SavedSearch.objects.filter(owner_id=owner.pk, deleted_at__isnull=True).count() >= MOST_SEARCHES:
        sentence = _("You keep %(most)s searches, which is the most. Delete one you no longer need.")
        raise BadInput({"": sentence % {"most": MOST_SEARCHES}})
    search = SavedSearch.objects.create(owner_id=owner.pk, name=_name(name), query=kept, cadence=_cadence(cadence))
    record(actor=actor, verb="directory.save_search", thing=search, details={"cadence": search.cadence})
    return search


@transaction.atomic
def change_search(*, search: SavedSearch, actor: Any, name: str, cadence: str) -> SavedSearch:
    """Another name or cadence. What waited for a mail under the old cadence is not sent later."""
    locked = _own(search, actor)
    changed = [
        field for field, value in (("name", _name(name)), ("cadence", _cadence(cadence))) if _set(locked, field, value)
    ]
    if changed:
        locked.save(update_fields=changed)
        record(actor=actor, verb="directory.change_search", thing=locked, details={"fields": changed})
    if "cadence" in changed:
        SearchAlert.objects.filter(search=locked, told_at__isnull=True).update(told_at=timezone.now())
    return locked


@transaction.atomic
def delete_search(*, search: SavedSearch, actor: Any) -> SavedSearch:
    """Into the bin: no mails any more; it can be brought back for thirty days."""
    locked = _own(search, actor)
    if locked.deleted_at is None:
        locked.deleted_at = timezone.now()
        locked.save(update_fields=["deleted_at"])
        record(actor=actor, verb="directory.delete_search", thing=locked)
    return locked


@transaction.atomic
def restore_search(*, search: SavedSearch, actor: Any) -> SavedSearch:
    """Out of the bin, as it was."""
    locked = _own(search, actor)
    if locked.deleted_at is not None:
        locked.deleted_at = None
        locked.save(update_fields=["deleted_at"])
        record(actor=actor, verb="directory.restore_search", thing=locked)
    return locked


@transaction.atomic
def look_at_search(*, search: SavedSearch, actor: Any) -> None:
    """Its owner has opened it: what was new is new no longer. No deed for the record."""
    locked = _own(search, actor)
    locked.looked_at = timezone.now()
    locked.save(update_fields=["looked_at"])


@transaction.atomic
def stop_mails(*, search: SavedSearch) -> None:
    """No more mails for this search. Whoever holds the signed link of a mail may do it, signed in or not."""
    locked = SavedSearch.objects.select_for_update().get(pk=search.pk)
    if locked.cadence != Cadence.NEVER:
        locked.cadence = Cadence.NEVER
        locked.save(update_fields=["cadence"])
        SearchAlert.objects.filter(search=locked, told_at__isnull=True).update(told_at=timezone.now())
        record(actor=None, verb="directory.stop_search_mails", thing=locked)


def delete_binned_searches() -> int:
    """Really delete searches that lay in the bin for thirty days, and those of persons who are gone; how many."""
    before = timezone.now() - dt.timedelta(days=BIN_DAYS)
    owners = set(SavedSearch.objects.values_list("owner_id", flat=True))
    gone = owners - set(owners_of(sorted(owners)))
    over = SavedSearch.objects.filter(Q(deleted_at__lt=before) | Q(owner_id__in=gone))
    count = over.count()
    over.delete()
    return count


def stop_token(search: SavedSearch) -> str:
    """What stands in the stop link of a mail: signed, so that nobody can end the mails of another."""
    return _STOP.sign(str(search.pk))


def search_of_token(token: str) -> SavedSearch | None:
    """The search of a stop link; None when it was not signed by us or the search is gone."""
    try:
        key = _STOP.unsign(token)
    except BadSignature:
        return None
    return SavedSearch.objects.filter(pk=key).first()


def normalised(query: str) -> str:
    """The query string in the one order in which equal searches are equal; without order of rows and page."""
    return to_query(read_request(QueryDict(query[:4000])), sort="fit", near="")


def _own(search: SavedSearch, actor: Any) -> SavedSearch:
    if not actor.has_perm("directory.change_search", search):
        raise NotPermitted("directory.change_search")
    return SavedSearch.objects.select_for_update().get(pk=search.pk)


def _name(text: str) -> str:
    name = " ".join(text.replace("\0", " ").split())
    if not name:
        raise BadInput({"name": _("Give the search a name, so that you know it again in the list and in mails.")})
    if len(name) > LONGEST_NAME:
        raise BadInput({"name": _("The name has more than %(most)s letters. Shorten it.") % {"most": LONGEST_NAME}})
    return name


def _cadence(value: str) -> str:
    if value not in Cadence.values:
        raise BadInput({"cadence": _("Choose how soon we write.")})
    return value


def _set(search: SavedSearch, field: str, value: str) -> bool:
    differs = bool(getattr(search, field) != value)
    setattr(search, field, value)
    return differs
