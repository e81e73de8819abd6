import hashlib
import json
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from mado.audit.models import AuditEntry

_CHAIN_LOCK = 0x4D41444F  # "MADO": one writer at a time appends to the chain
GENESIS = "0" * 64


def entry_hash(*, previous_hash: str, at: str, actor_id: int | None, verb: str, thing: str, details: object) -> str:
    """SHA-256 over the previous hash and the entry's own content as canonical JSON."""
    content = [previous_hash, at, actor_id, verb, thing, details]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def record(*, actor: Any, verb: str, thing: models.Model, details: dict[str, Any] | None = None) -> AuditEntry:
    """Append one deed to the chain, in the caller's transaction. `actor` None is the system.

    `details` holds plain JSON values and never personal content: say which field changed, not the text itself.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    last = AuditEntry.objects.order_by("-id").only("hash").first()
    previous_hash = last.hash if last else GENESIS
    at = timezone.now()
    object_type, object_id = thing._meta.label, str(thing.pk)  # noqa: SLF001  # Django's public model API
    digest = entry_hash(
        previous_hash=previous_hash,
        at=at.isoformat(),
        actor_id=actor.pk if actor else None,
        verb=verb,
        thing=f"{object_type}:{object_id}",
        details=details or {},
    )
    return AuditEntry.objects.create(
        at=at,
        actor_id=actor.pk if actor else None,
        verb=verb,
        object_type=object_type,
        object_id=object_id,
        object_code=getattr(thing, "code", "") or "",
        details=details or {},
        previous_hash=previous_hash,
        hash=digest,
    )
