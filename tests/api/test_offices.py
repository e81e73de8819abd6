import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mado.demo.primitives import give_mandate, make_organization
from mado.directory.models import Mandate

URL = "/api/v1/offices"


def by_code(client, query=""):
    return {office["code"]: office for office in client.get(f"{URL}{query}").json()}


def test_offices_and_missions_with_what_they_are_in_care_of(world, client):
    found = by_code(client)
    known = (world.ceo_office, world.office, world.county_centre, world.mission, world.tokyo_mission)
    assert list(found) == [*(one.code for one in known[:3]), world.tokyo_mission.code, world.mission.code]
    mission = found[world.mission.code]
    assert (mission["kind"], mission["name"]) == ("mission", "Education Division, Los Angeles")
    every = {"country": "US", "region": "", "kinds": [], "levels": [], "vets": True, "valid_to": None}
    assert mission["in_care_of"] == [every]
    assert found[world.county_centre.code]["in_care_of"][0]["vets"] is False
    assert world.ministry.code not in found


def test_of_one_country(world, client):
    assert list(by_code(client, "?country=JP")) == [world.tokyo_mission.code]
    assert by_code(client, "?country=CZ") == {}


def test_a_mandate_that_is_over_is_not_said(world, client):
    Mandate.objects.filter(office=world.mission).update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    assert by_code(client)[world.mission.code]["in_care_of"] == []


@pytest.mark.parametrize("code", ["zz", "us", "USA", "%00"])
def test_a_code_nobody_knows(world, client, code):
    answer = client.get(f"{URL}?country={code}")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", "country"]


def test_the_number_of_queries_does_not_grow_with_the_rows(world, client):
    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(URL)
        return len(found)

    before = queries()
    for name in ("Prague", "Vienna"):
        give_mandate(make_organization("mission", name, language="en", country="CZ"), "CZ", "AT", "SK")
    assert queries() == before == 2
