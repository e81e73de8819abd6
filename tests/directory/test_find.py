"""The Find page and what it stands on, over the small world."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from mado.accounts.models import Verification
from mado.demo.primitives import make_organization
from mado.directory.asking import read_request, to_query
from mado.directory.enums import Level
from mado.directory.search import SearchRequest, school_index, search_organizations
from mado.directory.services.indexing import queue_rebuild, rebuild_index, reindex_organizations


@pytest.fixture
def search_dir(settings, tmp_path):
    settings.MADO_SEARCH_DIR = tmp_path / "search"
    return settings.MADO_SEARCH_DIR


@pytest.fixture
def found_world(world, search_dir):
    rebuild_index()
    return world


def codes(**asked):
    return [hit.code for hit in search_organizations(SearchRequest(**asked)).hits]


@pytest.mark.parametrize(
    "typed",
    [
        "高雄",
        "Kaohsiung",
        "kaohsuing",
        "高雄 国小",
        "港都国民小学",
        "Takao",
        "gangdu",
        "GANGDU elementary",
        "鹽埕",
        "盐埕",
        "塩埕",
        "港口與市場",
        "臺灣 港都",
    ],
)
def test_the_school_in_kaohsiung_is_found_however_it_is_written(found_world, typed):
    assert codes(q=typed) == [found_world.kaohsiung.code]


def test_offices_and_missions_are_not_schools(found_world):
    assert search_organizations(SearchRequest()).total == 3
    assert codes(q="高雄區辦公室") == []


def test_filters_and_their_counts(found_world):
    result = search_organizations(SearchRequest(country=("TW", "US"), language=("en",)))
    assert {hit.code for hit in result.hits} == {found_world.kaohsiung.code, found_world.california.code}
    assert {row.value: row.count for row in result.facets["country"]} == {"TW": 1, "US": 1, "JP": 1}
    assert {row.value: row.count for row in result.facets["language"]} == {"en": 2, "zh-Hant": 2, "es": 1}
    assert {row.value: row.count for row in result.facets["kind"]} == {"cultural": 2}
    assert codes(topic=("food",)) == [found_world.kaohsiung.code]
    assert codes(kind=("cultural",), country=("JP",)) == []


def test_taking_part_follows_the_vouching(found_world):
    assert search_organizations(SearchRequest(takes_part=True)).total == 3
    Verification.objects.filter(organization=found_world.tokyo).update(valid_until=dt.date(2020, 1, 1))
    assert reindex_organizations(organization_ids=[found_world.tokyo.pk]) == 1
    assert found_world.tokyo.code not in codes(takes_part=True)
    assert found_world.tokyo.code in codes(q="みどり")


def test_a_school_no_longer_listed_leaves_the_search_and_keeps_its_page(found_world, client):
    found_world.tokyo.delisted_on = dt.date(2025, 4, 1)
    found_world.tokyo.save()
    reindex_organizations(organization_ids=[found_world.tokyo.pk])
    assert codes(q="みどり") == []
    page = client.get(f"/en/schools/{found_world.tokyo.code}/").content.decode()
    assert "No longer in the official list" in page


def test_reindexing_without_an_index_makes_the_whole(world, search_dir):
    assert reindex_organizations(organization_ids=[world.tokyo.pk]) == 3
    assert school_index().count() == 3


def test_the_command_says_what_it_made(world, search_dir, capsys):
    call_command("reindex")
    assert capsys.readouterr().out.startswith("Search index: 3 schools in ")


def test_without_an_index_the_database_answers_and_a_rebuild_is_queued_once(world, search_dir, client):
    for _ in range(2):
        page = client.get("/en/find/?q=Redwood&country=US&takes_part=yes&kind=cultural&level=primary")
        assert page.status_code == 200
        assert "being made new" in page.content.decode()
        assert "Redwood Dual Language Elementary" in page.content.decode()
    assert ProcrastinateJob.objects.filter(task_name="directory.reindex_all").count() == 1
    assert search_organizations(SearchRequest(q="高雄", country=("JP", "a\0b"))).total == 0
    assert {
        row.value: row.count for row in search_organizations(SearchRequest(level=("primary",))).facets["country"]
    } == {"TW": 1, "US": 1, "JP": 1}
    queue_rebuild()
    assert ProcrastinateJob.objects.filter(task_name="directory.reindex_all").count() == 1
    assert client.get("/en/find/ground/?zoom=1&west=-1&south=-1&east=1&north=1").json()["rows"] == {}


def test_an_index_of_an_older_layout_is_not_read(found_world, search_dir):
    school_index().path.rename(search_dir / "schools-0")
    assert search_organizations(SearchRequest(q="高雄")).degraded


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "x" * 10_000,
        "page=-1",
        "page=99999999999999",
        "page=²",
        "page=abc",
        "country=%00&country=" + "x" * 999,
        "sort=zzz",
        "q=%22AND%20(",
        "q=%F0%9F%98%80",
        "q=%ff%fe",
        "takes_part=no&level=none",
    ],
)
def test_no_query_string_breaks_the_page(found_world, client, query):
    for path in ("/en/find/", "/en/find/points/"):
        assert client.get(f"{path}?{query}").status_code == 200
    assert client.get(f"/api/v1/organizations?{query}").status_code in (200, 422)


@pytest.mark.parametrize("language", ["en", "zh-hant", "ja", "ko"])
def test_the_page_shows_what_was_asked_in_the_readers_language(found_world, client, language):
    with translation.override(language):
        page = client.get(f"/{language}/find/?country=TW&q=高雄").content.decode()
    assert {"en": "Taiwan", "zh-hant": "臺灣", "ja": "台湾", "ko": "대만"}[language] in page
    assert f'<bdi lang="zh-Hant" class="name">{found_world.kaohsiung.name}</bdi>' in page


def test_htmx_gets_the_part_that_changes_and_history_the_whole(found_world, client):
    assert "<html" not in client.get("/en/find/?q=高雄", headers={"hx-request": "true"}).content.decode()
    whole = client.get("/en/find/?q=高雄", headers={"hx-request": "true", "hx-history-restore-request": "true"})
    assert "<html" in whole.content.decode()
    assert "HX-Request" in whole["Vary"]


def test_an_empty_answer_offers_what_does_find_schools(found_world, client):
    page = client.get("/en/find/?q=高雄 無此校&country=JP").content.decode()
    assert "No school fits all of this" in page
    assert 'href="?q=%E9%AB%98%E9%9B%84"' in page
    assert 'href="?country=JP"' in page


def test_a_typo_is_answered_and_named(found_world, client):
    page = client.get("/en/find/?q=kaohsuing").content.decode()
    assert "Nothing is written “kaohsuing”. These are written “kaohsiung”." in page


def test_a_page_after_the_last_says_so(found_world, client):
    assert "The list ends before this page" in client.get("/en/find/?page=7").content.decode()


def test_areas_are_never_points(found_world, client):
    extent = client.get("/en/find/points/").json()
    assert (extent["total"], extent["located"]) == (3, 3)
    assert extent["bounds"] == [22.6255, -117.3962, 35.68, 139.76]
    places = client.get("/en/find/points/?view=-90,-180,90,180&zoom=4").json()
    assert [point["name"] for point in places["points"]] == [found_world.kaohsiung.name]
    assert sorted(area["place"] for area in places["areas"]) == ["Riverside", "窓川区"]
    assert places["clusters"] == []
    close = client.get("/en/find/points/?view=20,115,30,125&zoom=16&country=TW").json()
    assert (len(close["points"]), close["areas"]) == (1, [])


def test_the_ground_is_where_schools_stand(found_world, client):
    far = client.get("/en/find/ground/?zoom=2&west=-2&south=-1&east=2&north=1").json()
    assert [name for _lat, _lon, name in far.pop("names")] == ["Japan", "Taiwan", "United States"]
    assert far == {"step": 1.875, "rows": {"12": [64], "18": [-63], "19": [74]}}
    close = client.get("/en/find/ground/?zoom=8&west=-128&south=0&east=-1&north=64").json()
    assert close["rows"] == {}
    named = client.get("/zh-hant/find/ground/?zoom=6&west=20&south=3&east=22&north=6").json()["names"]
    assert [name for _lat, _lon, name in named] == ["高雄市"]
    assert client.get("/en/find/ground/?zoom=x&west=99999999&south=-&east=²").status_code == 200


def test_the_address_is_the_state():
    query = "q=%E9%AB%98%E9%9B%84&country=TW&country=JP&level=primary&takes_part=yes&open_now=yes&pupils=100-200&box=1.000,2.000,3.000,4.000&near=25.0,121.5&sort=name"
    assert to_query(read_request(QueryDict(query))) == query
    assert read_request(QueryDict("page=3")).offset == 40


@pytest.mark.parametrize("path", ["/en/find/?q=小", "/en/find/points/?q=小", "/api/v1/organizations?q=小"])
def test_more_rows_need_no_more_queries(found_world, client, django_assert_max_num_queries, path):
    def make(number):
        return make_organization(
            "school",
            f"窓{number}小學校",
            language="ja",
            country="JP",
            region="JP-13",
            city="窓川区",
            levels=[Level.PRIMARY],
            point=(35.7, 139.7),
        )

    asked = path.replace("小", "窓")
    counts = []
    for numbers in ([1], [2, 3]):
        reindex_organizations(organization_ids=[make(number).pk for number in numbers])
        client.get(asked)
        with CaptureQueriesContext(_connection()) as queries:
            assert client.get(asked).status_code == 200
        counts.append(len(queries))
        assert len({query["sql"] for query in queries}) == len(queries), "the same is read twice for one page"
    assert search_organizations(SearchRequest(q="窓")).total == 4
    assert counts[0] == counts[1] <= 12


def _connection():
    from django.db import connection

    return connection
