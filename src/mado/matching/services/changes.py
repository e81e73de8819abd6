"""Which schools have changed since the columns were made: written with the deed, read by whoever recommends next."""

from collections.abc import Sequence

from django.db import connection

_WRITE = """
    INSERT INTO matching_schoolchange (organization_id, transaction)
    SELECT DISTINCT organization_id, pg_current_xact_id()::text::bigint
    FROM profiles_wish WHERE organization_id = ANY(%s)
"""


def note_changes(organization_ids: Sequence[int]) -> None:
    """Of these schools, those that have ever wished are to be read again. In the transaction of the deed."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [list(organization_ids)])
