"""Whatever the committed description of the API lets a program send, no operation breaks, and each answers as described.

The examples are the same in every run: nothing here depends on luck or on the clock.
"""

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck
from hypothesis import settings as examples
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from config.wsgi import application
from mado.directory.services.indexing import rebuild_index

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


@pytest.mark.django_db
@schema.parametrize()
@examples(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_operation_breaks(searchable, case):
    case.call_and_validate(checks=(not_a_server_error, response_schema_conformance))
