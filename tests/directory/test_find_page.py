"""The Find page in a browser's eyes: orders, likeness, suggestions, the map's table, ways out, weight."""

import datetime as dt
import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from mado.demo.primitives import make_organization
from mado.directory import contributions
from mado.directory.asking import read_box, read_point, read_pupils, read_request, to_query
from mado.directory.contributions import Contribution, HelpLink
from mado.directory.engine.document import Box
from mado.directory.engine.mapping import Square
from mado.directory.enums import Level, NameUse, RelationKind
from mado.directory.models import Organization, OrganizationName, OrganizationRelation
from mado.directory.search import SearchRequest, search_organizations, suggest
from mado.directory.services.indexing import rebuild_index, reindex_organizations
from mado.directory.web.points import _apart
from mado.directory.web.starting import Start, distance_text

FIRST_LOAD = 150_000


@pytest.fixture
def found_world(world, settings, tmp_path):
    settings.MADO_SEARCH_DIR = tmp_path / "search"
    rebuild_index()
    return world


def codes(**asked):
    return [hit.code for hit in search_organizations(SearchRequest(**asked)).hits]


def test_open_to_partners_needs_a_wish_a_place_and_a_sign_of_life():
    ready = Contribution(takes_part=True, wish_kinds=frozenset(["cultural"]))
    assert ready.open_now
    assert not (ready | Contribution(dormant=True)).open_now
    assert not (ready | Contribution(full=True)).open_now
    assert not Contribution(takes_part=True).open_now
    assert not Contribution(wish_kinds=frozenset(["cultural"])).open_now


def test_open_now_filters_and_counts(found_world, client):
    assert set(codes(open_now=True)) == {found_world.kaohsiung.code, found_world.california.code}
    page = client.get("/en/find/?open_now=yes").content.decode()
    assert "open to partners now" in page
    assert page.count('name="codes"') == 2


def test_pupils_come_from_the_profile_before_the_list(found_world):
    assert codes(pupils=(400, 500)) == [found_world.kaohsiung.code]
    Organization.objects.filter(pk=found_world.tokyo.pk).update(enrolment=450)
    reindex_organizations(organization_ids=[found_world.tokyo.pk])
    assert codes(pupils=(400, 500)) == [found_world.kaohsiung.code]


def test_like_my_school_says_level_and_size_in_words(found_world, client):
    client.force_login(found_world.teacher_kaohsiung)
    page = client.get("/en/find/").content.decode()
    assert "Like my school: Primary school, 210 to 840 pupils" in page
    assert 'href="?level=primary&amp;pupils=210-840"' in page
    narrowed = client.get("/en/find/?level=primary&pupils=210-840").content.decode()
    assert "with 210 to 840 pupils" in narrowed
    assert "Like my school" not in narrowed
    client.logout()
    assert "Like my school" not in client.get("/en/find/").content.decode()


def test_by_distance_from_my_school_exact_only_where_both_places_are(found_world, client):
    make_organization(
        "school", "鹽埕國小", language="zh-Hant", country="TW", region="TW-KHH", city="鹽埕區", levels=[Level.PRIMARY],
        point=(22.6300, 120.2900),
    )  # fmt: skip
    rebuild_index()
    client.force_login(found_world.teacher_kaohsiung)
    link = f"near={found_world.kaohsiung.code}&amp;sort=distance"
    assert link in client.get("/en/find/").content.decode()
    page = client.get(f"/en/find/?near={found_world.kaohsiung.code}&sort=distance").content.decode()
    assert re.findall(r"<span>([^<]*km away)</span>", page) == [
        "0.8 km away",
        "about 2,376 km away",
        "about 11,255 km away",
    ]
    assert "Distances start from 高雄市立港都國民小學." in page
    assert "0.8 km away" in client.get("/en/find/?sort=distance").content.decode()


def test_a_stranger_is_offered_distance_only_with_a_place_to_start_from(found_world, client):
    assert "Nearest first" not in client.get("/en/find/").content.decode()
    page = client.get("/en/find/?near=35.7,139.7").content.decode()
    assert "Nearest first" in page
    assert codes(near=(35.7, 139.7), sort="distance")[0] == found_world.tokyo.code
    assert "Nearest first" not in client.get("/en/find/?near=NOSUCHCODE&sort=distance").content.decode()


