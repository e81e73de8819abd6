"""Work that is killed goes on where it was; choices, overtaken rows, kept schools, and lists whose time is over."""

import datetime as dt
import os
import signal
import subprocess
import sys

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from mado.accounts.services import submit_claim
from mado.directory.models import Organization
from mado.intake import services
from mado.intake.models import ListContact, ListRow, ListUpload
from mado.intake.services import previewing, undoing, writing
from mado.kernel.errors import NotPossible
from mado.profiles.models import Wish
from mado.profiles.services import change_wish
from tests.intake.list_files import HEADINGS, checked, csv_content, taiwan_rows, take, undone, written
from tests.intake.test_whole_way import directory_state
from tests.notify.test_worker_killed import ROOT, database_url, wait_until


class Killed(BaseException):
    """Stands for the end of the process: nothing of ours catches it."""


def kill_at(number):
    calls = []

    def after_batch(done, _total):
        calls.append(done)
        if len(calls) == number:
            raise Killed

    return after_batch


@pytest.fixture
def small_batches(monkeypatch):
    for module in (previewing, writing, undoing):
        monkeypatch.setattr(module, "BATCH_ROWS", 7)


@pytest.mark.django_db
def test_work_that_dies_between_batches_goes_on_and_does_nothing_twice(world, small_batches):
    before = directory_state()
    upload = checked(csv_content(HEADINGS, taiwan_rows(40)), world.office, world.officer)
    services.run_upload(upload=upload, actor=world.officer)
    for kill_after in (2, 1):
        with pytest.raises(Killed):
            services.write_rows(upload_id=upload.pk, on_progress=kill_at(kill_after))
    upload.refresh_from_db()
    assert (upload.state, upload.work_done, upload.created) == ("running", 21, 21)
    services.write_rows(upload_id=upload.pk)
    services.write_rows(upload_id=upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.work_done, upload.created, upload.wishes) == ("done", 40, 40, 4)
    assert Organization.objects.filter(name__startswith="高雄市立測試").count() == 40
    services.undo_upload(upload=upload, actor=world.officer)
    with pytest.raises(Killed):
        services.undo_rows(upload_id=upload.pk, on_progress=kill_at(2))
    services.undo_rows(upload_id=upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.removed, upload.kept) == ("undone", 40, 0)
    assert directory_state() == before


@pytest.mark.django_db
def test_a_preview_that_dies_begins_anew(world, small_batches, monkeypatch):
    upload = take(csv_content(HEADINGS, taiwan_rows(20)), world.office, world.officer)
    mapping = {int(index): key for index, key in upload.mapping.items()}
    services.map_upload(upload=upload, actor=world.officer, mapping=mapping, defaults={})
    real = previewing.count_done
    calls = []

    def dying(pk, **fields):
        real(pk, **fields)
        calls.append(fields)
        if len(calls) == 3:
            raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(previewing, "count_done", dying)
        services.preview_upload(upload_id=upload.pk)
    assert 0 < ListRow.objects.filter(upload=upload).count() < 20
    services.preview_upload(upload_id=upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.to_create, ListRow.objects.filter(upload=upload).count()) == ("previewed", 20, 20)


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_of_a_list_loses_no_row(empty_queue, world, tmp_path):
    """A real worker, a real SIGKILL, and the next worker takes the job over."""
    upload = checked(csv_content(HEADINGS, taiwan_rows(6_000)), world.office, world.officer)
    services.run_upload(upload=upload, actor=world.officer)
    worker = start_worker(tmp_path)
    try:
        wait_until(lambda: 0 < ListUpload.objects.get(pk=upload.pk).work_done < 6_000)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        upload.refresh_from_db()
        assert (upload.state, upload.work_done < 6_000) == ("running", True)
        assert ProcrastinateJob.objects.filter(task_name="intake.write", status="doing").exists()
        worker = start_worker(tmp_path)
        wait_until(lambda: ListUpload.objects.get(pk=upload.pk).state == "done", seconds=120)
    finally:
        worker.kill()
        worker.wait()
    upload.refresh_from_db()
    assert (upload.created, upload.work_done) == (6_000, 6_000)
    assert Organization.objects.filter(name__startswith="高雄市立測試").count() == 6_000


def start_worker(var):
    """Its own var: the index of the machine is none of its business."""
    env = os.environ | {
        "MADO_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": database_url(),
        "MADO_WORKER_STALLED_SECONDS": "2",
    }
    return subprocess.Popen([sys.executable, "-m", "django", "procrastinate", "worker"], cwd=ROOT, env=env)


