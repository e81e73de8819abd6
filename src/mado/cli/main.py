"""The console script `mado`: a thin door to the commands an alliance's own people use."""

import os
import sys

DJANGO_COMMANDS = {
    "import-directory": ("import_directory", "import an official directory: SOURCE FILE…"),
    "import-calendar": ("import_calendar", "import official calendars: SOURCE FILE…"),
    "overlap": ("overlap", "when the days of two schools meet"),
    "pair": ("pair", "a pairing round from two lists, without the site: A.csv B.csv --report FILE"),
    "simulate": ("simulate", "a school year with and without the caps and the fair rule"),
    "reindex": ("reindex", "build the search index anew from the database"),
    "locate-areas": ("locate_areas", "area centres for schools without a point: GAZETTEER FILE"),
    "retention": ("retention", "delete what has outlived its time; --dry-run lists it"),
    "verify-audit": ("verify_audit", "recompute the audit chain; says where it is broken"),
    "receive-mail": ("receive_mail", "take in one mail from standard input (a mail server's pipe)"),
    "demo": ("demo_world", "build the fictitious demo alliance in an empty database"),
}

HELP = """Mado, the International Exchange Window.

  mado run               run everything on this machine until Ctrl-C
  mado doctor            what is missing on this machine, and how to get it
{commands}
  mado manage …          any other management command (mado manage help)

Each command explains itself with --help. DATABASE_URL names a PostgreSQL server
(15 or newer); without it an embedded one under var/ is used.
"""


def help_text() -> str:
    """One screen."""
    lines = [f"  mado {name:<18}{summary}" for name, (_command, summary) in DJANGO_COMMANDS.items()]
    return HELP.format(commands="\n".join(lines))


def _django(command: str, arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["mado", command, *arguments])
    return 0


def main(argv: list[str] | None = None) -> int:
    """Returns the exit code; 2 for what Mado does not know."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    name, *arguments = (sys.argv[1:] if argv is None else argv) or ["--help"]
    if name in ("--help", "-h", "help"):
        print(help_text())
        return 0
    if name == "run":
        from mado.cli.run import main as run

        return run(arguments)
    if name == "doctor":
        from mado.cli.doctor import main as doctor

        return doctor()
    if name == "manage":
        command, *rest = arguments or ["help"]
        return _django(command, rest)
    if name in DJANGO_COMMANDS:
        return _django(DJANGO_COMMANDS[name][0], arguments)
    print(f"mado does not know {name!r}. `mado --help` lists what it does.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
