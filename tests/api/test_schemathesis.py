"""Whatever the committed description of the API lets a program send, no operation breaks, and each answers as described.

The examples are the same in every run: nothing here depends on luck or on the clock.
"""

import datetime as dt

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as examples
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from config.wsgi import application
from mado.directory.services.indexing import rebuild_index
from mado.integrations.services import issue_token

DESCRIPTION = settings.ROOT / "docs" / "reference" / "openapi.json"

schema = schemathesis.openapi.from_path(DESCRIPTION)
schema.app = application


@pytest.fixture
def searchable(world, settings, tmp_path):
    settings.MADO_SEARCH_DIR = tmp_path
    rebuild_index()
    # A real server gives its connection back after each request; the test's own must stay open, as in Django's client.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield world
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def secret(searchable):
    """Of a real token of Kaohsiung's, which has a wish and an invitation to read."""
    until = timezone.localdate() + dt.timedelta(days=30)
    return issue_token(
        organization=searchable.kaohsiung, actor=searchable.teacher_kaohsiung, name="Website", valid_until=until
    )[1]


same_examples = examples(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
CHECKS = (not_a_server_error, response_schema_conformance, status_code_conformance)


@pytest.mark.django_db
@schema.parametrize()
@same_examples
def test_no_operation_breaks(searchable, case):
    case.call_and_validate(checks=CHECKS)


@pytest.mark.django_db
@schema.include(path_regex="^/api/v1/me").parametrize()
@same_examples
def test_no_operation_breaks_for_a_program_with_a_token(secret, case):
    answer = case.call(headers={"Authorization": f"Bearer {secret}"})
    # Some examples are made with another method, some with another header.
    if case.method == "GET" and answer.request.headers.get("Authorization") == f"Bearer {secret}":
        assert answer.status_code in (200, 422)
    case.validate_response(answer, checks=CHECKS)


@pytest.mark.django_db
def test_without_a_token_it_is_said_which_is_needed(searchable, secret, client):
    for header in ({}, {"authorization": "Bearer mado_no"}, {"authorization": secret}, {"authorization": "Bearer 高"}):
        answer = client.get("/api/v1/me", headers=header)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.json()["detail"].startswith("This needs an access token of your school")
    for path in ("", "/wishes", "/invitations", "/exchanges", "/events"):
        assert client.get(f"/api/v1/me{path}", headers={"authorization": f"Bearer {secret}"}).status_code == 200
