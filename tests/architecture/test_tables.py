"""House §4: deny by default, every field classed, every mail complete, every table one that can be built."""

import re
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from mado.kernel.privacy import classified
from mado.kernel.workflow import SYSTEM, Workflow
from mado.notify.messages import registered_mails
from mado.portal.access import ACCESS, access_for
from tests.architecture.source import FLOORS, OURS, app_of, text
from tools.make_docs import routes

OUR_MODELS = [m for m in apps.get_models() if m.__module__.startswith("mado.")]
SUPPORT = re.compile(r"/\w+/support/")
"""Django's admin: its named routes have the row "admin:", its unnamed ones answer nobody."""

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")

# Models nobody lists or opens by themselves, and whose visible_to they are read under.
READ_AS_PART_OF = {
    "accounts.ClaimNote": "accounts.SeatClaim",
    "accounts.Draft": "the person's own, by user",
    "accounts.User": "appointments: a person is seen as who acts for an organisation",
    "accounts.Verification": "directory.Organization: public",
    "desks.CaseProposal": "desks.DeskCase",
    "desks.InvitationReminder": "partnerships.Invitation",
    "desks.RateMark": "code, by desks.services.rates",
    "directory.Mandate": "directory.Organization: public",
    "directory.OrganizationIdentifier": "directory.Organization: public",
    "directory.OrganizationName": "directory.Organization: public",
    "directory.OrganizationRelation": "directory.Organization: public",
    "directory.ImportRejection": "directory.ImportRun",
    "directory.ListedRow": "directory.ImportRun",
    "directory.SearchAlert": "directory.SavedSearch",
    "matching.RoundInput": "matching.PairingRound",
    "matching.RoundRun": "matching.PairingRound",
    "matching.RoundSchool": "matching.PairingRound",
    "matching.SchoolChange": "code, by matching.queries.changes",
    "matching.ToldRecommendation": "matching.RecommendationMail",
    "partnerships.Partnership": "partnerships.Invitation, both sides",
    "profiles.Award": "profiles.SchoolProfile",
    "profiles.BellDay": "profiles.SchoolProfile",
    "profiles.ClosedSpan": "profiles.SchoolProfile",
    "profiles.ProfileText": "profiles.SchoolProfile or profiles.Wish",
    "profiles.SisterSchool": "profiles.SchoolProfile",
    "profiles.TaughtLanguage": "profiles.SchoolProfile",
    "profiles.WishWindow": "profiles.Wish",
    "integrations.EventCursor": "code, by integrations.services.deliveries",
    "integrations.WebhookDelivery": "integrations.Webhook",
    "exchanges.ExchangeSide": "exchanges.Exchange",
    "exchanges.SessionCount": "exchanges.Report",
    "reference.AcademicCalendar": "public: calendars of places",
    "reference.BellSchedule": "public: calendars of places",
    "reference.CalendarSpan": "public: calendars of places",
    "reference.AllianceSetting": "code, by reference.settings.alliance",
    "reference.CodeCounter": "code, by reference.services.next_code",
}


def modules(name):
    for app in FLOORS:
        if app != "cli" and find_spec(f"mado.{app}.{name}"):
            yield app, import_module(f"mado.{app}.{name}")


def test_every_field_is_classed_and_every_class_has_its_field():
    fields = {m._meta.label: {f.name for f in m._meta.get_fields() if isinstance(f, models.Field)} for m in OUR_MODELS}
    rows = {label: set(known) for label, known in classified().items()}
    assert {
        label: sorted(names ^ rows.get(label, set())) for label, names in fields.items() if names != rows.get(label)
    } == {}
    assert set(rows) - set(fields) == set()


def test_every_route_has_an_access_row():
    assert sorted({name for name, path in routes() if access_for(name) is None and not SUPPORT.match(path)}) == []


def test_every_access_row_has_a_route():
    assert sorted(set(ACCESS) - {name for name, _path in routes()}) == []


def test_every_operation_of_the_api_has_an_access_row():
    from mado.api.v1.api import api

    operations = {
        operation["operationId"]
        for path in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].values()
        for operation in path.values()
    }
    names = {name for name, _path in routes() if name.startswith("api-1:")}
    assert operations != set()
    assert sorted(f"api-1:{name}" for name in operations if f"api-1:{name}" not in names) == []


@pytest.mark.django_db
def test_the_models_have_no_changes_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("mail", registered_mails(), ids=lambda mail: mail.key)
def test_the_placeholders_of_a_mail_are_its_variables(mail):
    used = set(PLACEHOLDER.findall(str(mail.subject))) | set(PLACEHOLDER.findall(str(mail.body)))
    assert used - {"link"} == set(mail.variables)
    assert str(mail.subject) % dict.fromkeys(mail.variables, "x")
    assert str(mail.body) % dict.fromkeys((*mail.variables, "link"), "x")
    assert mail.key.split(".")[0] in FLOORS
    assert mail.audience


def workflows():
    return [w for _app, module in modules("workflow") for w in vars(module).values() if isinstance(w, Workflow)]


def test_every_workflow_table_builds_and_names_permissions_that_exist():
    from rules.permissions import permissions

    for _ in modules("permissions"):
        pass
    assert workflows() != []
    unknown = {
        f"{workflow.name}.{move.name}: {move.permission}"
        for workflow in workflows()
        for move in workflow.moves
        if move.permission != SYSTEM and move.permission not in permissions
    }
    assert unknown == set()


def test_every_permission_is_named_after_an_app():
    from rules.permissions import permissions

    for _ in modules("permissions"):
        pass
    assert [name for name in permissions if not re.fullmatch(r"[a-z]+\.[a-z_]+", name)] == []
    assert {name.split(".")[0] for name in permissions} <= set(FLOORS)


def test_every_model_says_who_sees_it():
    """By a function …visible_to(user) -> QuerySet[Model] in its app's queries, or by the record it is part of."""
    said = {
        f"{app_of(path)}.{model}"
        for path in OURS
        if "queries" in path.parts or path.stem == "queries"
        for model in re.findall(r"def \w*visible_to\(user: Any\) -> QuerySet\[(\w+)\]", text(path))
    }
    silent = {m._meta.label for m in OUR_MODELS} - said - set(READ_AS_PART_OF)
    assert silent == set()
    assert set(READ_AS_PART_OF) & said == set()
    assert set(READ_AS_PART_OF) - {m._meta.label for m in OUR_MODELS} == set()
