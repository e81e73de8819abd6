"""Which schools have changed since one last looked; see models.SchoolChange and docs/explanation/recommendations.md."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

_READ = """
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
           (SELECT coalesce(json_object_agg(organization_id, last), '{}') FROM (
                SELECT organization_id, max(id) AS last FROM matching_schoolchange
                WHERE transaction >= %s GROUP BY organization_id) AS changed)
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """`until`: the oldest transaction still under way when this was read: ask from there next time, and no deed is missed
    whatever commits in between. `last`: organisation id → its latest note."""

    until: int
    last: Mapping[int, int]


def changes_since(transaction: int) -> Changes:
    """Every change noted by `transaction` or a later one. One query, one snapshot."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [transaction])
        until, last = cursor.fetchone()
    return Changes(until, {int(pk): note for pk, note in last.items()})


def now() -> Changes:
    """Where to ask from when everything is read from here on."""
    return changes_since(2**62)
