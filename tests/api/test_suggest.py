import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mado.demo.primitives import make_organization
from mado.directory.services.indexing import rebuild_index

URL = "/api/v1/suggest"


@pytest.fixture
def listed(world, settings, tmp_path):
    settings.MADO_SEARCH_DIR = tmp_path
    rebuild_index()
    return world


def ask(client, q, **more):
    answer = client.get(URL, {"q": q, **more})
    assert answer.status_code == 200
    return answer.json()


def test_a_school_by_the_beginning_of_any_of_its_names(listed, client):
    school = {
        "code": listed.kaohsiung.code,
        "name": "高雄市立港都國民小學",
        "name_language": "zh-Hant",
        "name_en": "Gangdu Elementary School",
        "country": "TW",
        "region": "TW-KHH",
        "city": "鹽埕區",
    }
    assert ask(client, "gang") == {"places": [], "schools": [school], "spelling": ""}
    assert ask(client, "港都")["schools"] == [school]


def test_places_with_their_number_of_schools(listed, client):
    found = ask(client, "kaohsi")["places"]
    assert found == [
        {"kind": "region", "country": "TW", "region": "TW-KHH", "city": "", "name": "Kaohsiung", "total": 1}
    ]
    city = ask(client, "riversi")["places"]
    assert city == [
        {"kind": "city", "country": "US", "region": "US-CA", "city": "Riverside", "name": "Riverside", "total": 1}
    ]


def test_a_near_spelling_is_said(listed, client):
    found = ask(client, "redwod")
    assert (found["spelling"], [one["code"] for one in found["schools"]]) == ("redwood", [listed.california.code])


@pytest.mark.parametrize("q", ["", "   ", "zzzzqqq", "\0", "%", "𠮷𠮷𠮷"])
def test_nothing_fits(listed, client, q):
    assert ask(client, q) == {"places": [], "schools": [], "spelling": ""}


@pytest.mark.parametrize("query", ["", "q=" + "x" * 201, "q=a&limit=0", "q=a&limit=21"])
def test_what_cannot_be_taken(listed, client, query):
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["msg"].endswith(".")


def test_without_an_index_nothing_is_suggested(world, client, settings, tmp_path):
    settings.MADO_SEARCH_DIR = tmp_path / "none"
    assert ask(client, "gang") == {"places": [], "schools": [], "spelling": ""}


def test_the_number_of_queries_does_not_grow_with_the_rows(listed, client):
    for name in ("Harbour One", "Harbour Two", "Harbour Three"):
        make_organization("school", name, language="en", country="GB")
    rebuild_index()
    for limit in (1, 3):
        with CaptureQueriesContext(connection) as found:
            assert len(ask(client, "harb", limit=limit)["schools"]) == limit
        assert len(found) == 1
