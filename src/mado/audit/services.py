import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from mado.audit.engine.chain import GENESIS, Anchor, Break, Link, Verdict, verify
from mado.audit.models import AuditEntry

_CHAIN_LOCK = 0x4D41444F  # "MADO": one writer at a time appends to the chain
READ_AT_ONCE = 2_000


@transaction.atomic
def record(*, actor: Any, verb: str, thing: models.Model, details: dict[str, Any] | None = None) -> AuditEntry:
    """Append one deed to the chain, in the caller's transaction. `actor` None is the system.

    `details` holds plain JSON values and never personal content: say which field changed, not the text itself.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    last = AuditEntry.objects.order_by("-id").only("hash").first()
    entry = AuditEntry(
        at=timezone.now(),
        actor_id=actor.pk if actor else None,
        verb=verb,
        object_type=thing._meta.label,  # noqa: SLF001  # Django's public model API
        object_id=str(thing.pk),
        object_code=getattr(thing, "code", "") or "",
        # As the database will give it back, so that the hash can be computed again.
        details=json.loads(json.dumps(details or {})),
        previous_hash=last.hash if last else GENESIS,
    )
    entry.hash = _link(entry).expected_hash
    entry.save()
    return entry


def _link(entry: AuditEntry) -> Link:
    return Link(
        id=entry.pk,
        at=entry.at.astimezone(dt.UTC).isoformat(),
        actor_id=entry.actor_id,
        verb=entry.verb,
        thing=f"{entry.object_type}:{entry.object_id}:{entry.object_code}",
        details=entry.details,
        previous_hash=entry.previous_hash,
        hash=entry.hash,
    )


def links() -> Iterator[Link]:
    """The chain as it stands in the database, oldest first, without holding it all in memory."""
    return (_link(entry) for entry in AuditEntry.objects.order_by("id").iterator(chunk_size=READ_AT_ONCE))


def anchors_dir() -> Path:
    return Path(settings.MADO_AUDIT_ANCHORS_DIR)


def _key() -> bytes:
    return settings.SECRET_KEY.encode()


def write_anchor() -> Path | None:
    """Note, signed, where the chain ends now; None while the chain is empty. Raises nothing about a broken chain:
    an anchor says what stood there, verify_chain says whether it may."""
    last = AuditEntry.objects.order_by("-id").only("hash").first()
    if last is None:
        return None
    now = timezone.now().astimezone(dt.UTC)
    count = AuditEntry.objects.filter(pk__lte=last.pk).count()
    anchor = Anchor(last_id=last.pk, last_hash=last.hash, count=count, at=now.isoformat()).signed(_key())
    directory = anchors_dir()
    directory.mkdir(parents=True, exist_ok=True)
    target = directory / f"{now:%Y-%m-%dT%H%M%S.%fZ}.json"
    draft = target.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(anchor.as_json(), indent=2) + "\n")
    draft.replace(target)
    return target


def newest_anchor() -> Anchor | Break | None:
    """The newest anchor; a Break when its signature does not hold; None when there is none."""
    files = sorted(anchors_dir().glob("*.json"))
    if not files:
        return None
    try:
        anchor = Anchor(**json.loads(files[-1].read_text()))
    except (ValueError, TypeError):
        return Break(None, f"the newest anchor, {files[-1].name}, cannot be read")
    if not anchor.is_genuine(_key()):
        return Break(None, f"the newest anchor, {files[-1].name}, was not signed with this SECRET_KEY or was changed")
    return anchor


def verify_chain() -> Verdict:
    """Recompute the whole chain and hold it against the newest anchor."""
    anchor = newest_anchor()
    verdict = verify(links(), anchor if isinstance(anchor, Anchor) else None)
    if verdict.broken is None and isinstance(anchor, Break):
        return Verdict(verdict.count, verdict.last_id, verdict.last_hash, anchor)
    return verdict
