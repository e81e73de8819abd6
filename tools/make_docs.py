"""`make docs`: the pages of docs/reference/, written from the tables the code itself uses. `--check` compares only."""

import argparse
import dataclasses
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
NOTE = "<!-- Written by `make docs`. Change the source, not this page. -->\n"

ENVIRONMENT = {
    "DATABASE_URL": "A PostgreSQL 15 or newer, e.g. `postgresql://user:password@host:5432/mado`. Unset: the embedded one.",
    "DJANGO_SETTINGS_MODULE": "`config.settings.dev` for the command line, `config.settings.prod` for a deployment.",
    "MADO_ALLOWED_HOSTS": "Production: host names the site answers to, separated by commas.",
    "MADO_API_PER_MINUTE": "How often one address or one token may ask the API within a minute; 600 by default, 0 without end.",
    "MADO_CHROMIUM": "The Chromium or Chrome of the browser tests, where it is not on the PATH.",
    "MADO_DATA_DIR": "Where the official directories lie that some tests and the benchmark read.",
    "MADO_DEMO": "`0` leaves the demo world out of the first `make run`.",
    "MADO_INBOUND_SECRET": "The secret a mail server shows to hand answers in over /mail/in/. Unset: that address is closed.",
    "MADO_MAIL_FROM": "Sender of all mails.",
    "MADO_PORT": "Port of `make run`; 8000 by default, the next free one when it is taken.",
    "MADO_REPLY_DOMAIN": "Domain of the signed reply addresses of mails. Unset in production: mails cannot be answered.",
    "MADO_SEARCH_DIR": "Where the search index lies. `make run` keeps it in memory where it can; production under MADO_VAR.",
    "MADO_SECRET_KEY": "Production: the secret sessions and audit anchors are signed with.",
    "MADO_SITE_URL": "Where links in mails point, e.g. `https://mado.example.org`.",
    "MADO_SMTP_HOST": "The mail server. Unset in development: mails are read at /mailbox/.",
    "MADO_SMTP_PASSWORD": "Its password, if it wants one.",
    "MADO_SMTP_PORT": "Its port; 25 by default.",
    "MADO_SMTP_TLS": "`1` turns STARTTLS on.",
    "MADO_SMTP_USER": "Its user, if it wants one.",
    "MADO_TEST_DB": "Name of the test database.",
    "MADO_TRANSLATOR": "`deepl` or `libretranslate` switches the translation aid on; unset: off.",
    "MADO_TRANSLATOR_KEY": "Its key, if it wants one.",
    "MADO_TRANSLATOR_URL": "Its address, where it is not the service's own.",
    "MADO_TRUSTED_PROXIES": "Addresses or networks, with commas, of the web servers in front whose `X-Forwarded-For` is believed. Unset: none.",
    "MADO_VAR": "Where this machine keeps its database, index and files; `var/` by default.",
    "MADO_WORKER_STALLED_SECONDS": "After so many seconds without a sign a worker is taken for dead; 20 by default.",
    "PLAYWRIGHT_BROWSERS_PATH": "Playwright's own: where it keeps browsers.",
}


def cell(text: object) -> str:
    """Text for one cell of a Markdown table."""
    return str(text).replace("|", "\\|").replace("\n", "<br>")


def table(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def app_modules(name: str) -> Iterator[tuple[str, object]]:
    """(app label, module) of every app that has a module of that name."""
    from django.apps import apps

    for config in sorted(apps.get_app_configs(), key=lambda c: c.label):
        if config.name.startswith("mado.") and find_spec(f"{config.name}.{name}"):
            yield config.label, import_module(f"{config.name}.{name}")


def moves() -> str:
    from mado.kernel.workflow import SYSTEM, Workflow

    parts = ["# Moves", NOTE, "Every state of every case changes by one of these moves and no other way.\n"]
    for label, module in app_modules("workflow"):
        for workflow in (value for value in vars(module).values() if isinstance(value, Workflow)):
            parts += [f"## {workflow.name[:1].upper()}{workflow.name[1:]} ({label})\n"]
            parts += ["```mermaid", workflow.mermaid(), "```\n"]
            states = workflow.states
            parts += [table(("state", "shown as"), [(f"`{state.value}`", state.label) for state in states])]
            rows = [
                (
                    f"`{move.name}`",
                    move.label,
                    ", ".join(str(states(source).label) for source in move.sources),
                    states(move.target).label,
                    "a date or a job" if move.permission == SYSTEM else f"`{move.permission}`",
                    ", ".join(f"`{guard.__name__}`" for guard in move.guards) or "–",
                )
                for move in workflow.moves
            ]
            parts += [table(("move", "button", "from", "to", "who", "when"), rows)]
    return "\n".join(parts)


def permissions() -> str:
    from rules.permissions import permissions as known

    for _ in app_modules("permissions"):
        pass
    rows = [(f"`{name}`", f"`{predicate.name}`") for name, predicate in sorted(known.items())]
    intro = "Who may, by name. *When* it is possible is said by guards (see Moves). `|` or, `&` and, `~` not.\n"
    return "\n".join(["# Permissions", NOTE, intro, table(("permission", "held by who"), rows)])


def messages() -> str:
    from mado.notify.messages import registered_mails

    parts = ["# Messages", NOTE, "Every mail, in its source language; it is sent in the recipient's.\n"]
    for mail in registered_mails():
        variables = ", ".join(f"`{name}`" for name in mail.variables) or "none"
        parts += [f"## `{mail.key}`\n", f"To {mail.audience}. Variables: {variables}.\n", f"> **{mail.subject}**\n>"]
        parts += ["\n".join(f"> {line}".rstrip() for line in str(mail.body).splitlines()) + "\n"]
    return "\n".join(parts)


def routes() -> Iterator[tuple[str, str]]:
    """(view name, path pattern) of every route of the URLconf."""
    from django.urls import URLPattern, get_resolver

    def walk(patterns: Iterable[object], prefix: str, namespace: str) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            path = prefix + str(pattern.pattern).removeprefix("^").replace("\\Z", "").removesuffix("$")
            if isinstance(pattern, URLPattern):
                yield (f"{namespace}{pattern.name}" if pattern.name else f"(no name) {path}"), path
            else:
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern.url_patterns, path, inner)

    yield from walk(get_resolver().url_patterns, "/", "")


