"""The answer to a search as a file, in three forms; no cell of it is a live formula."""

import csv
import io
import json

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mado.demo.primitives import make_organization
from mado.directory.services.indexing import rebuild_index
from mado.directory.web.exporting import COLUMNS
from tests.kernel.test_export import LIVE

pytestmark = pytest.mark.django_db


@pytest.fixture
def found_world(world, settings, tmp_path):
    settings.MADO_SEARCH_DIR = tmp_path / "search"
    rebuild_index()
    return world


def taken(client, form, **asked):
    response = client.get(reverse("directory:find_export", args=[form]), asked)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def csv_rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_holds_what_the_search_finds(found_world, client):
    rows = csv_rows(taken(client, "csv", country="TW"))
    assert [row["Mado code"] for row in rows] == [found_world.kaohsiung.code]
    assert (rows[0]["Name of the school"], rows[0]["County or state"], rows[0]["Takes part"], rows[0]["Latitude"]) == (
        "高雄市立港都國民小學", "TW-KHH", "yes", "22.6255",
    )  # fmt: skip
    assert len(csv_rows(taken(client, "csv"))) == 3


def test_json_and_xlsx_hold_the_same(found_world, client):
    asked = {"q": "Redwood"}
    (entry,) = json.loads(taken(client, "json", **asked))
    assert list(entry) == list(COLUMNS)
    sheet = openpyxl.load_workbook(io.BytesIO(taken(client, "xlsx", **asked))).active
    cells = [cell.value for cell in sheet[2]]
    assert [value or None for value in entry.values()] == cells
    assert (entry["name"], entry["latitude"]) == ("Redwood Dual Language Elementary", 33.9533)


def test_without_an_index_the_database_answers(world, client, settings, tmp_path):
    settings.MADO_SEARCH_DIR = tmp_path / "none"
    assert [row["Mado code"] for row in csv_rows(taken(client, "csv", country="JP"))] == [world.tokyo.code]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_names_that_begin_like_formulas_stay_texts(world, client, form, settings, tmp_path):
    settings.MADO_SEARCH_DIR = tmp_path / "search"
    for number, text in enumerate(LIVE):
        make_organization("school", f"{text}{number}", language="en", country="CZ", city=text, address=f"a;{text}")
    rebuild_index()
    content = taken(client, form, country="CZ")
    if form == "csv":
        cells = [cell for row in csv_rows(content) for cell in row.values()]
        assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))] == []
        assert len(cells) == len(LIVE) * len(COLUMNS)
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None} <= {
            "s",
            "n",
        }
        assert sheet.max_row == len(LIVE) + 1


def test_another_form_is_not_found(found_world, client):
    assert client.get(reverse("directory:find_export", args=["pdf"])).status_code == 404


def test_a_long_answer_takes_no_more_queries(found_world, client):
    counts = []
    for countries in (["TW"], ["TW", "US", "JP"]):
        with CaptureQueriesContext(connection) as queries:
            assert len(csv_rows(taken(client, "csv", country=countries))) == len(countries)
        counts.append(len(queries))
    assert counts[0] == counts[1]
