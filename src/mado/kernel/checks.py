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


@register(Tags.database)
def postgresql_is_new_enough(*, databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Runs before every migration."""
    found = []
    for alias in databases or []:
        connection = connections[alias]
        connection.ensure_connection()
        version = connection.pg_version if connection.vendor == "postgresql" else 0
        if refusal := database_refusal(connection.vendor, version):
            found.append(Error(refusal, id="mado.E001"))
    return found
