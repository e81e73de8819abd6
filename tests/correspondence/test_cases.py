"""A school and the office that has its case talk, too; about a concern nobody does."""

import pytest

from mado.correspondence.models import Message, Thread
from mado.correspondence.queries import case_subject, inbox, subject_for_code, unread_count, visible_to
from mado.correspondence.services import post_message
from mado.desks.services import open_case
from mado.kernel.errors import NotPermitted
from mado.notify.models import OutboxMessage


@pytest.fixture
def case(world):
    return open_case(
        kind="manual_match", organization=world.kaohsiung, actor=world.teacher_kaohsiung, subject="A partner for our choir",
        text="We sing.", language="en",
    )  # fmt: skip


def test_the_school_and_its_office_write_and_others_in_care_read(world, case, say):
    assert case_subject(case).answering.organization == world.office
    message = say(world.teacher_kaohsiung, case, "Any news?")
    assert (message.side, message.thread.case) == ("asking", case)
    assert [m.recipient_email for m in OutboxMessage.objects.filter(key="correspondence.message_posted")] == [
        "officer@example.org"
    ]
    assert [unread_count(p) for p in (world.officer, world.county_officer, world.ceo)] == [1, 0, 0]
    assert [t.case for t in inbox(world.officer, show="us")] == [case]
    say(world.officer, case, "Not yet")
    assert [unread_count(p) for p in (world.teacher_kaohsiung, world.deputy_kaohsiung, world.officer)] == [1, 1, 0]
    subject = subject_for_code(world.county_officer, case.code)
    with pytest.raises(NotPermitted):
        post_message(subject=subject, actor=world.county_officer, body="x", language="en")
    for name in (
        "teacher_kaohsiung",
        "officer",
        "county_officer",
        "ceo",
        "ministry_officer",
        "teacher_tokyo",
        "stranger",
    ):
        person = getattr(world, name)
        sees = message.thread in visible_to(person)
        assert (
            sees
            == person.has_perm("correspondence.view_thread", message.thread)
            == person.has_perm("desks.view_case", case)
        )


def test_the_case_page_holds_the_conversation(world, case, say, client):
    say(world.teacher_kaohsiung, case, "Any news?")
    client.force_login(world.officer)
    assert "Any news?" in client.get(f"/en/cases/{case.code}/").content.decode()
    client.post(f"/en/inbox/{case.code}/", {"body": "Not yet", "language": "en"})
    client.force_login(world.teacher_kaohsiung)
    assert "Not yet" in client.get(f"/en/inbox/{case.code}/").content.decode()


def test_a_concern_has_no_conversation_that_mails_could_carry(world):
    case = open_case(
        kind="concern",
        organization=world.kaohsiung,
        actor=world.teacher_kaohsiung,
        subject="x",
        text="x",
        language="en",
    )
    assert case_subject(case) is None
    assert subject_for_code(world.teacher_kaohsiung, case.code) is None


def test_what_is_said_goes_with_its_case(case, world, say):
    say(world.teacher_kaohsiung, case)
    case.delete()
    assert (Thread.objects.count(), Message.objects.count()) == (0, 0)