def test_two_schools_of_one_area_are_in_the_same_area(found_world):
    start = Start((35.68, 139.76), is_exact=False)
    assert distance_text(start, found_world.tokyo) == "in the same area"
    assert distance_text(None, found_world.tokyo) == ""
    own = Start((22.6255, 120.2835), is_exact=True, organization=found_world.kaohsiung)
    assert distance_text(own, found_world.kaohsiung) == ""


def test_numbers_of_the_address_are_read_or_left_out():
    assert read_pupils("200-800") == (200, 800)
    assert [read_pupils(text) for text in ("", "200", "-5-9", "a-b", "²-³", "1-99999999")] == [None] * 6
    assert read_box("1,2,3,4") == Box(1, 2, 3, 4)
    assert [read_box(text) for text in ("", "1,2,3", "5,2,3,4", "1,2,3,nan", "1,2,99,4", "1,-999,3,4", "x")] == [
        None
    ] * 7
    assert read_box("-10,170,10,-170") == Box(-10, 170, 10, -170)
    assert (read_point("25.0,121.5"), read_point("95,0"), read_point("1")) == ((25.0, 121.5), None, None)


def test_chips_take_away_one_selection_each(found_world, client):
    page = client.get("/en/find/?country=TW&country=US&open_now=yes&box=-90,-180,90,180&sort=name").content.decode()
    chips = re.findall(r'class="chip chip-on" href="\?([^"]*)"><span>([^<]*)</span>', page)
    assert [(label, QueryDict(query.replace("&amp;", "&")).dict()) for query, label in chips] == [
        ("in Taiwan", {"country": "US", "open_now": "yes", "box": "-90.000,-180.000,90.000,180.000", "sort": "name"}),
        (
            "in United States",
            {"country": "TW", "open_now": "yes", "box": "-90.000,-180.000,90.000,180.000", "sort": "name"},
        ),
        ("open to partners now", {"country": "US", "box": "-90.000,-180.000,90.000,180.000", "sort": "name"}),
        ("in a part of the map", {"country": "US", "open_now": "yes", "sort": "name"}),
    ]
    assert 'href="?sort=name">Remove all filters' in page
    assert '<input type="hidden" name="box" value="-90.000,-180.000,90.000,180.000">' in page


def test_the_map_is_also_a_table(found_world, client):
    page = client.get("/en/find/").content.decode()
    assert '<th scope="row"><a href="?country=JP">Japan</a></th><td class="number">1</td>' in page
    page = client.get("/en/find/?country=TW").content.decode()
    assert '<th scope="row"><a href="?country=TW&amp;region=TW-KHH">Kaohsiung' in page


def test_a_crowded_view_is_counted_and_a_near_one_shows_the_schools(found_world, client):
    keys = [
        make_organization(
            "school", f"窓{number}小學校", language="ja", country="JP", region="JP-13", city="窓川区", levels=[Level.PRIMARY],
            point=(35.70 + number / 1000, 139.70),
        ).pk
        for number in range(160)
    ]  # fmt: skip
    reindex_organizations(organization_ids=keys)
    far = client.get("/en/find/points/?country=JP&view=-60,-180,80,180&zoom=2").json()
    assert [(one["total"], one["schools"]) for one in far["clusters"]] == [(161, [])]
    assert (far["points"], far["areas"]) == ([], [])
    near = client.get("/en/find/points/?country=JP&view=35.7,139,35.71,140&zoom=15").json()
    assert len(near["points"]) == 11
    few = client.get("/en/find/points/?country=JP&view=35.7,139,35.71,140&zoom=9").json()
    assert [(one["total"], len(one["schools"])) for one in few["clusters"]] == [(11, 11)]


def test_squares_too_near_for_two_marks_become_one():
    squares = [
        Square(3, 24.99, 121.0, Box(24, 120, 25, 122)),
        Square(8, 25.01, 121.0, Box(25, 120, 26, 122)),
        Square(2, 22.0, 121.0, Box(22, 120, 23, 122)),
    ]
    assert _apart(squares, 1.0) == [
        Square(11, 25.01, 121.0, Box(24, 120, 26, 122)),
        Square(2, 22.0, 121.0, Box(22, 120, 23, 122)),
    ]


