import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse

from mado.audit.models import AuditEntry
from mado.audit.queries import entries_about, visible_to
from mado.audit.services import record, verify_chain, write_anchor
from mado.demo.primitives import make_user


@pytest.fixture(autouse=True)
def anchors(settings, tmp_path):
    settings.MADO_AUDIT_ANCHORS_DIR = tmp_path / "anchors"
    return settings.MADO_AUDIT_ANCHORS_DIR


@pytest.fixture
def five(world):
    AuditEntry.objects.all().delete()
    return [
        record(
            actor=world.officer if n % 2 else None,
            verb=f"test.verb_{n}",
            thing=world.kaohsiung,
            details={"n": n, "ü": "臺", "nested": {"b": [1.5, None], "a": True}},
        )
        for n in range(5)
    ]


def sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def test_what_was_recorded_can_be_computed_again_from_the_database(five):
    verdict = verify_chain()
    assert (verdict.broken, verdict.count, verdict.last_id) == (None, 5, five[-1].pk)


def test_details_are_hashed_as_the_database_keeps_them(world):
    AuditEntry.objects.all().delete()
    record(actor=None, verb="test.tuple", thing=world.kaohsiung, details={"pair": (1, 2), 7: "key"})
    assert verify_chain().broken is None


def test_an_entry_vanishes_with_the_transaction_of_its_deed(world):
    before = AuditEntry.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        record(actor=None, verb="test.undone", thing=world.kaohsiung)
        raise RuntimeError
    assert AuditEntry.objects.count() == before
    record(actor=None, verb="test.done", thing=world.kaohsiung)
    assert verify_chain().broken is None


@pytest.mark.parametrize(
    ("statement", "place", "bad"),
    [
        ("UPDATE audit_auditentry SET verb = 'test.other' WHERE id = %s", 2, 2),
        ("UPDATE audit_auditentry SET at = at + interval '1 microsecond' WHERE id = %s", 2, 2),
        ("UPDATE audit_auditentry SET object_code = 'X' WHERE id = %s", 1, 1),
        ("UPDATE audit_auditentry SET details = '{}' WHERE id = %s", 0, 0),
        ("UPDATE audit_auditentry SET actor_id = 1234567 WHERE id = %s", 3, 3),
        ("DELETE FROM audit_auditentry WHERE id = %s", 1, 2),
        ("UPDATE audit_auditentry SET id = id + 1000 WHERE id = %s", 1, 2),
    ],
)
def test_the_command_names_the_first_broken_entry(five, statement, place, bad):
    sql(statement, five[place].pk)
    with pytest.raises(CommandError) as refusal:
        call_command("verify_audit")
    assert str(refusal.value).startswith(f"Entry {five[bad].pk} ")
    assert refusal.value.returncode == 1


def test_a_cut_at_the_end_is_found_by_the_anchor(five):
    write_anchor()
    AuditEntry.objects.filter(pk__gt=five[2].pk).delete()
    with pytest.raises(CommandError, match=r"^The end of the chain is missing"):
        call_command("verify_audit")


def test_emptying_the_chain_is_found_by_the_anchor(five):
    write_anchor()
    AuditEntry.objects.all().delete()
    with pytest.raises(CommandError, match=r"^The end of the chain is missing"):
        call_command("verify_audit")


def test_a_forged_anchor_is_found(five, anchors):
    path = write_anchor()
    content = json.loads(path.read_text()) | {"count": 3}
    path.write_text(json.dumps(content))
    assert "was not signed" in verify_chain().broken.sentence
    path.write_text("{")
    assert "cannot be read" in verify_chain().broken.sentence


def test_the_newest_anchor_counts_and_the_chain_may_grow_after_it(five, world):
    first = write_anchor()
    record(actor=None, verb="test.later", thing=world.kaohsiung)
    second = write_anchor()
    record(actor=None, verb="test.latest", thing=world.kaohsiung)
    assert first != second
    out = io.StringIO()
    call_command("verify_audit", anchor=True, stdout=out)
    assert out.getvalue().startswith("The audit chain holds: 7 entries, anchored up to entry ")
    assert "Anchor written: " in out.getvalue()


def test_an_empty_chain_has_no_anchor(db):
    AuditEntry.objects.all().delete()
    assert write_anchor() is None
    out = io.StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue() == "The audit chain holds: 0 entries, no anchor yet.\n"


def test_only_who_reads_everything_sees_the_chain(five, world):
    readers = {name for name in ("ceo", "ministry_officer") if visible_to(getattr(world, name)).count() == 5}
    others = ("teacher_kaohsiung", "teacher_california", "officer", "mission_officer", "county_officer", "stranger")
    assert readers == {"ceo", "ministry_officer"}
    assert [visible_to(getattr(world, name)).count() for name in others] == [0] * len(others)
    for name in (*others, *readers):
        user = getattr(world, name)
        assert user.has_perm("audit.view_entry") == (visible_to(user).count() == 5)


def test_the_deeds_on_one_record(five, world):
    assert [e.pk for e in entries_about("directory.Organization", world.kaohsiung.pk)] == [e.pk for e in five]
    assert entries_about("directory.Organization", world.tokyo.pk).count() == 0


def test_support_staff_cannot_write_the_chain(client, five):
    staff = make_user("support@example.org", "Support")
    staff.is_staff = staff.is_superuser = True
    staff.save()
    client.force_login(staff)
    assert client.get(reverse("admin:audit_auditentry_changelist")).status_code == 200
    assert client.get(reverse("admin:audit_auditentry_add")).status_code == 403
    assert client.post(reverse("admin:audit_auditentry_delete", args=[five[0].pk]), {"post": "yes"}).status_code == 403
