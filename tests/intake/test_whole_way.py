"""A list from the file to the directory and back."""

import pytest

from mado.audit.models import AuditEntry
from mado.directory.models import Organization, OrganizationIdentifier, OrganizationName
from mado.directory.services.listing import FIELDS
from mado.intake.models import ListContact, ListRow
from mado.profiles.models import Wish
from tests.intake.list_files import HEADINGS, checked, csv_content, taiwan_rows, undone, written, xlsx_content

pytestmark = pytest.mark.django_db


def directory_state():
    """Everything a list can touch, without ids and times."""
    return (
        sorted(map(repr, Organization.objects.values_list("code", *FIELDS))),
        sorted(OrganizationIdentifier.objects.values_list("organization__code", "scheme", "value")),
        sorted(OrganizationName.objects.values_list("organization__code", "text", "language", "use")),
        sorted(Wish.objects.values_list("code", "title")),
    )


@pytest.mark.parametrize(
    "content",
    [
        csv_content(HEADINGS, taiwan_rows(30)),
        csv_content(HEADINGS, taiwan_rows(30), encoding="utf-8", delimiter=";"),
        csv_content(HEADINGS, taiwan_rows(30), encoding="cp950", delimiter="\t"),
        csv_content(HEADINGS, taiwan_rows(30), encoding="utf-16"),
        xlsx_content(HEADINGS, taiwan_rows(30)),
    ],
    ids=["utf-8 with BOM", "semicolons", "Big5, tabs", "UTF-16", "xlsx"],
)
def test_new_schools_are_written_and_taken_back(world, content):
    before = directory_state()
    upload = checked(content, world.office, world.officer)
    assert (upload.state, upload.rows, upload.to_create, upload.rejected) == ("previewed", 30, 30, 0)
    assert directory_state() == before
    upload = written(content, world.office, world.officer)
    assert (upload.state, upload.created, upload.changed, upload.wishes) == ("done", 30, 0, 3)
    school = Organization.objects.get(name="高雄市立測試7國民小學")
    assert (school.kind, school.levels, school.region, school.name_en, school.time_zone, school.name_language) == (
        "school", ["primary"], "TW-KHH", "Test 7 Elementary", "Asia/Taipei", "zh-Hant",
    )  # fmt: skip
    assert school.identifiers.get().value == "900007/國民小學"
    assert ListContact.objects.get(upload=upload, row__organization=school).email == "teacher7@example.org"
    assert Wish.objects.get(title="港口故事10").state == "draft"
    again = checked(content, world.office, world.officer)
    assert (again.to_create, again.to_change, again.unchanged, again.rejected) == (0, 0, 30, 0)
    upload = undone(upload, world.officer)
    assert (upload.state, upload.removed, upload.restored, upload.kept) == ("undone", 30, 0, 0)
    assert directory_state() == before


def test_a_known_school_is_changed_as_shown_and_put_back(world):
    before = directory_state()
    row = [
        ["Mado code", "School name", "English name", "City", "Telephone"],
        [world.kaohsiung.code, "高雄市立新港都國民小學", "New Gangdu", "鹽埕區", "07-1"],
    ]
    content = csv_content(row[0], row[1:])
    upload = checked(content, world.office, world.officer)
    changes = ListRow.objects.get(upload=upload).changes
    assert changes == {
        "name": ["高雄市立港都國民小學", "高雄市立新港都國民小學"],
        "name_en": ["Gangdu Elementary School", "New Gangdu"],
        "phone": ["", "07-1"],
    }
    upload = written(content, world.office, world.officer)
    assert (upload.created, upload.changed) == (0, 1)
    world.kaohsiung.refresh_from_db()
    assert (world.kaohsiung.name, world.kaohsiung.phone) == ("高雄市立新港都國民小學", "07-1")
    assert set(world.kaohsiung.names.values_list("text", "use")) == {
        ("高雄市立港都國民小學", "former"),
        ("New Gangdu", "translated"),
    }
    upload = undone(upload, world.officer)
    assert (upload.restored, upload.kept) == (1, 0)
    assert directory_state() == before


def test_every_deed_is_in_the_chain(world):
    upload = written(csv_content(HEADINGS, taiwan_rows(3)), world.office, world.officer)
    undone(upload, world.officer)
    verbs = AuditEntry.objects.filter(object_code=upload.code).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == [
        "intake.take_upload", "intake.map_upload", "intake.preview_upload", "intake.run_upload", "intake.write_batch",
        "intake.finish_upload", "intake.undo_upload", "intake.undo_batch", "intake.finish_undo",
    ]  # fmt: skip
