"""What an import writes, and what it leaves alone."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from mado.audit.models import AuditEntry
from mado.directory import queries
from mado.directory.models import (
    ImportRejection,
    ImportRun,
    ListedRow,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    OrganizationRelation,
)
from mado.directory.services import imports
from mado.directory.services.imports import import_file
from mado.kernel.codes import stable_code
from mado.kernel.errors import BadInput, NotPossible
from tests.directory import import_files as made

pytestmark = pytest.mark.django_db


def counts(run):
    names = ("created", "changed", "unchanged", "delisted", "passed_over", "rejected")
    return {name: getattr(run, name) for name in names if getattr(run, name)}


def listed():
    return set(ListedRow.objects.filter(organization__delisted_on=None).values_list("key", flat=True))


def us(tmp_path, *rows, **options):
    return import_file(source="us-nces", path=made.us_file(tmp_path / "us.csv", *rows), **options)


ANN, BOB, CAL = "060000000001", "060000000002", "060000000003"


def test_a_school_is_written_with_its_code_identifier_and_names(tmp_path):
    run = import_file(source="hk-edb", path=made.hk_file(tmp_path / "a.json", made.hk_row()))
    school = Organization.objects.get()
    assert counts(run) == {"created": 1}
    assert (school.code, school.name, school.name_en) == (
        *(stable_code("hk-edb", "990001000123"), "晴空小學", "CLEAR SKY PRIMARY SCHOOL"),
    )
    assert (school.levels, school.region, school.latitude, school.location_precision) == (
        *(["primary"], "HK-ST", 22.38, "exact"),
    )
    assert (school.listed_since, school.delisted_on) == (timezone.localdate(), None)
    assert [(row.scheme, row.value) for row in school.identifiers.all()] == [("hk-edb", "990001000123")]
    assert [(row.text, row.language, row.use) for row in school.names.all()] == [
        ("CLEAR SKY PRIMARY SCHOOL", "en", "translated")
    ]


def test_what_was_written_can_be_saved_by_the_orm_afterwards(tmp_path):
    us(tmp_path, made.us_row(ANN))
    Organization.objects.get().full_clean()
    assert Organization.objects.create(code="Z", kind="school", name="Z", name_language="en", country="US").pk


def test_the_run_its_audit_entries_and_the_search_job_are_written(tmp_path):
    run = us(tmp_path, made.us_row(ANN), made.us_row(BOB))
    ids = sorted(Organization.objects.values_list("pk", flat=True))
    assert (run.rows_done, run.file_name, run.finished_at is not None) == (2, "us.csv", True)
    assert [(entry.verb, entry.object_id) for entry in AuditEntry.objects.order_by("id")] == [
        ("directory.import_batch", str(run.pk)),
        ("directory.finish_import", str(run.pk)),
    ]
    assert [(job.task_name, job.args["organization_ids"]) for job in ProcrastinateJob.objects.all()] == [
        ("directory.reindex", ids)
    ]


def test_the_same_file_again_writes_no_school(tmp_path):
    us(tmp_path, made.us_row(ANN), made.us_row(BOB))
    before = list(Organization.objects.order_by("id").values())
    rows = list(ListedRow.objects.order_by("id").values())
    jobs = ProcrastinateJob.objects.count()
    assert counts(us(tmp_path, made.us_row(ANN), made.us_row(BOB))) == {"unchanged": 2}
    assert list(Organization.objects.order_by("id").values()) == before
    assert list(ListedRow.objects.order_by("id").values()) == rows
    assert ProcrastinateJob.objects.count() == jobs


def test_a_renamed_school_keeps_its_record_and_its_former_name(tmp_path):
    us(tmp_path, made.us_row(ANN, "Old Sky"), made.us_row(BOB))
    old = Organization.objects.get(name="Old Sky")
    assert counts(us(tmp_path, made.us_row(ANN, "New Sky"), made.us_row(BOB))) == {"changed": 1, "unchanged": 1}
    new = Organization.objects.get(name="New Sky")
    assert (new.pk, new.code) == (old.pk, old.code)
    assert [(row.text, row.use) for row in new.names.all()] == [("Old Sky", "former")]


def test_an_english_name_follows_the_list(tmp_path):
    import_file(source="hk-edb", path=made.hk_file(tmp_path / "a.json", made.hk_row(D="OLD SKY")))
    import_file(source="hk-edb", path=made.hk_file(tmp_path / "a.json", made.hk_row(D="NEW SKY")))
    assert Organization.objects.get().name_en == "NEW SKY"
    assert [(row.text, row.use) for row in OrganizationName.objects.all()] == [("NEW SKY", "translated")]


def test_a_school_that_is_gone_is_marked_and_comes_back(tmp_path):
    us(tmp_path, made.us_row(ANN), made.us_row(BOB))
    assert counts(us(tmp_path, made.us_row(ANN))) == {"unchanged": 1, "delisted": 1}
    gone = Organization.objects.get(identifiers__value=BOB)
    assert (gone.delisted_on, gone.is_listed) == (timezone.localdate(), False)
    assert counts(us(tmp_path, made.us_row(ANN))) == {"unchanged": 1}
    assert counts(us(tmp_path, made.us_row(ANN), made.us_row(BOB))) == {"unchanged": 1, "changed": 1}
    gone.refresh_from_db()
    assert gone.delisted_on is None


def test_a_file_speaks_only_for_the_states_it_contains(tmp_path):
    us(tmp_path, made.us_row(ANN))
    assert counts(us(tmp_path, made.us_row("120000000001"))) == {"created": 1}
    assert listed() == {ANN, "120000000001"}


def test_a_list_of_universities_marks_no_elementary_school_as_gone(tmp_path):
    school, university = made.jp_row("B1"), made.jp_row("F1", 学校種="F1(大学)")
    import_file(source="jp-mext", path=made.jp_file(tmp_path / "a.xlsx", school))
    import_file(source="jp-mext", path=made.jp_csv(tmp_path / "b.csv", university))
    assert listed() == {"B1", "F1"}


def test_abolished_schools_close_the_known_and_create_none(tmp_path):
    closing = {"属性情報\n廃止年月日": dt.datetime(2025, 5, 1)}
    first = made.jp_file(tmp_path / "a.xlsx", made.jp_row("B1"), made.jp_row("B2", **closing))
    assert counts(import_file(source="jp-mext", path=first)) == {"created": 1, "passed_over": 1}
    later = made.jp_file(tmp_path / "b.xlsx", made.jp_row("B1", **closing), made.jp_row("B2", **closing))
    assert counts(import_file(source="jp-mext", path=later)) == {"delisted": 1, "passed_over": 1}
    assert Organization.objects.get().delisted_on == dt.date(2025, 5, 1)
    assert counts(import_file(source="jp-mext", path=later)) == {"passed_over": 2}


def test_a_repeated_key_is_rejected_with_the_line_of_the_first(tmp_path):
    run = us(tmp_path, made.us_row(ANN, "First"), made.us_row(BOB), made.us_row(ANN, "Second"))
    assert counts(run) == {"created": 2, "rejected": 1}
    assert [(row.line, row.column, row.found, row.reason) for row in run.rejections.all()] == [
        (4, "NCES School ID", ANN, "Line 2 already has this key. Remove one of the two rows.")
    ]
    assert Organization.objects.get(identifiers__value=ANN).name == "First"


def test_rows_that_cannot_be_taken_are_told_by_line_column_and_reason(tmp_path):
    rows = [made.us_row(ANN), made.us_row(""), made.us_row(BOB, Status="Maybe"), made.us_row(CAL)[:-1]]
    run = us(tmp_path, *rows)
    assert counts(run) == {"created": 1, "rejected": 3}
    assert [(row.line, row.column, row.found, row.reason.split(".")[0]) for row in run.rejections.all()] == [
        (3, "NCES School ID", "", "This cell is empty, but every row needs it"),
        (4, "Status", "Maybe", "This value is not known in this column"),
        (5, "", "14", "The row has 14 cells, the header 15"),
    ]


def test_a_rejected_row_does_not_mark_its_school_as_gone(tmp_path):
    us(tmp_path, made.us_row(ANN), made.us_row(BOB))
    assert counts(us(tmp_path, made.us_row(ANN), made.us_row(BOB, Status="Maybe"))) == {"unchanged": 1, "rejected": 1}
    assert listed() == {ANN, BOB}


def test_attached_schools_are_tied_to_their_parent_wherever_it_stands(tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "BATCH_ROWS", 1)
    rows = [
        made.tw_row("990301", "附設國民中學", "附設國中"),
        made.tw_row("990301", "高級中等學校", "高中"),
        made.tw_row("990302", "附設國民中學", "沒有本校的附設國中"),
    ]
    path = made.tw_file(tmp_path / "a.xlsx", *rows)
    for _time in range(2):
        import_file(source="tw-moe", path=path)
        assert [(row.source.name, row.kind, row.target.name) for row in OrganizationRelation.objects.all()] == [
            ("附設國中", "attached_to", "高中")
        ]


class KilledError(Exception):
    pass


def killed_after(rows):
    def on_progress(done, total):
        if done >= rows:
            raise KilledError

    return on_progress


def test_a_killed_import_goes_on_after_the_last_batch(tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "BATCH_ROWS", 2)
    rows = [made.us_row(f"06000000000{n}") for n in range(7)] + [made.us_row("")]
    with pytest.raises(KilledError):
        us(tmp_path, made.us_row(""), *rows, on_progress=killed_after(4))
    broken = ImportRun.objects.get()
    assert (broken.rows_done, broken.finished_at, counts(broken)) == (4, None, {"created": 3, "rejected": 1})
    seen = []
    run = us(tmp_path, made.us_row(""), *rows, on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(4, 9), (6, 9), (8, 9), (9, 9)]
    assert (run.pk, run.rows_done, counts(run)) == (broken.pk, 9, {"created": 7, "rejected": 2})
    assert [row.line for row in ImportRejection.objects.all()] == [2, 10]
    assert len(listed()) == 7


def test_a_killed_import_begins_anew_when_another_file_came_between(tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "BATCH_ROWS", 1)
    with pytest.raises(KilledError):
        us(tmp_path, made.us_row(ANN, "Sky"), made.us_row(BOB), on_progress=killed_after(1))
    us(tmp_path, made.us_row(ANN, "Cloud"))
    assert counts(us(tmp_path, made.us_row(ANN, "Sky"), made.us_row(BOB))) == {"changed": 1, "created": 1}
    assert set(Organization.objects.values_list("name", flat=True)) == {"Sky", "Clear Sky Elementary"}


def test_a_file_that_breaks_at_its_end_writes_nothing(tmp_path):
    path = made.us_file(tmp_path / "us.csv", *[made.us_row(f"06000000{n:04d}") for n in range(3000)])
    path.write_bytes(path.read_bytes() + b"\xff\xff\n")
    with pytest.raises(BadInput):
        import_file(source="us-nces", path=path)
    assert (Organization.objects.count(), ImportRun.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)


def test_a_file_of_which_no_row_can_be_taken_writes_nothing(tmp_path):
    with pytest.raises(BadInput) as caught:
        us(tmp_path, made.us_row(ANN, Status="Maybe"), made.us_row(BOB, Status="Maybe"))
    assert str(caught.value.sentences["file"]).startswith("None of the 2 rows can be taken. The first: column Status,")
    assert ImportRun.objects.count() == 0


def test_a_file_without_rows_writes_nothing(tmp_path):
    with pytest.raises(BadInput) as caught:
        us(tmp_path)
    assert str(caught.value.sentences["file"]) == "The file has a header but no rows. Download it again."


def test_a_list_that_was_cut_off_is_not_taken_for_closed_schools(tmp_path):
    rows = [made.us_row(f"06000000{n:04d}") for n in range(100)]
    us(tmp_path, *rows)
    with pytest.raises(NotPossible) as caught:
        us(tmp_path, *rows[:40])
    assert str(caught.value).startswith("60 of the 100 schools listed so far are missing from this file.")
    assert len(listed()) == 100
    assert counts(us(tmp_path, *rows[:40], allow_many_gone=True)) == {"unchanged": 40, "delisted": 60}


def test_one_import_of_a_source_at_a_time(tmp_path):
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, hashtext('us-nces'))", [imports._LOCK_SPACE])
        with pytest.raises(NotPossible) as caught:
            us(tmp_path, made.us_row(ANN))
        assert str(caught.value) == "Another import of us-nces is running. Wait until it has ended."
        path = made.gb_file(tmp_path / "gb.csv", made.gb_row())
        assert counts(import_file(source="gb-gias", path=path)) == {"created": 1}
        with other.cursor() as cursor:  # closing alone lets go a moment later
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext('us-nces'))", [imports._LOCK_SPACE])
    finally:
        other.close()
    assert counts(us(tmp_path, made.us_row(ANN))) == {"created": 1}


def test_a_school_somebody_entered_with_its_official_number_is_adopted(tmp_path):
    school = Organization.objects.create(code="OWN", kind="school", name="Sky", name_language="en", country="US")
    OrganizationIdentifier.objects.create(organization=school, scheme="us-nces", value=ANN)
    assert counts(us(tmp_path, made.us_row(ANN))) == {"changed": 1}
    school.refresh_from_db()
    assert (school.code, school.name, school.region) == ("OWN", "Clear Sky Elementary", "US-CA")
    assert counts(us(tmp_path, made.us_row(ANN))) == {"unchanged": 1}


def test_a_code_already_taken_gives_the_next_one(tmp_path):
    code = stable_code("us-nces", ANN)
    Organization.objects.create(code=code, kind="school", name="Other", name_language="en", country="US")
    us(tmp_path, made.us_row(ANN))
    assert Organization.objects.get(identifiers__value=ANN).code == stable_code("us-nces", ANN, "2")


def test_a_batch_takes_the_same_number_of_queries_for_one_row_as_for_three(tmp_path):
    with CaptureQueriesContext(connection) as one:
        us(tmp_path, made.us_row("060000000101"))
    with CaptureQueriesContext(connection) as three:
        us(tmp_path, *[made.us_row(f"12000000020{n}") for n in range(3)])
    assert len(three) == len(one)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(st.sets(st.integers(1, 6), min_size=1), min_size=1, max_size=4))
def test_after_any_series_of_files_exactly_the_last_one_is_listed(tmp_path, files):
    for numbers in files:
        us(tmp_path, *[made.us_row(f"06000000000{n}") for n in numbers])
        assert listed() == {f"06000000000{n}" for n in numbers}
    assert Organization.objects.count() == ListedRow.objects.count() == OrganizationIdentifier.objects.count()


def test_everybody_sees_organisations_and_officers_see_runs(tmp_path, world):
    run = us(tmp_path, made.us_row(ANN))
    stranger, officer = world.stranger, world.mission_officer
    assert Organization.objects.count() == queries.visible_to(AnonymousUser()).count()
    assert list(queries.import_runs_visible_to(officer)) == [run]
    assert [list(queries.import_runs_visible_to(user)) for user in (AnonymousUser(), stranger)] == [[], []]