def test_a_part_of_the_map_narrows_the_list(found_world, client):
    page = client.get("/en/find/?box=20.000,110.000,30.000,130.000").content.decode()
    assert page.count('name="codes"') == 1
    assert found_world.kaohsiung.code in page


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("高雄", {"kind": "place", "text": "Kaohsiung", "note": "高雄市 · 1 school"}),
        ("kaoh", {"kind": "place", "text": "Kaohsiung", "note": "高雄市 · 1 school"}),
        ("港", {"kind": "school", "text": "高雄市立港都國民小學"}),
        ("gangd", {"kind": "school", "text": "高雄市立港都國民小學"}),
        ("redw", {"kind": "school", "text": "Redwood Dual Language Elementary"}),
        ("みど", {"kind": "school", "text": "窓川区立みどり小学校"}),
        ("ミド", {"kind": "school", "text": "窓川区立みどり小学校"}),
    ],
)
def test_suggestions_cross_scripts(found_world, client, typed, first):
    answer = client.get("/en/find/suggest/", {"q": typed}).json()
    shown = answer["options"][0]
    assert {name: shown[name] for name in first} == first
    assert client.get(shown["url"]).status_code == 200


def test_a_suggestion_by_an_old_name_says_so(found_world, client):
    OrganizationName.objects.create(
        organization=found_world.kaohsiung, text="鼓山國民學校", language="zh-Hant", use=NameUse.FORMER
    )
    reindex_organizations(organization_ids=[found_world.kaohsiung.pk])
    (option,) = client.get("/en/find/suggest/", {"q": "鼓山"}).json()["options"]
    assert option["note"].startswith("Former name: 鼓山國民學校 · ")


def test_a_row_found_by_an_old_name_says_which(found_world, client):
    OrganizationName.objects.create(
        organization=found_world.kaohsiung, text="鼓山國民學校", language="zh-Hant", use=NameUse.FORMER
    )
    reindex_organizations(organization_ids=[found_world.kaohsiung.pk])
    old = '<span class="muted">Former name:</span> <bdi lang="zh-Hant">鼓山國民學校</bdi>'
    assert old in client.get("/en/find/?q=鼓山國民").content.decode()
    assert old in client.get("/en/find/?q=高雄 鼓山").content.decode()
    for shown_anyway in ("港都", "高雄", "Kaohsiung", "tw"):
        assert "Former name:" not in client.get("/en/find/", {"q": shown_anyway}).content.decode()


def test_a_merged_school_is_found_in_the_one_that_succeeds_it(found_world, client):
    merged = make_organization(
        "school", "愛河國民小學", language="zh-Hant", country="TW", name_en="Love River Elementary"
    )
    Organization.objects.filter(pk=merged.pk).update(delisted_on=dt.date(2024, 8, 1))
    later = found_world.kaohsiung
    OrganizationRelation.objects.create(source=later, target=merged, kind=RelationKind.SUCCESSOR_OF)
    reindex_organizations(organization_ids=[later.pk])
    (option,) = client.get("/en/find/suggest/", {"q": "love riv"}).json()["options"]
    assert (option["text"], option["note"].split(" · ")[0]) == (later.name, "Former name: Love River Elementary")
    assert codes(q="愛河國民小學") == [later.code]
    page = client.get("/en/find/?q=愛河").content.decode()
    assert '<bdi lang="zh-Hant">愛河國民小學</bdi>' in page
    shown = client.get(f"/en/schools/{later.code}/").content.decode()
    assert '<dt>Former name</dt><dd><bdi lang="en">Love River Elementary</bdi></dd>' in shown


def test_a_place_suggested_leads_to_as_many_schools_as_it_says(found_world, client):
    answer = client.get("/en/find/suggest/", {"q": "鹽埕"}).json()
    place = next(option for option in answer["options"] if option["kind"] == "place")
    assert place["note"].endswith("1 school")
    assert client.get(place["url"]).content.decode().count('name="codes"') == 1
    assert answer["status"] == "1 suggestion"


@pytest.mark.parametrize("typed", ["", "\0", "x" * 5000, "zzzzzz", "(", "\ud83d"])
def test_no_text_breaks_the_suggestions(found_world, client, typed):
    answer = client.get("/en/find/suggest/", {"q": typed.encode("utf-8", "replace")})
    assert answer.json() == {"options": [], "status": "No suggestions"}


def test_more_suggestions_need_no_more_queries(found_world, client):
    counts = []
    for typed in ("redwood", "e"):
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/find/suggest/", {"q": typed})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 3


