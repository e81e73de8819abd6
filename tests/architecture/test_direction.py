"""House §3: apps know only what lies below them; what the import linter cannot see is asked here."""

import re
import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.db.models import ForeignObject

from tests.architecture.source import FLOORS, PACKAGE, ROOT, TEMPLATES, app_of, short, text

NAMED = re.compile(r"""\{%-?\s*(?:url|include|extends)\s+["'](\w+)[:/]""")
BELOW_ALL = {"shell", "account", "mfa"}
"""shell/ is everybody's (decision 0003); account and mfa are allauth's names, whose pages live in accounts."""


def test_imports_go_downward_only():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_private_room_is_named_in_the_linters_contracts():
    """The linter refuses names that do not exist, so each new web/, workflow or admin has to be written there."""
    contracts = text(ROOT / ".importlinter")
    rooms = {
        f"mado.{p.parent.name}.{p.stem}"
        for name in ("web", "workflow.py", "workflow", "admin.py")
        for p in PACKAGE.glob(f"*/{name}")
        if p.parent.name != "kernel"
    }
    assert sorted(room for room in rooms if f"    {room}\n" not in contracts) == []


def test_every_app_has_its_floor():
    found = {p.name for p in PACKAGE.iterdir() if (p / "__init__.py").exists()}
    assert found == set(FLOORS)


def test_no_foreign_key_points_to_a_higher_app():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model.__module__.startswith("mado.")
        for field in model._meta.get_fields()
        if isinstance(field, ForeignObject)
        and field.related_model.__module__.startswith("mado.")
        and FLOORS[field.related_model._meta.app_label] > FLOORS[model._meta.app_label]
    ]
    assert upward == []


def test_no_template_names_a_url_or_template_of_a_higher_app():
    upward = [
        f"{short(path)}: {name}"
        for path in TEMPLATES
        if "shell" not in path.parts
        for name in NAMED.findall(text(path))
        if name not in BELOW_ALL and FLOORS.get(name, -1) > FLOORS[app_of(path)]
    ]
    assert upward == []


def test_every_template_stands_in_a_folder_of_its_own_app():
    allowed = {"portal": {"shell", "portal"}, "accounts": {"accounts", "account", "mfa", "socialaccount", "allauth"}}
    strangers = [
        short(path)
        for path in TEMPLATES
        if path.parts[path.parts.index("templates") + 1] not in allowed.get(app_of(path), {app_of(path)})
    ]
    assert strangers == []


def test_no_page_hides_where_its_form_comes_from():
    """Under "no-referrer" a browser sends "Origin: null" with a form, and Django refuses it. The policy of all pages,
    same-origin, already keeps an address from other sites."""
    assert [short(path) for path in TEMPLATES if "no-referrer" in text(path)] == []