# Rows that look like a known school

HERE = ["學校代碼", "學校名稱", "縣市", "鄉鎮市區", "電話"]
LIKE_KAOHSIUNG = ["77", "高雄市立港都国民小学", "高雄市", "鹽埕區", "07-9"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("choice", "created", "changed", "phone"),
    [("", 0, 0, ""), ("leave", 0, 0, ""), ("merge", 0, 1, "07-9"), ("both", 1, 0, "")],
)
def test_a_row_that_looks_like_a_known_school_waits_for_a_choice(world, choice, created, changed, phone):
    before = directory_state()
    rows = [LIKE_KAOHSIUNG, ["78", "高雄市立新開國民小學", "高雄市", "鹽埕區", ""]]
    upload = checked(csv_content(HERE, rows), world.office, world.officer)
    assert (upload.to_choose, upload.to_create) == (1, 1)
    row = ListRow.objects.get(upload=upload, verdict="choose")
    assert (row.organization, row.changes) == (
        world.kaohsiung,
        {"phone": ["", "07-9"], "identifier": [None, "77/國民小學"]},
    )
    services.choose_for_rows(upload=upload, actor=world.officer, choices={row.pk: choice})
    services.run_upload(upload=upload, actor=world.officer)
    services.write_rows(upload_id=upload.pk)
    upload.refresh_from_db()
    world.kaohsiung.refresh_from_db()
    assert (upload.created, upload.changed, world.kaohsiung.phone) == (created + 1, changed, phone)
    undone(upload, world.officer)
    assert directory_state() == before


@pytest.mark.django_db
def test_only_what_the_preview_showed_is_written(world):
    content = csv_content(["Mado code", "Telephone"], [[world.kaohsiung.code, "07-1"]])
    upload = checked(content, world.office, world.officer)
    Organization.objects.filter(pk=world.kaohsiung.pk).update(phone="07-2")
    services.run_upload(upload=upload, actor=world.officer)
    services.write_rows(upload_id=upload.pk)
    upload.refresh_from_db()
    world.kaohsiung.refresh_from_db()
    assert (upload.changed, upload.overtaken, world.kaohsiung.phone) == (0, 1, "07-2")


@pytest.mark.django_db
def test_two_lists_with_one_school_add_it_once(world):
    content = csv_content(HEADINGS, taiwan_rows(2))
    first, second = (checked(content, world.office, world.officer) for _ in range(2))
    for upload in (first, second):
        services.run_upload(upload=upload, actor=world.officer)
        services.write_rows(upload_id=upload.pk)
        upload.refresh_from_db()
    assert (first.created, second.created, second.overtaken) == (2, 0, 2)


@pytest.mark.django_db
def test_a_school_outside_the_mandate_is_neither_added_nor_changed_nor_drawn_in(world):
    rows = [
        [world.tokyo.code, "", "", "03-1"],
        ["", "Elsewhere School", "Taiwan", "1"],
        [world.california.code, "", "", "1"],
        [world.california.code, "", "Japan", "2"],
    ]
    upload = checked(
        csv_content(["Mado code", "School name", "Country", "Telephone"], rows), world.mission, world.mission_officer
    )
    found = {
        row.line: (row.verdict, [one["kind"] for one in row.problems]) for row in ListRow.objects.filter(upload=upload)
    }
    assert found == {
        2: ("reject", ["outside_mandate"]),
        3: ("reject", ["outside_mandate"]),
        4: ("change", []),
        5: ("reject", ["repeated"]),
    }


@pytest.mark.django_db
def test_schools_somebody_has_used_are_kept_and_listed_why(world):
    upload = written(csv_content(HEADINGS, taiwan_rows(30)), world.office, world.officer)
    schools = {school.name: school for school in Organization.objects.filter(name__startswith="高雄市立測試")}

    def school(number):
        return schools[f"高雄市立測試{number}國民小學"]

    submit_claim(
        user=world.stranger, organization=school(1), role="coordinator", position="Teacher", school_phone="07-1"
    )
    Organization.objects.filter(pk=school(2).pk).update(phone="07-0")
    wish = Wish.objects.get(organization=school(10))
    Wish.objects.filter(pk=wish.pk).update(created_at=timezone.now() - dt.timedelta(days=1))
    upload = undone(upload, world.officer)
    kept = ListRow.objects.filter(upload=upload, outcome="kept").values_list("line", "kept_because")
    assert (upload.removed, upload.kept, sorted(kept)) == (27, 3, [(2, "used"), (3, "changed"), (11, "used")])
    assert Wish.objects.filter(pk=wish.pk).exists()


