import pytest

from mado.directory.services.indexing import rebuild_index


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
    ],
)
def test_what_cannot_be_taken_is_said(listed, client, query, field):
    answer = client.get(f"/api/v1/organizations?{query}")
    assert answer.status_code == 422
    problem = answer.json()["detail"][0]
    assert field in problem["loc"]
    assert problem["msg"][0].isupper()


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
