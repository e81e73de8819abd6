import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mado.directory.services.indexing import rebuild_index
from mado.profiles.models import SchoolProfile


@pytest.fixture
def listed(world, settings, tmp_path):
    settings.MADO_SEARCH_DIR = tmp_path
    rebuild_index()
    return world


def test_the_list(listed, client):
    answer = client.get("/api/v1/organizations?q=高雄&country=TW&level=primary&limit=5&offset=0").json()
    assert answer["total"] == 1
    assert answer["items"] == [
        {
            "code": listed.kaohsiung.code,
            "kind": "school",
            "name": "高雄市立港都國民小學",
            "name_language": "zh-Hant",
            "name_en": "Gangdu Elementary School",
            "country": "TW",
            "region": "TW-KHH",
            "region_name": "",
            "city": "鹽埕區",
            "levels": ["primary"],
            "takes_part": True,
            "open_now": True,
            "dormant": False,
            "last_active": None,
            "latitude": 22.6255,
            "longitude": 120.2835,
        }
    ]
    assert answer["facets"]["country"] == [{"value": "TW", "count": 1}]
    assert answer["spelling"] == ""


def test_areas_have_no_coordinates(listed, client):
    item = client.get("/api/v1/organizations?q=Redwood").json()["items"][0]
    assert (item["latitude"], item["longitude"]) == (None, None)


def test_paging(listed, client):
    pages = [client.get(f"/api/v1/organizations?limit=1&offset={offset}").json() for offset in range(4)]
    assert [page["total"] for page in pages] == [3, 3, 3, 3]
    assert len({item["code"] for page in pages for item in page["items"]}) == 3
    assert pages[3]["items"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-5", "limit"),
        ("limit=x", "limit"),
        ("offset=-1", "offset"),
        ("offset=10001", "offset"),
        ("level=castle", "level"),
        ("q=" + "x" * 201, "q"),
        ("country=zz", "country"),
        ("country=ZZ", "country"),
        ("country=TW&country=tw", "country"),
        ("country=", "country"),
        ("region=TW-QQQ", "region"),
        ("region=KHH", "region"),
        ("region=ZZ-KHH", "region"),
        ("kind=tea", "kind"),
        ("topic=tea", "topic"),
        ("language=not a language", "language"),
        ("sort=size", "sort"),
        ("sort=distance", "near"),
        ("near=nowhere", "near"),
        ("near=91,0", "near"),
        ("near=nan,0", "near"),
        ("near=1,2,3", "near"),
        ("pupils=many", "pupils"),
        ("pupils=-5", "pupils"),
        ("pupils=800-200", "pupils"),
    ],
)
def test_what_cannot_be_taken_is_said(listed, client, query, field):
    answer = client.get(f"/api/v1/organizations?{query}")
    assert answer.status_code == 422
    problem = answer.json()["detail"][0]
    assert field in problem["loc"]
    assert problem["msg"][0].isupper() or problem["msg"][0] == "“"
    assert problem["msg"].endswith(".")
    assert set(problem) == {"loc", "msg", "type"}


def test_a_code_nobody_knows_is_said_to_be_so(listed, client):
    answer = client.get("/api/v1/organizations?country=zz")
    assert answer.status_code == 422
    assert answer.json()["detail"] == [
        {
            "loc": ["query", "country"],
            "msg": "“zz” is no country. Write its ISO 3166-1 code in two capital letters, such as TW.",
            "type": "value_error",
        }
    ]


def test_a_country_without_schools_is_no_error(listed, client):
    answer = client.get("/api/v1/organizations?country=CZ&region=CZ-10")
    assert (answer.status_code, answer.json()["total"]) == (200, 0)


def codes(client, query):
    return [item["code"] for item in client.get(f"/api/v1/organizations?{query}").json()["items"]]


def test_orders(listed, client):
    now = timezone.now()
    for days, school in enumerate((listed.tokyo, listed.california, listed.kaohsiung)):
        SchoolProfile.objects.filter(organization=school).update(last_sign_of_life=now - dt.timedelta(days=days))
    rebuild_index()
    taiwan, states, japan = (school.code for school in (listed.kaohsiung, listed.california, listed.tokyo))
    assert codes(client, "sort=active") == [japan, states, taiwan]
    assert codes(client, f"sort=distance&near={taiwan}") == [taiwan, japan, states]
    assert codes(client, "sort=distance&near=34.0,-117.0") == [states, japan, taiwan]
    assert codes(client, "sort=name") == [states, japan, taiwan]


def test_pupils_and_open_now(listed, client):
    assert codes(client, "pupils=400-500") == [listed.kaohsiung.code]
    # Tokyo has no open wish: it takes part, but looks for nobody.
    assert sorted(codes(client, "open_now=true")) == sorted([listed.kaohsiung.code, listed.california.code])


def test_a_dormant_school_is_found_and_said_to_be_so(listed, client):
    SchoolProfile.objects.filter(organization=listed.kaohsiung).update(
        dormant_since=dt.date(2026, 1, 5), last_sign_of_life=dt.datetime(2025, 1, 4, 12, tzinfo=dt.UTC)
    )
    rebuild_index()
    item = client.get("/api/v1/organizations?country=TW").json()["items"][0]
    assert (item["dormant"], item["open_now"], item["last_active"]) == (True, False, "2025-01-04")
    detail = client.get(f"/api/v1/organizations/{listed.kaohsiung.code}").json()
    assert detail["liveness"]["dormant_since"] == "2026-01-05"


def test_the_number_of_queries_does_not_grow_with_the_rows(listed, client):
    def queries(limit):
        with CaptureQueriesContext(connection) as found:
            assert len(client.get(f"/api/v1/organizations?limit={limit}").json()["items"]) == limit
        return len(found)

    assert queries(1) == queries(3)


def test_one(listed, client):
    answer = client.get(f"/api/v1/organizations/{listed.kaohsiung.code}").json()
    assert answer["names"] == [{"text": "Gangdu Elementary School", "language": "en", "use": "translated"}]
    assert answer["identifiers"][0]["scheme"] == "mado-demo"
    assert (answer["listed"], answer["delisted_on"]) == (True, None)


@pytest.mark.parametrize("code", ["0000000000", "%00", "x" * 500, "高"])
def test_an_unknown_code_is_not_found_with_a_sentence(listed, client, code):
    answer = client.get(f"/api/v1/organizations/{code}")
    assert answer.status_code == 404
    assert "No organisation has this code" in answer.json()["detail"]