@pytest.mark.django_db
def test_a_value_changed_again_stays_and_the_others_come_back(world):
    content = csv_content(["Mado code", "Telephone", "Postcode"], [[world.kaohsiung.code, "07-1", "803"]])
    upload = written(content, world.office, world.officer)
    Organization.objects.filter(pk=world.kaohsiung.pk).update(phone="07-5")
    upload = undone(upload, world.officer)
    world.kaohsiung.refresh_from_db()
    assert (world.kaohsiung.phone, world.kaohsiung.postcode) == ("07-5", "")
    assert (upload.restored, upload.kept, ListRow.objects.get(upload=upload).kept_because) == (0, 1, "partly")


@pytest.mark.django_db
def test_an_import_can_be_undone_for_thirty_days(world):
    upload = written(csv_content(HEADINGS, taiwan_rows(1)), world.office, world.officer)
    ListUpload.objects.filter(pk=upload.pk).update(finished_at=timezone.now() - dt.timedelta(days=31))
    with pytest.raises(NotPossible) as caught:
        services.undo_upload(upload=upload, actor=world.officer)
    assert [reason.code for reason in caught.value.decision.reasons] == ["too_late"]


@pytest.mark.django_db
def test_a_person_who_left_the_office_stops_the_work_and_a_colleague_goes_on(world):
    from mado.demo.primitives import appoint, make_user

    upload = checked(csv_content(HEADINGS, taiwan_rows(10)), world.office, world.officer)
    services.run_upload(upload=upload, actor=world.officer)
    world.officer.appointments.update(ended_at=timezone.now())
    services.write_rows(upload_id=upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.created) == ("failed", 0)
    colleague = make_user("colleague@example.org", "Colleague")
    appoint(colleague, world.office, "office_staff")
    services.resume_upload(upload=upload, actor=colleague)
    services.write_rows(upload_id=upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.created, upload.trouble) == ("done", 10, "")


@pytest.mark.django_db
def test_what_an_office_chose_once_is_suggested_next_time(world):
    content = csv_content(["機構", "所在", "分機"], [["海風國小", "高雄市", "12"]])
    upload = take(content, world.office, world.officer)
    services.keep_mapping(upload=upload, actor=world.officer, mapping={0: "name", 1: "region", 2: "-"}, defaults={})
    assert take(content, world.office, world.officer).mapping == {"0": "name", "1": "region", "2": "-"}
    assert take(content, world.county_centre, world.county_officer).mapping != {"0": "name", "1": "region", "2": "-"}


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "emptied"), [(29, 0), (31, 1)])
def test_rows_people_and_file_go_when_their_time_is_over(world, days, emptied, django_capture_on_commit_callbacks):
    upload = written(csv_content(HEADINGS, taiwan_rows(2)), world.office, world.officer)
    ListUpload.objects.filter(pk=upload.pk).update(state_changed_at=timezone.now() - dt.timedelta(days=days))
    name, storage = upload.file.name, upload.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        assert services.empty_old_uploads() == emptied
    upload.refresh_from_db()
    left = 0 if emptied else 2
    assert (ListRow.objects.count(), ListContact.objects.count(), storage.exists(name)) == (left, left, not emptied)
    assert (upload.state, upload.created, upload.head == []) == ("done", 2, bool(emptied))


@pytest.mark.django_db
def test_a_list_nobody_finished_lapses(world):
    upload = checked(csv_content(HEADINGS, taiwan_rows(2)), world.office, world.officer)
    ListUpload.objects.filter(pk=upload.pk).update(state_changed_at=timezone.now() - dt.timedelta(days=31))
    services.empty_old_uploads()
    upload.refresh_from_db()
    assert (upload.state, ListRow.objects.count()) == ("abandoned", 0)


@pytest.mark.django_db
def test_the_school_can_change_a_wish_that_was_brought(world):
    content = csv_content(
        ["Mado code", "Wish", "Kind of exchange", "Languages"],
        [[world.kaohsiung.code, "Market stories", "文化交流", "英文"]],
    )
    upload = written(content, world.office, world.officer)
    assert (upload.changed, upload.wishes) == (1, 1)
    wish = Wish.objects.get(organization=world.kaohsiung, title="Market stories")
    assert (wish.state, wish.kind) == ("draft", "cultural")
    change_wish(wish=wish, actor=world.teacher_kaohsiung, changes={"group_size": 20})
    again = checked(content, world.office, world.officer)
    assert (again.to_change, again.unchanged) == (0, 1)
