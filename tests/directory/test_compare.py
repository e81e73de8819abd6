"""Schools side by side."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from mado.directory import contributions
from mado.directory.contributions import CompareRow
from mado.directory.services.indexing import rebuild_index
from mado.directory.web.comparing import chosen_codes
from mado.profiles.models import SchoolProfile


@pytest.fixture
def found_world(world, settings, tmp_path):
    settings.MADO_SEARCH_DIR = tmp_path / "search"
    rebuild_index()
    return world


def table(page):
    """Row label → cells as plain text."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    cells = [
        [" ".join(strip_tags(cell).split()) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in rows
    ]
    return {row[0]: row[1:] for row in cells}


def test_two_schools_side_by_side(found_world, client):
    page = client.get(f"/en/find/compare/?codes={found_world.kaohsiung.code},{found_world.tokyo.code}").content.decode()
    shown = table(page)
    assert shown["Kind of school"] == ["Primary school", "Primary school"]
    assert shown["Pupils"] == ["420", "300"]
    assert shown["Open wishes"] == ["港口與市場的故事", "not stated"]
    assert "Chinese" in shown["Languages"][0]
    assert "When our days meet" not in shown
    assert "Distance from your school" not in shown


def test_many_pupils_stand_in_groups_of_thousands(found_world, client):
    SchoolProfile.objects.filter(organization=found_world.kaohsiung).update(pupils=7300)
    codes = f"{found_world.kaohsiung.code},{found_world.tokyo.code}"
    pages = [
        client.get(f"/{tag}/find/compare/?codes={codes}").content.decode() for tag in ("en", "zh-hant", "ja", "ko")
    ]
    assert ["<td>7,300</td>" in page for page in pages] == [True] * 4


def test_for_who_holds_a_seat_distance_and_days_too(found_world, client):
    client.force_login(found_world.teacher_kaohsiung)
    page = client.get(
        f"/en/find/compare/?codes={found_world.california.code},{found_world.tokyo.code}"
    ).content.decode()
    shown = table(page)
    assert shown["Distance from your school"] == ["about 11,255 km away", "about 2,376 km away"]
    assert "Your lessons" in shown["When our days meet"][1]


def test_ticked_boxes_become_an_address_to_pass_on(found_world, client):
    codes = [found_world.kaohsiung.code, found_world.tokyo.code]
    answer = client.get("/en/find/compare/", {"codes": [*codes, codes[0].lower()]})
    assert (answer.status_code, answer["Location"]) == (302, f"/en/find/compare/?codes={','.join(codes)}")
    assert client.get(answer["Location"]).status_code == 200


def test_at_most_four_and_only_codes():
    assert chosen_codes("a,b", "c", "d,e") == ("A", "B", "C", "D")
    assert chosen_codes("", "a,A,,<x>", "ä", "x" * 13, "\0") == ("A",)


@pytest.mark.parametrize("query", ["", "?codes=", "?codes=NOSUCH", "?codes=%00,%FF", "?codes=" + "a," * 500])
def test_without_schools_the_way_to_them_is_shown(found_world, client, query):
    answer = client.get(f"/en/find/compare/{query}", follow=True)
    assert answer.status_code == 200
    assert "Tick two to four schools in the search" in answer.content.decode()


def test_what_is_ticked_is_carried_to_other_pages(found_world, client):
    code = found_world.tokyo.code
    page = client.get(f"/en/find/?country=TW&compare={code}").content.decode()
    assert f'<input type="hidden" name="codes" value="{code}" form="compare-form">' in page
    assert f'<input type="hidden" name="compare" value="{code}">' in page
    assert f"&compare={code}" in page or f"&amp;compare={code}" in page
    page = client.get(f"/en/find/?compare={code}").content.decode()
    assert f'value="{code}" form="compare-form" checked' in page


def test_other_apps_add_lines_in_their_place_and_empty_ones_are_left_out(found_world, client, monkeypatch):
    def rows(request, organizations, keys):
        return [
            CompareRow("Reply rate", 85, {one.pk: "90 %" for one in organizations[:1]}),
            CompareRow("Nothing known", 86, {one.pk: "" for one in organizations}),
        ]

    monkeypatch.setattr(contributions, "_COMPARE_ROWS", [rows])
    page = client.get(f"/en/find/compare/?codes={found_world.kaohsiung.code},{found_world.tokyo.code}").content.decode()
    shown = table(page)
    assert shown["Reply rate"] == ["90 %", "not stated"]
    assert "Nothing known" not in shown
    assert list(shown).index("Place") < list(shown).index("In Mado") < list(shown).index("Reply rate")


def test_four_schools_need_no_more_queries_than_two(found_world, client):
    client.force_login(found_world.teacher_kaohsiung)
    counts = []
    for schools in (
        [found_world.tokyo, found_world.california],
        [found_world.tokyo, found_world.california, found_world.kaohsiung],
    ):
        address = f"/en/find/compare/?codes={','.join(one.code for one in schools)}"
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
        read = [query["sql"] for query in queries if "partnerships_" in query["sql"] or "profiles_wish" in query["sql"]]
        assert len(set(read)) == len(read), "the same is read twice for one page"
    assert counts[0] == counts[1]