def test_without_an_index_nothing_is_suggested(world, settings, tmp_path, client):
    settings.MADO_SEARCH_DIR = tmp_path / "none"
    assert suggest("高雄").is_empty
    assert client.get("/en/find/suggest/?q=高雄").json()["options"] == []
    assert client.get("/en/find/points/?view=0,0,9,9&zoom=3").json()["clusters"] == []


def test_an_empty_answer_says_what_each_filter_costs_and_whom_to_ask(found_world, client, monkeypatch):
    links = [lambda request, query: HelpLink("Ask the office", f"/cases/new/?{query}"), lambda request, query: None]
    monkeypatch.setattr(contributions, "_HELP_LINKS", links)
    page = client.get("/en/find/?country=JP&level=primary&topic=food&q=kaohsuing").content.decode()
    assert "No school fits all of this" in page
    assert re.findall(r'<li><a href="\?[^"]*">([^<]*)</a> <span class="muted">(\d+) ', page) == [
        ("Without “in Japan”", "1"), ("“kaohsuing” without any filter", "1"),
    ]  # fmt: skip
    page = client.get("/en/find/?country=JP&topic=food").content.decode()
    assert re.findall(r'<li><a href="\?([^"]*)">([^<]*)</a> <span class="muted">(\d+) ', page) == [
        ("topic=food", "Without “in Japan”", "1"),
        ("country=JP", "Without “about: Food and farming”", "1"),
    ]
    assert 'href="/cases/new/?country=JP&amp;topic=food">Ask the office</a>' in page


def test_words_are_tried_alone_as_they_were_written(found_world, client):
    page = client.get("/en/find/?q=Tchaj-wan gymnázium").content.decode()
    assert re.findall(r'<li><a href="\?([^"]*)">“([^”]*)” alone</a>', page) == [("q=Tchaj-wan", "Tchaj-wan")]


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_the_first_load_is_light(found_world, client, language):
    """HTML, styles and scripts as they travel (gzip), the map's library included; the HTML itself below 60 kB."""
    keys = [
        make_organization(
            "school", f"高雄市立窓{number}國民小學", language="zh-Hant", country="TW", region="TW-KHH", city="鹽埕區",
            name_en=f"Window Elementary School {number}", levels=[Level.PRIMARY], point=(22.6, 120.2),
        ).pk
        for number in range(30)
    ]  # fmt: skip
    reindex_organizations(organization_ids=keys)
    with override(language):
        page = client.get(f"/{language}/find/").content
    assert len(page) <= 60_000
    names = set(re.findall(rb'(?:href|src|data-leaflet|data-leaflet-css)="/static/([^"]+\.(?:css|js))"', page))
    assert {b"leaflet/leaflet.js", b"directory/map.js", b"mado/mado.js"} <= names
    files = [Path(finders.find(name.decode())).read_bytes() for name in names]
    assert sum(len(gzip.compress(part, 6)) for part in [page, *files]) <= FIRST_LOAD


def test_more_rows_need_no_more_queries_for_who_holds_a_seat(found_world, client):
    client.force_login(found_world.teacher_kaohsiung)
    counts = []
    for numbers in ([1], [2, 3]):
        keys = [
            make_organization("school", f"窓{n}小學校", language="ja", country="JP", region="JP-13").pk for n in numbers
        ]
        reindex_organizations(organization_ids=keys)
        client.get("/en/find/?country=JP")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/en/find/?country=JP").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_address_is_normal_whatever_order_it_came_in():
    one = read_request(QueryDict("page=3&sort=zzz&country=JP&q= x &pupils=2-9"))
    assert to_query(one) == "q=x&country=JP&pupils=2-9"


def test_a_sleeping_school_is_called_the_same_everywhere(found_world, client):
    profile = found_world.kaohsiung.profile
    profile.dormant_since = profile.created_at.date()
    profile.save()
    reindex_organizations(organization_ids=[found_world.kaohsiung.pk])
    row = client.get("/en/find/?country=TW").content.decode()
    assert '<span class="state state-mend"><span class="state-shape" aria-hidden="true">■</span> Dormant</span>' in row
    pair = f"{found_world.kaohsiung.code},{found_world.tokyo.code}"
    assert "<td>Dormant</td>" in client.get(f"/en/find/compare/?codes={pair}").content.decode().replace("\n", "")
    assert "Dormant" in client.get(f"/en/schools/{found_world.kaohsiung.code}/").content.decode()
