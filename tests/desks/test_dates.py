"""What dates do to a case, and what is deleted when."""

import datetime as dt

from django.utils import timezone

from mado.accounts.services import sweep
from mado.demo.clock import at
from mado.desks import services
from mado.desks.enums import CaseState
from mado.desks.models import CaseNote, DeskCase, RateMark
from mado.notify.models import OutboxMessage


def later(days):
    return at(timezone.now() + dt.timedelta(days=days))


def mails(key):
    return list(OutboxMessage.objects.filter(key=f"desks.{key}").values_list("recipient_email", flat=True))


def test_the_office_is_reminded_once_then_the_ceo_office_is_told_once(world, match_case):
    with later(5):
        assert services.remind_of_cases() == (0, 0)
    with later(6):
        assert services.remind_of_cases() == (1, 0)
        assert services.remind_of_cases() == (0, 0)
    assert mails("case_nudged") == ["officer@example.org"]
    with later(10):
        assert services.remind_of_cases() == (0, 0)
    with later(11):
        assert services.remind_of_cases() == (0, 1)
        assert services.remind_of_cases() == (0, 0)
    assert mails("case_escalated") == ["ceo@example.org"]


def test_the_owner_alone_is_reminded(world, match_case):
    services.take_case(case=match_case, actor=world.ceo)
    with later(6):
        services.remind_of_cases()
    assert mails("case_nudged") == ["officer@example.org"]  # the CEO does not work at the office: its people are asked
    services.assign_case(case=match_case, actor=world.ceo, owner=world.officer)
    match_case.refresh_from_db()
    assert match_case.owner == world.officer


def test_what_waits_for_the_asker_reminds_no_office(world, match_case):
    services.ask_about_case(case=match_case, actor=world.officer, text="?")
    with later(60):
        assert services.remind_of_cases() == (0, 0)


def test_silence_after_an_answer_is_solved_and_after_a_question_closed(world, match_case, enquiry):
    services.answer_case(case=match_case, actor=world.officer, text="So.")
    services.ask_about_case(case=enquiry, actor=world.ceo, text="Which school?")
    with later(21):
        assert services.close_silent_cases() == 0
    with later(22):
        assert services.close_silent_cases() == 2
        assert services.close_silent_cases() == 0
    match_case.refresh_from_db()
    enquiry.refresh_from_db()
    assert (match_case.state, enquiry.state) == (CaseState.SOLVED, CaseState.CLOSED_UNANSWERABLE)
    assert mails("case_closed") == ["jana@example.org"]


def test_an_enquiry_goes_after_its_time_and_a_schools_case_after_five_years(world, match_case, enquiry):
    services.close_case(case=enquiry, actor=world.ceo, text="No.")
    services.settle_case(case=match_case, actor=world.teacher_kaohsiung)
    with later(179):
        sweep()
    assert DeskCase.objects.count() == 2
    with later(181):
        sweep()
    assert list(DeskCase.objects.values_list("code", flat=True)) == [match_case.code]
    assert CaseNote.objects.exclude(case=match_case).count() == 0
    with later(5 * 365 + 1):
        sweep()
    assert DeskCase.objects.count() == 0


def test_open_cases_never_go(world, enquiry):
    with later(1000):
        sweep()
    assert DeskCase.objects.count() == 1


def test_marks_of_the_public_form_go_after_a_day(world, enquiry):
    assert RateMark.objects.count() == 2
    sweep()
    assert RateMark.objects.count() == 2
    with later(2):
        sweep()
    assert RateMark.objects.count() == 0
