"""Lists of the profile that grow row by row: what the form holds replaces what stood there."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from mado.audit.services import record
from mado.directory.services.indexing import queue_reindex
from mado.kernel.errors import BadInput
from mado.profiles.models import SchoolProfile
from mado.profiles.row_rules import (
    AwardRow,
    RowProblems,
    SisterRow,
    TaughtRow,
    award_problems,
    sister_problems,
    taught_problems,
)
from mado.profiles.services.profile import locked_profile


def _set(
    profile: SchoolProfile,
    actor: Any,
    rows: Sequence[Any],
    related: str,
    problems_of: Callable[[Sequence[Any]], RowProblems],
) -> bool:
    """False when the same rows stand there already."""
    locked = locked_profile(profile, actor)
    if problems := problems_of(rows):
        raise BadInput({f"row_{place}_{name}" if name else "": text for (place, name), text in problems.items()})
    names = type(rows[0])._fields if rows else ()
    manager = getattr(locked, related)
    standing = manager.order_by("id")
    if [tuple(getattr(row, name) for name in names) for row in standing] == [tuple(row) for row in rows]:
        return False
    standing.delete()
    manager.bulk_create(manager.model(profile=locked, **row._asdict()) for row in rows)
    queue_reindex([locked.organization_id])
    return True


@transaction.atomic
def set_taught_languages(*, profile: SchoolProfile, actor: Any, rows: Sequence[TaughtRow]) -> None:
    """The foreign languages pupils learn, in the order given. BadInput names `row_<place>_<value>`."""
    if _set(profile, actor, rows, "taught_languages", taught_problems):
        details = {"languages": [row.language for row in rows]}
        record(actor=actor, verb="profiles.set_taught_languages", thing=profile, details=details)


@transaction.atomic
def set_sister_schools(*, profile: SchoolProfile, actor: Any, rows: Sequence[SisterRow]) -> None:
    """Ties made outside Mado, in the order given."""
    if _set(profile, actor, rows, "sister_schools", sister_problems):
        record(actor=actor, verb="profiles.set_sister_schools", thing=profile, details={"schools": len(rows)})


@transaction.atomic
def set_awards(*, profile: SchoolProfile, actor: Any, rows: Sequence[AwardRow]) -> None:
    """Labels and prizes, in the order given."""
    if _set(profile, actor, rows, "awards", award_problems):
        record(actor=actor, verb="profiles.set_awards", thing=profile, details={"awards": len(rows)})
