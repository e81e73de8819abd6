"""What Django's own checks do not know about where Mado may run."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

POSTGRESQL_LEAST = 15


def database_refusal(vendor: str, server_version: int) -> str:
    """Why Mado does not run on this server, or "". `server_version` is libpq's number: 150018 is 15.18."""
    if vendor != "postgresql":
        return f"Mado runs on PostgreSQL {POSTGRESQL_LEAST} or newer; this is {vendor}. Set DATABASE_URL accordingly."
    if server_version < POSTGRESQL_LEAST * 10_000:
        found = server_version // 10_000
        return (
            f"Mado needs PostgreSQL {POSTGRESQL_LEAST} or newer; DATABASE_URL names a server of version {found}. "
            "Upgrade it, or leave DATABASE_URL unset to use the embedded PostgreSQL."
        )
    return ""


def server_version(alias: str = "default") -> int:
    """libpq's number of the server, 0 when it is no PostgreSQL; connects if need be."""
    connection = connections[alias]
    connection.ensure_connection()
    return int(getattr(connection, "pg_version", 0))


@register(Tags.database)
def postgresql_is_new_enough(*, databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Runs before every migration."""
    refusals = (database_refusal(connections[alias].vendor, server_version(alias)) for alias in databases or [])
    return [Error(refusal, id="mado.E001") for refusal in refusals if refusal]
