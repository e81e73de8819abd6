"""One dialect: PostgreSQL. DATABASE_URL names any server ≥ 15; without it, the embedded one under var/ is used."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit


def database_settings(*, embedded_dir: Path, options: dict[str, object] | None = None) -> dict[str, object]:
    """Django's DATABASES["default"], from DATABASE_URL or from the embedded server (started if it is not running)."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        from mado.cli.embedded import ensure_database  # noqa: PLC0415  # a deployment with its own server needs no wheel

        url = ensure_database(embedded_dir)
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    host = query.get("host", [parts.hostname or ""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "mado",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or query.get("port", [""])[0]),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # What else the URL says (sslmode, sslrootcert, …) is libpq's to understand.
        "OPTIONS": {key: values[0] for key, values in query.items() if key not in ("host", "port")} | (options or {}),
    }
