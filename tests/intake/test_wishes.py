"""Wishes a list brings: read as `mado pair` reads them, several to a school, taken away and brought back unchanged."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from mado.directory.models import Organization
from mado.intake.engine.headings import BY_KEY, LANGUAGES
from mado.intake.models import ListContact, ListRow
from mado.intake.taking import COLUMNS
from mado.matching.lists.columns import BY_KEY as PAIRED
from mado.profiles.enums import ExchangeKind
from mado.profiles.models import Wish
from mado.profiles.services import change_wish
from tests.intake.list_files import checked, csv_content, take, undone, written
from tests.intake.test_whole_way import directory_state

pytestmark = pytest.mark.django_db
SCHOOL = ("學校代碼", "學校名稱", "縣市", "學制")
ROW = ("900001", "高雄市立海風國民小學", "高雄市", "國小")


def wish_row(world, **cells):
    """The staged row of a school with these cells: heading → text."""
    upload = checked(csv_content([*SCHOOL, *cells], [[*ROW, *cells.values()]]), world.office, world.officer)
    return ListRow.objects.get(upload=upload)


def test_what_a_wish_asks_of_its_partner_is_read_and_written(world):
    cells = {
        "交流主題": "港口故事",
        "希望交流方式": "文化交流、接待來訪",
        "希望對象國家": "美國",
        "希望對象縣市": "東京都、加州",
        "希望對象學制": "國小；國中",
        "交流語言": "英語 A2、中文 母語",
        "希望對象語言程度": "b1",
        "交流期間": "116/2/15～116/6/30",
        "希望校數": "約２校",
        "可再次配對": "是",
    }
    upload = written(csv_content([*SCHOOL, *cells], [[*ROW, *cells.values()]]), world.office, world.officer)
    assert (upload.created, upload.wishes, upload.rejected) == (1, 1, 0)
    wish = Wish.objects.get(title="港口故事")
    assert (wish.kind, wish.alternative_kinds, wish.partner_countries, wish.partner_regions) == (
        "cultural", ["visit_in"], ["US", "JP"], ["JP-13", "US-CA"],
    )  # fmt: skip
    assert (wish.partner_levels, wish.languages, wish.language_band) == (
        ["primary", "lower_secondary"], ["en", "zh-Hant"], "A2",
    )  # fmt: skip
    assert (wish.partner_language_band, wish.partners_wanted, wish.partners_again) == ("B1", 2, True)
    assert (str(wish.period_from), str(wish.period_to), wish.state) == ("2027-02-15", "2027-06-30", "draft")


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_file_serves_for_the_wizard_and_for_pairing(world, language):
    same = {"wish_regions": "partner_regions", "wish_levels": "partner_levels", "wish_band": "band_wanted"}
    same |= {"wish_period": "period", "wish_again": "again"}
    headings = ["學校名稱", *(heading for column in same.values() for heading in PAIRED[column].headings[language])]
    upload = take(csv_content(headings, [["海風國小", *[""] * (len(headings) - 1)]]), world.office, world.officer)
    first = {PAIRED[column].heading(language): key for key, column in same.items()}
    mapped = {upload.headings[index]: key for index, key in upload.mapping.items() if key in same}
    assert mapped == first
    assert [BY_KEY[key].heading(language) for key in same] == list(first)


@pytest.mark.parametrize(
    ("cells", "kind", "found"),
    [
        ({"希望對象縣市": "東京都、亞特蘭提斯"}, "unknown_wanted_region", "亞特蘭提斯"),
        ({"希望對象國家": "日本、亞特蘭提斯"}, "unknown_country", "亞特蘭提斯"),
        ({"希望對象語言程度": "good"}, "bad_band", "good"),
        ({"可再次配對": "perhaps"}, "not_yes_or_no", "perhaps"),
        ({"交流語言": "English A2; Klingon"}, "unknown_language", "Klingon"),
        ({"希望交流方式": "訪問"}, "which_visit", "訪問"),
        ({"交流期間": "明年春天"}, "bad_period", "明年春天"),
        ({"希望對象學制": "夜校"}, "unknown_choice", "夜校"),
        ({"希望校數": "50"}, "out_of_range", "50"),
        ({"交流期間": "2020-02-01 - 2020-06-30"}, "wish_rule", "2020-02-01 - 2020-06-30"),
    ],
)
def test_a_wrong_cell_of_a_wish_is_told_with_column_cause_and_cure(world, client, cells, kind, found):
    row = wish_row(world, 交流主題="港口故事", **cells)
    assert [(one["kind"], one["found"], one["column"]) for one in row.problems] == [(kind, found, 5)]
    client.force_login(world.officer)
    page = client.get(reverse("intake:preview", args=[row.upload.code]), {"show": "reject"})
    (group,) = page.context["groups"]
    assert group.column == f"F · {next(iter(cells))}"
    assert all("%(" not in str(text) and str(text) for text in (group.title, group.expected, group.cure))


def test_anything_is_welcome_says_nothing_and_is_no_error(world):
    row = wish_row(world, 交流主題="港口故事", 希望對象國家="不限", 希望對象縣市="不限", 交流期間="未定")
    assert (row.problems, row.wish) == ([], {"title": "港口故事"})


def test_a_list_without_wishes_is_not_refused_for_what_stands_in_columns_of_wishes(world):
    row = wish_row(world, 交流語言="英語與手語", 希望校數="840")
    assert (row.problems, row.wish, row.verdict) == ([], {}, "create")


def test_the_preview_says_how_a_wish_was_understood(world, client):
    client.force_login(world.officer)
    cells = {"交流主題": "港口故事", "希望對象縣市": "東京都", "交流語言": "中文、英語 B1", "希望對象語言程度": "A2"}
    row = wish_row(world, **cells, 可再次配對="是", 承辦人="林老師", 電子郵件="lin@example.org")
    page = client.get(reverse("intake:preview", args=[row.upload.code]), {"show": "create"}).content.decode()
    understood = (
        "Japan (Tokyo) · Chinese (traditional), English B1 · Wanted language level: A2 · Known partners too: yes"
    )
    assert f"港口故事 · {understood}" in page
    assert '<bdi>林老師</bdi> <span class="small">lin@example.org</span>' in page


WISHES = [*SCHOOL, "交流主題", "希望對象國家", "電子郵件"]


def further(*rows):
    return csv_content(WISHES, [[*ROW, *cells] for cells in rows])


def test_a_further_row_of_a_school_brings_a_further_wish_and_person(world, client):
    before = directory_state()
    content = further(("港口", "美國", "a@example.org"), ("市場", "日本", "b@example.org"), ("市場", "日本", ""))
    upload = checked(content, world.office, world.officer)
    assert (upload.to_create, upload.to_change, upload.rejected) == (1, 1, 1)
    repeated = ListRow.objects.get(upload=upload, line=4)
    assert [(one["kind"], one["line"]) for one in repeated.problems] == [("repeated", 2)]
    client.force_login(world.officer)
    page = client.get(reverse("intake:preview", args=[upload.code]), {"show": "change"}).content.decode()
    assert "<strong>Belongs to row</strong>: <ins>2</ins>" in page
    upload = written(content, world.office, world.officer)
    school = Organization.objects.get(name="高雄市立海風國民小學")
    assert (upload.created, upload.wishes, upload.contacts) == (1, 2, 2)
    assert set(school.wishes.values_list("title", flat=True)) == {"港口", "市場"}
    assert set(ListContact.objects.filter(upload=upload).values_list("row__organization", "email")) == {
        (school.pk, "a@example.org"), (school.pk, "b@example.org"),
    }  # fmt: skip
    again = checked(content, world.office, world.officer)
    assert (again.to_create, again.to_change, again.unchanged, again.rejected) == (0, 0, 2, 1)
    assert undone(upload, world.officer).removed == 1
    assert directory_state() == before


def test_further_rows_across_batches(world, monkeypatch):
    from mado.intake.services import previewing, undoing, writing

    for module in (previewing, writing, undoing):
        monkeypatch.setattr(module, "BATCH_ROWS", 1)
    before = directory_state()
    upload = written(further(("港口", "", ""), ("市場", "", ""), ("山", "", "")), world.office, world.officer)
    assert (upload.created, upload.changed, upload.wishes) == (1, 2, 3)
    assert undone(upload, world.officer).state == "undone"
    assert directory_state() == before


def test_a_further_row_that_says_otherwise_of_the_school_is_a_repetition(world):
    rows = [[*ROW, "港口", "", ""], [*ROW[:3], "國中", "市場", "", ""]]
    upload = checked(csv_content(WISHES, rows), world.office, world.officer, scheme=f"office-{world.office.code}")
    assert (upload.to_create, upload.rejected) == (1, 1)


def test_further_rows_of_a_known_school_leave_it_as_it_is_when_undone(world):
    world.kaohsiung.refresh_from_db()
    headings = ["Mado code", "Telephone", "Wish"]
    rows = [[world.kaohsiung.code, "07-1", "One"], [world.kaohsiung.code, "07-1", "Two"]]
    before = directory_state()
    upload = written(csv_content(headings, rows), world.office, world.officer)
    assert (upload.changed, upload.wishes) == (2, 2)
    upload = undone(upload, world.officer)
    assert (upload.restored, upload.kept) == (2, 0)
    assert directory_state() == before


def taken(client, form):
    return b"".join(client.get(reverse("intake:wishes", args=[form])).streaming_content)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_wishes_taken_away_come_back_without_a_change(world, client, form, language):
    asked = {"partner_regions": ["US-CA"], "partner_language_band": "A2", "partners_again": True}
    change_wish(wish=world.wish_kaohsiung, actor=world.teacher_kaohsiung, changes=asked)
    Wish.objects.create(code="WI-2026-9001", organization=world.kaohsiung, title="二", period_to="2020-01-01")
    client.force_login(world.officer)
    with translation.override(language):
        content = taken(client, form)
    upload = checked(content, world.office, world.officer)
    rows = ListRow.objects.filter(upload=upload)
    assert [(row.changes, row.problems) for row in rows] == [({}, []), ({}, [])]
    assert upload.unchanged == 2


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_texts_that_look_like_formulas_come_back_without_a_change(world, client, form):
    of_school = {"phone": "+886-7-555", "address": "-1F; =5 港口路", "name_en": "@Harbour"}
    Organization.objects.filter(pk=world.kaohsiung.pk).update(**of_school)
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(title="=1+1", note="+cmd")
    client.force_login(world.officer)
    upload = checked(taken(client, form), world.office, world.officer)
    assert [(row.changes, row.problems) for row in ListRow.objects.filter(upload=upload)] == [({}, [])]


@pytest.mark.parametrize(("phone", "verdict"), [("", "same"), ("07-1", "change")])
def test_what_a_file_says_otherwise_of_a_wish_the_school_has_is_told_and_not_written(world, client, phone, verdict):
    wish = world.wish_kaohsiung
    said = {
        "phone": phone, "wish_title": wish.title, "wish_kind": str(ExchangeKind(wish.kind).label),
        "wish_group_size": "499", "wish_languages": "ko B1", "wish_period": "2027-03-01 – 2027-03-31",
        "wish_note": "Other", "wish_age_from": str(wish.age_from or ""),
    }  # fmt: skip
    headings = ["Mado code", *(BY_KEY[key].heading("en") for key in said)]
    content = csv_content(headings, [[world.kaohsiung.code, *said.values()]])
    staged = ListRow.objects.get(upload=checked(content, world.office, world.officer))
    assert (staged.verdict, set(staged.changes), staged.wish) == (verdict, {"phone"} if phone else set(), {})
    assert {(one["kind"], one["field"]) for one in staged.problems} == {
        ("wish_stands", key) for key in ("wish_group_size", "wish_languages", "wish_period", "wish_note")
    }
    client.force_login(world.officer)
    page = client.get(reverse("intake:preview", args=[staged.upload.code])).content.decode()
    assert "1 row says otherwise of a wish the school has already." in page
    assert f"own wish stands: F · {headings[5]}" in page
    if phone:
        written(content, world.office, world.officer)
    assert Wish.objects.get(organization=world.kaohsiung).note == wish.note


def test_wishes_taken_away_bring_the_same_wish_where_it_is_not_known(world, client):
    asked = {
        "partner_regions": ["US-CA"], "partner_language_band": "A2", "partners_again": True, "language_band": "B1",
        "alternative_kinds": ["co_teaching"],
    }  # fmt: skip
    change_wish(wish=world.wish_kaohsiung, actor=world.teacher_kaohsiung, changes=asked)
    world.wish_kaohsiung.refresh_from_db()
    client.force_login(world.officer)
    content = taken(client, "csv")
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(title="…")
    written(content, world.office, world.officer)
    made = Wish.objects.latest("pk")
    fields = [*asked, "kind", "mode", "languages", "topics", "group_size", "age_from", "age_to", "partner_levels"]
    fields += ["partner_countries", "period_from", "period_to", "partners_wanted", "note"]
    assert [getattr(made, name) for name in fields] == [getattr(world.wish_kaohsiung, name) for name in fields]


def test_an_office_takes_away_the_wishes_in_its_care_alone(world, client):
    found = {}
    for person in ("officer", "county_officer", "mission_officer"):
        client.force_login(getattr(world, person))
        found[person] = {row["code"] for row in json.loads(taken(client, "json"))}
    assert world.kaohsiung.code in found["officer"]
    assert world.california.code not in found["officer"]
    assert world.california.code in found["mission_officer"]
    assert client.get(reverse("intake:wishes", args=["pdf"])).status_code == 404


def test_no_live_formula_and_no_person_leaves_with_a_wish(world, client):
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(title="=1+1", note="+cmd")
    client.force_login(world.officer)
    table = list(csv.reader(io.StringIO(taken(client, "csv").decode("utf-8-sig"), newline="")))
    row = dict(zip([field.key for field in COLUMNS], table[1], strict=True))
    assert (row["wish_title"], row["wish_note"]) == ("'=1+1", "'+cmd")
    assert world.teacher_kaohsiung.email not in str(table)


def test_the_file_of_wishes_takes_the_same_queries_however_long(world, client):
    client.force_login(world.officer)
    counts = []
    for more in (0, 2):
        for number in range(more):
            Wish.objects.create(code=f"WI-2026-800{number}", organization=world.kaohsiung, title=str(number))
        with CaptureQueriesContext(connection) as queries:
            taken(client, "json")
        counts.append(len(queries))
    assert counts[0] == counts[1]
