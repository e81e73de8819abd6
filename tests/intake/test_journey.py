"""An office brings 1,000 rows with 50 errors: upload, match, look, write, mend, write the rest, undo. Over HTTP."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mado.directory.models import Organization
from mado.intake import services
from mado.intake.models import ListUpload
from tests.intake.list_files import HEADINGS, csv_content, put_right, taiwan_rows, with_errors, xlsx_content

pytestmark = pytest.mark.django_db
ROWS, ERRORS = 1_000, 50


def bring(client, content, name):
    file = SimpleUploadedFile(name, content)
    response = client.post(
        reverse("intake:upload_new"), {"file": file, "office": Organization.objects.get(kind="regional_office").code}
    )
    assert response.status_code == 302, response.context["form"].errors
    return ListUpload.objects.latest("id")


def match_as_suggested(client, upload):
    path = reverse("intake:columns", args=[upload.code])
    page = client.get(path)
    form = page.context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    assert client.post(path, data).status_code == 302
    services.preview_upload(upload_id=upload.pk)
    return client.get(reverse("intake:upload", args=[upload.code]), follow=True)


def move(client, upload, name):
    response = client.post(reverse("intake:upload_move", args=[upload.code, name]))
    assert response.status_code == 302
    {"run": services.write_rows, "undo": services.undo_rows}[name](upload_id=upload.pk)
    upload.refresh_from_db()
    return client.get(reverse("intake:upload", args=[upload.code]))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_thousand_rows_with_fifty_errors(world, client, form):
    client.force_login(world.officer)
    before = Organization.objects.count()
    rows = with_errors(taiwan_rows(ROWS))
    upload = bring(
        client, xlsx_content(HEADINGS, rows) if form == "xlsx" else csv_content(HEADINGS, rows), f"schools.{form}"
    )
    page = match_as_suggested(client, upload)
    upload.refresh_from_db()
    assert (upload.to_create, upload.rejected, upload.rows) == (ROWS - ERRORS, ERRORS, ROWS)
    page = client.get(reverse("intake:preview", args=[upload.code]), {"show": "reject"})
    groups = [(str(group.title), group.rows) for group in page.context["groups"]]
    assert sorted(groups) == [
        ("A new school needs this", 10),
        ("A region that is not known", 10),
        ("A school outside your office's care", 10),
        ("A word that is not known here", 10),
        ("Not an e-mail address", 10),
    ]
    first = page.context["rows"][1]
    assert [(str(p.column), p.found, p.expected.startswith("One of: Kindergarten")) for p in first[2]] == [
        ("D · 學制", "夜校", True)
    ]
    page = move(client, upload, "run")
    assert (upload.state, upload.created) == ("done", ROWS - ERRORS)
    assert Organization.objects.count() == before + ROWS - ERRORS
    mended = mend(client, upload, form)
    assert len(mended) == ERRORS + 1
    second = bring(client, csv_content(mended[0], mended[1:]), "mended.csv")
    match_as_suggested(client, second)
    move(client, second, "run")
    assert (second.created, second.rejected) == (ERRORS - 10, 10)
    assert Organization.objects.count() == before + ROWS - 10
    assert Organization.objects.filter(name="高雄市立測試1國民小學").exists()
    page = move(client, upload, "undo")
    assert (upload.state, upload.removed, upload.kept) == ("undone", ROWS - ERRORS, 0)
    assert Organization.objects.count() == before + ERRORS - 10


def mend(client, upload, form):
    """The rows that were not taken, put right in the file that was taken away: all but those of another office."""
    response = client.get(reverse("intake:rejected", args=[upload.code, form]))
    content = b"".join(response.streaming_content)
    if form == "csv":
        table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        table = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert table[0] == [*HEADINGS, "Mado: row", "Mado: column", "Mado: found", "Mado: expected", "Mado: how to mend"]
    put_right(table[1:])
    return table


def test_the_work_can_be_watched_with_and_without_javascript(world, client):
    client.force_login(world.officer)
    upload = bring(client, csv_content(HEADINGS, taiwan_rows(3)), "a.csv")
    form = client.get(reverse("intake:columns", args=[upload.code])).context["form"]
    client.post(reverse("intake:columns", args=[upload.code]), {name: form[name].value() or "" for name in form.fields})
    page = client.get(reverse("intake:upload", args=[upload.code]))
    assert "The file is being opened." in page.content.decode()
    progress = reverse("intake:progress", args=[upload.code])
    assert client.get(progress).headers.get("HX-Redirect") is None
    services.preview_upload(upload_id=upload.pk)
    assert client.get(progress).headers["HX-Redirect"] == reverse("intake:upload", args=[upload.code])


def test_people_are_written_to_only_when_ticked(world, client, mailoutbox):
    from mado.notify.models import OutboxMessage

    client.force_login(world.officer)
    upload = bring(client, csv_content(HEADINGS, taiwan_rows(3)), "a.csv")
    match_as_suggested(client, upload)
    move(client, upload, "run")
    assert OutboxMessage.objects.count() == 0
    path = reverse("intake:recipients", args=[upload.code])
    page = client.get(path)
    assert [contact.email for contact in page.context["waiting"]] == [f"teacher{n}@example.org" for n in (1, 2, 3)]
    assert (page.context["mail"]["to"], page.context["mail"]["language"]) == ("teacher1@example.org", "zh-Hant")
    second = page.context["waiting"][1]
    client.post(path, {"contact": [second.pk, second.pk, "x"]})
    client.post(path, {"contact": [second.pk]})
    mail = OutboxMessage.objects.get()
    assert (mail.recipient_email, mail.key) == ("teacher2@example.org", "intake.seat_suggested")
    assert f"/seats/ask/{second.row.organization.code}/" in mail.body


def test_lists_are_seen_by_their_office_alone(world, client):
    client.force_login(world.officer)
    upload = bring(client, csv_content(HEADINGS, taiwan_rows(3)), "a.csv")
    match_as_suggested(client, upload)
    path = reverse("intake:preview", args=[upload.code])
    run = reverse("intake:upload_move", args=[upload.code, "run"])
    for person, sees, does in (
        ("county_officer", 404, 404), ("mission_officer", 404, 404), ("teacher_kaohsiung", 403, 403), ("ceo", 200, 403),
        ("ministry_officer", 200, 403),
    ):  # fmt: skip
        client.force_login(getattr(world, person))
        assert (person, client.get(path).status_code, client.post(run).status_code) == (person, sees, does)


def queries_of(client, path, query=None):
    client.get(path, query)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path, query).status_code == 200
    return len(queries)


def test_the_list_of_lists_takes_the_same_queries_however_long(world, client):
    client.force_login(world.officer)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            bring(client, csv_content(HEADINGS, taiwan_rows(1)), "a.csv")
        counts.append(queries_of(client, reverse("intake:uploads")))
    assert counts[0] == counts[1]


def test_pages_of_a_list_take_the_same_queries_however_long(world, client):
    client.force_login(world.officer)
    counts = []
    for number in (1, 3):
        names = ["高雄市立港都國民小學", *[""] * number]
        rows = [*taiwan_rows(number), *(["", name, "", "", "高雄市", "鹽埕區", "", "", "", ""] for name in names)]
        upload = bring(client, csv_content(HEADINGS, rows), "a.csv")
        match_as_suggested(client, upload)
        preview = reverse("intake:preview", args=[upload.code])
        found = [queries_of(client, preview, {"show": show}) for show in ("create", "choose", "reject")]
        move(client, upload, "run")
        found += [
            queries_of(client, reverse(f"intake:{page}", args=[upload.code])) for page in ("upload", "recipients")
        ]
        move(client, upload, "undo")
        counts.append(found)
    assert counts[0] == counts[1]
