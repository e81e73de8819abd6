from pathlib import Path

from config.database import database_settings
from mado.kernel.unchanged import SAME_FOR_ALL


def test_what_else_the_url_says_reaches_the_server(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://mado:p%40ss@db.example.org:5433/mado?sslmode=require")
    settings = database_settings(embedded_dir=Path("unused"), options={"options": "-c x=y"})
    assert (settings["HOST"], settings["PORT"], settings["PASSWORD"]) == ("db.example.org", "5433", "p@ss")
    assert settings["OPTIONS"] == {"sslmode": "require", "options": "-c x=y"}


def test_a_socket_is_named_by_the_query(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://postgres:@/mado?host=%2Ftmp%2Fpg&port=5432")
    settings = database_settings(embedded_dir=Path("unused"))
    assert (settings["HOST"], settings["PORT"], settings["OPTIONS"]) == ("/tmp/pg", "5432", {})  # a made-up address


def test_the_production_name_of_the_csrf_cookie_does_not_make_a_stranger_somebody():
    source = Path("config/settings/prod.py").read_text(encoding="utf-8")
    name = next(line.split('"')[1] for line in source.splitlines() if line.startswith("CSRF_COOKIE_NAME"))
    assert name in SAME_FOR_ALL
