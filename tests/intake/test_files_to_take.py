"""Files that leave the wizard: templates that come back whole, rejected rows without live formulas, exports as lists."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from mado.directory.importing.layout import columns_of
from mado.directory.models import Organization
from mado.directory.services.indexing import rebuild_index
from mado.intake.engine.headings import FIELDS, LANGUAGES
from mado.intake.engine.layout import suggest_mapping
from tests.intake.list_files import checked, csv_content
from tests.kernel.test_export import LIVE, SEPARATORS, cells_as_cut

pytestmark = pytest.mark.django_db


def taken(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_is_understood_when_it_comes_back(world, client, language, form):
    client.force_login(world.officer)
    content = taken(client, "intake:template", form, language=language)
    if form == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    columns = columns_of(list(enumerate(rows, start=1)), 1)
    assert list(suggest_mapping(columns, {}).values()) == [field.key for field in FIELDS]
    upload = checked(content, world.office, world.officer)
    assert (upload.to_create, upload.to_choose, upload.rejected) == (0, 1, 0)  # the example is the small world's school


def test_rejected_rows_leave_without_live_formulas(world, client):
    client.force_login(world.officer)
    texts = [text.replace("\r", " ").replace("\n", " ") for text in LIVE]
    upload = checked(
        csv_content(["School name", "County", "=1+1"], [[text, text, f"a;{text}"] for text in texts]),
        world.office,
        world.officer,
    )
    assert upload.rejected == len(texts)
    content = taken(client, "intake:rejected", upload.code, "csv")
    for separator in SEPARATORS:
        assert [
            cell for cell in cells_as_cut(content, separator) if cell.lstrip().startswith(tuple("=+-@＝＋－＠"))
        ] == []
    sheet = openpyxl.load_workbook(io.BytesIO(taken(client, "intake:rejected", upload.code, "xlsx"))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "n"}
    assert sheet.max_row == len(texts) + 1


@pytest.fixture
def found_world(world, settings, tmp_path):
    settings.MADO_SEARCH_DIR = tmp_path / "search"
    Organization.objects.filter(pk=world.kaohsiung.pk).update(
        phone="+886-7-555", address="-1F; =5 港口路", city="'+鹽埕"
    )
    rebuild_index()
    return world


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "zh-hant", "ja", "ko"])
def test_what_a_search_gives_can_be_brought_back_and_changes_nothing(found_world, client, form, language):
    with translation.override(language):
        content = taken(client, "directory:find_export", form, country="TW")
    upload = checked(content, found_world.office, found_world.officer)
    assert (upload.rows, [row.changes for row in upload.staged.all()], upload.rejected) == (1, [{}], 0)


def test_a_row_to_mend_keeps_its_one_mark_however_often_it_comes_and_goes(world, client):
    client.force_login(world.officer)
    content = csv_content(["School name", "County", "Telephone"], [["海風國小", "nowhere", "+886-7-555"]])
    for _again in range(3):
        upload = checked(content, world.office, world.officer)
        assert upload.rejected == 1
        content = taken(client, "intake:rejected", upload.code, "csv")
        assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1][2] == "'+886-7-555"
