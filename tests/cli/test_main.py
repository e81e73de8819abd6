import io

import pytest

from mado.cli import doctor, main
from mado.cli.doctor import Finding, locked_packages
from mado.cli.sign_ins import demo_sign_ins
from mado.cli.translations import compile_stale, stale_catalogues
from mado.kernel.checks import database_refusal


def test_the_help_fits_one_screen_and_names_every_command(capsys):
    assert main.main(["--help"]) == 0
    text = capsys.readouterr().out
    assert text.count("\n") <= 24
    assert [c for c in ("run", "doctor", "manage", *main.DJANGO_COMMANDS) if f"mado {c} " not in text] == []


def test_an_unknown_command_is_a_sentence_and_exit_code_2(capsys):
    assert main.main(["dance"]) == 2
    assert capsys.readouterr().err == "mado does not know 'dance'. `mado --help` lists what it does.\n"


def test_every_command_of_the_help_exists():
    from django.core.management import get_commands

    known = get_commands()
    assert [command for command, _summary in main.DJANGO_COMMANDS.values() if command not in known] == []


@pytest.mark.parametrize(
    ("vendor", "version", "words"),
    [
        ("postgresql", 150_000, ""),
        ("postgresql", 180_004, ""),
        ("postgresql", 149_999, "needs PostgreSQL 15 or newer; DATABASE_URL names a server of version 14"),
        ("sqlite", 0, "this is sqlite"),
    ],
)
def test_an_old_server_is_refused_with_a_sentence(vendor, version, words):
    refusal = database_refusal(vendor, version)
    assert words in refusal
    assert bool(refusal) == bool(words)


def test_a_finding_is_one_line_that_says_how_to_get_what_is_missing():
    assert Finding("Python", True, "3.12.1").line() == "ok       Python           3.12.1"
    missing = Finding("search index", False, "absent", "`mado reindex` builds it").line()
    assert missing == "MISSING  search index     absent. `mado reindex` builds it"


def test_the_lock_is_read_with_its_markers(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text(
        "# a comment\nalpha==1.2 \\\n    --hash=sha256:00\n    # via x\n"
        "beta[extra]==3.0 ; python_version >= '3.0' \\\n    --hash=sha256:00\ngamma==1 ; sys_platform == 'plan9'\n"
    )
    assert locked_packages(lock) == {"alpha": "1.2", "beta": "3.0"}


@pytest.mark.django_db
def test_doctor_has_a_line_for_everything_and_finds_the_database():
    found = {finding.what: finding for finding in doctor.examine()}
    assert set(found) == {
        "Python",
        "packages",
        "mail",
        "fonts",
        "Chromium",
        "translations",
        "disk",
        "database",
        "migrations",
        "search index",
        "worker",
    }
    assert (found["Python"].ok, found["database"].ok, found["migrations"].ok) == (True, True, True)
    assert found["database"].detail.startswith("PostgreSQL ")


def test_one_person_per_role_may_sign_in_with_the_demonstration_password(world):
    rows = {email: role for role, email, _organization in demo_sign_ins()}
    assert rows["lin@example.org"] == "Coordinator"
    assert rows["ceo@example.org"] == "Chief executive"
    assert len(set(rows.values())) == len(rows)
    world.ceo.set_password("a password of their own")
    world.ceo.save()
    assert "ceo@example.org" not in {email for _role, email, _organization in demo_sign_ins()}


PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgctxt "month name"
msgid "May"
msgstr "五月"

msgid "%(n)s mail"
msgid_plural "%(n)s mails"
msgstr[0] "%(n)s 封信"
"""


def test_catalogues_are_compiled_where_they_are_stale(tmp_path):
    from gettext import GNUTranslations

    folder = tmp_path / "zh_Hant" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO, encoding="utf-8")
    assert compile_stale(tmp_path) == [folder / "django.mo"]
    assert (compile_stale(tmp_path), stale_catalogues(tmp_path)) == ([], [])
    catalogue = GNUTranslations(io.BytesIO((folder / "django.mo").read_bytes()))
    assert catalogue.pgettext("month name", "May") == "五月"
    assert catalogue.ngettext("%(n)s mail", "%(n)s mails", 2) == "%(n)s 封信"
    assert [p.name for p in folder.iterdir() if p.suffix not in (".po", ".mo")] == []


def test_without_catalogues_there_is_nothing_to_compile(tmp_path):
    assert compile_stale(tmp_path / "nowhere") == []