def access() -> str:
    from mado.portal.access import access_for

    shown = []
    for name, path in sorted(set(routes())):
        if "/support/" in path:
            continue
        row = access_for(name)
        shown.append((f"`{name}`", f"`{path}`", row.audience.value if row else "nobody", row.objects if row else ""))
    intro = "Every URL, and who may reach it at all. Django's admin under `/support/` is for support staff only.\n"
    return "\n".join(["# Access", NOTE, intro, table(("view", "path", "audience", "objects"), shown)])


def fields() -> str:
    from mado.kernel.privacy import RETENTIONS, classified

    parts = ["# Fields", NOTE, "How far each field may be seen, and how long it is kept.\n"]
    parts += [table(("retention", "means"), sorted(RETENTIONS.items()))]
    for model, rows in sorted(classified().items()):
        parts += [
            f"## {model}\n",
            table(("field", "class", "retention"), [(f"`{n}`", *r) for n, r in sorted(rows.items())]),
        ]
    return "\n".join(parts)


def environment_names() -> set[str]:
    """Every variable the code reads from its environment."""
    pattern = re.compile(r"""environ(?:\.get\(|\.setdefault\(|\[)\s*"([A-Z_]+)\"""")
    files = [*(ROOT / "config").rglob("*.py"), *(ROOT / "src").rglob("*.py")]
    return {name for file in files for name in pattern.findall(file.read_text(encoding="utf-8"))}


def settings_page() -> str:
    from mado.reference.settings import AllianceSettings

    if unknown := environment_names() - set(ENVIRONMENT):
        sys.exit(f"tools/make_docs.py does not say what {sorted(unknown)} is for.")
    own = [(f"`{f.name}`", f"`{f.default!r}`") for f in dataclasses.fields(AllianceSettings)]
    parts = [
        "# Settings",
        NOTE,
        "## Of the alliance\n",
        "Data, not code: stored in the database, changed without a restart.\n",
    ]
    parts += [table(("setting", "default"), own), "## Of a deployment\n", "Read from the environment.\n"]
    parts += [table(("variable", "means"), [(f"`{name}`", text) for name, text in sorted(ENVIRONMENT.items())])]
    return "\n".join(parts)


def openapi() -> str:
    from mado.api.v1.api import api

    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=2, ensure_ascii=False, default=str) + "\n"


PAGES = {
    "moves.md": moves,
    "permissions.md": permissions,
    "messages.md": messages,
    "access.md": access,
    "fields.md": fields,
    "settings.md": settings_page,
    "openapi.json": openapi,
}


def pages() -> dict[str, str]:
    """File name → text, in the source language."""
    from django.utils import translation

    with translation.override("en"):
        return {name: make().rstrip("\n") + "\n" for name, make in PAGES.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; 1 when a page is not what the code says")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    stale = []
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        path = REFERENCE / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not options.check:
                path.write_text(text, encoding="utf-8")
    if options.check:
        print(
            f"docs/reference is not current: {', '.join(stale)}. `make docs` writes it."
            if stale
            else "Docs are current."
        )
        return 1 if stale else 0
    print("\n".join(f"wrote docs/reference/{name}" for name in stale) or "docs/reference was current")
    return 0


if __name__ == "__main__":
    sys.exit(main())
