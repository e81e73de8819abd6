"""A case from the school to the office and back: every move, its letters, its lines in the chain."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mado.audit.models import AuditEntry
from mado.demo.small_world import build_small_world
from mado.desks import services
from mado.desks.enums import OPEN_CASES_MOST, OPEN_STATES, CaseKind, CaseState
from mado.desks.models import CaseNote, DeskCase
from mado.desks.queries.cases import story_of
from mado.desks.workflow import DESK_CASE
from mado.kernel.errors import BadInput, MadoError, NotPermitted, NotPossible
from mado.notify.models import OutboxMessage


def mails(key):
    """(address, language) of the mails of that key so far."""
    return sorted(OutboxMessage.objects.filter(key=f"desks.{key}").values_list("recipient_email", "language"))


def kinds(case):
    return [note.kind for note in story_of(case, with_internal=True)]


def test_a_case_goes_to_the_office_in_care_and_both_sides_hear_of_it(world, match_case):
    assert match_case.code == f"CS-{timezone.localdate().year}-0001"
    assert match_case.office == world.office
    assert match_case.state == CaseState.OPENED
    assert match_case.answer_by == timezone.localdate() + dt.timedelta(days=5)
    assert mails("case_opened") == [("officer@example.org", "zh-hant")]
    assert mails("case_received") == [("chen@example.org", "zh-hant"), ("lin@example.org", "zh-hant")]
    assert AuditEntry.objects.filter(verb="desks.open_case", object_code=match_case.code).count() == 1


def test_proposed_schools_reach_the_school_and_are_solved_by_it(world, match_case):
    services.take_case(case=match_case, actor=world.officer)
    services.propose_schools(
        case=match_case, actor=world.officer, proposals=[(world.tokyo, "They also speak French.")], text="Call them."
    )
    match_case.refresh_from_db()
    assert match_case.state == CaseState.PROPOSED
    assert match_case.owner == world.officer
    assert mails("case_proposed") == [("chen@example.org", "zh-hant"), ("lin@example.org", "zh-hant")]
    letter = OutboxMessage.objects.filter(key="desks.case_proposed").first()
    assert "They also speak French." in letter.body
    assert "Call them." in letter.body
    services.settle_case(case=match_case, actor=world.deputy_kaohsiung)
    match_case.refresh_from_db()
    assert match_case.state == CaseState.SOLVED
    assert match_case.closed_at is not None
    assert mails("case_settled") == [("officer@example.org", "zh-hant")]
    assert kinds(match_case) == ["opened", "taken", "proposal", "solved"]


def test_none_fits_brings_it_back_with_full_time_and_new_schools_stand_instead(world, match_case):
    services.propose_schools(case=match_case, actor=world.officer, proposals=[(world.tokyo, "Near.")])
    services.object_to_answer(case=match_case, actor=world.teacher_kaohsiung, text="They are too small.")
    match_case.refresh_from_db()
    assert match_case.state == CaseState.TAKEN
    assert match_case.answer_by == timezone.localdate() + dt.timedelta(days=5)
    assert mails("case_objected") == [("officer@example.org", "zh-hant")]
    services.propose_schools(case=match_case, actor=world.officer, proposals=[(world.california, "Bigger.")])
    assert [row.organization for row in match_case.proposals.all()] == [world.california]


@pytest.mark.parametrize(
    ("reason", "field"),
    [("", "why_{pk}"), ("x" * 401, "why_{pk}"), ("good \u202eevil", "why_{pk}")],
)
def test_each_proposed_school_needs_a_sentence_people_can_read(world, match_case, reason, field):
    with pytest.raises(BadInput) as refusal:
        services.propose_schools(case=match_case, actor=world.officer, proposals=[(world.tokyo, reason)])
    assert set(refusal.value.sentences) == {field.format(pk=world.tokyo.pk)}
    match_case.refresh_from_db()
    assert match_case.state == CaseState.OPENED


def test_own_school_offices_none_and_twice_are_not_proposed(world, match_case):
    for proposals in (
        [],
        [(world.kaohsiung, "Itself.")],
        [(world.office, "An office.")],
        [(world.tokyo, "Once."), (world.tokyo, "Twice.")],
        [(world.tokyo, "One of six.")] * 6,
    ):
        with pytest.raises(BadInput):
            services.propose_schools(case=match_case, actor=world.officer, proposals=proposals)


def test_a_question_waits_for_the_asker_and_the_reply_for_the_office(world, match_case):
    services.ask_about_case(case=match_case, actor=world.officer, text="哪一個年級？")
    match_case.refresh_from_db()
    assert match_case.state == CaseState.INFO_REQUESTED
    assert match_case.answer_by == timezone.localdate() + dt.timedelta(days=21)
    assert len(mails("case_question")) == 2
    services.reply_in_case(case=match_case, actor=world.teacher_kaohsiung, text="五年級")
    match_case.refresh_from_db()
    assert match_case.state == CaseState.TAKEN
    assert mails("case_replied") == [("officer@example.org", "zh-hant")]


def test_handed_on_it_opens_again_there_and_the_asker_hears_where(world, match_case):
    services.take_case(case=match_case, actor=world.officer)
    services.hand_on_case(case=match_case, actor=world.officer, office=world.tokyo_mission, text="法語區需要另一單位。")
    match_case.refresh_from_db()
    assert (match_case.state, match_case.office, match_case.owner) == (CaseState.OPENED, world.tokyo_mission, None)
    assert mails("case_handed_to_you") == [("tokyo@example.org", "ja")]
    assert len(mails("case_handed_on")) == 2
    assert not world.officer.has_perm("desks.work_on_case", match_case)
    assert world.tokyo_mission_officer.has_perm("desks.work_on_case", match_case)


def test_the_same_office_a_school_or_a_ministry_is_nobody_to_hand_to(world, match_case):
    for office in (world.office, world.tokyo, world.ministry):
        with pytest.raises(BadInput):
            services.hand_on_case(case=match_case, actor=world.officer, office=office, text="Why not.")


def test_closing_tells_the_reason_word_for_word(world, match_case):
    services.close_case(case=match_case, actor=world.officer, text="目前沒有這樣的學校。")
    match_case.refresh_from_db()
    assert match_case.state == CaseState.CLOSED_UNANSWERABLE
    assert "目前沒有這樣的學校。" in OutboxMessage.objects.filter(key="desks.case_closed").first().body
    with pytest.raises(NotPossible):
        services.answer_case(case=match_case, actor=world.officer, text="Too late.")


def test_only_colleagues_of_the_office_are_put_in_charge(world, match_case):
    services.assign_case(case=match_case, actor=world.ceo, owner=world.officer)
    match_case.refresh_from_db()
    assert match_case.owner == world.officer
    assert mails("case_assigned") == [("officer@example.org", "zh-hant")]
    with pytest.raises(BadInput):
        services.assign_case(case=match_case, actor=world.officer, owner=world.mission_officer)


def test_who_asked_never_decides_and_who_decides_never_asks(world, match_case):
    for actor in (world.teacher_kaohsiung, world.mission_officer, world.county_officer, world.stranger):
        with pytest.raises(NotPermitted):
            services.take_case(case=match_case, actor=actor)
    services.answer_case(case=match_case, actor=world.officer, text="請參考。")
    for actor in (world.officer, world.teacher_tokyo):
        with pytest.raises(NotPermitted):
            services.settle_case(case=match_case, actor=actor)


def test_a_case_is_opened_for_own_schools_only_and_not_without_end(world):
    asked = {"kind": CaseKind.OTHER, "subject": "A", "text": "B", "language": "en"}
    with pytest.raises(NotPermitted):
        services.open_case(organization=world.tokyo, actor=world.teacher_kaohsiung, **asked)
    for _number in range(OPEN_CASES_MOST):
        services.open_case(organization=world.kaohsiung, actor=world.teacher_kaohsiung, **asked)
    with pytest.raises(NotPossible):
        services.open_case(organization=world.kaohsiung, actor=world.teacher_kaohsiung, **asked)


def test_what_was_typed_wrongly_is_said_at_its_field(world):
    with pytest.raises(BadInput) as refusal:
        services.open_case(
            kind="nonsense", subject=" ", text="a\x07b", language="en", contact_email="nobody", country="XX"
        )
    assert set(refusal.value.sentences) == {"kind", "subject", "text", "contact_email", "country"}


def test_another_schools_wish_does_not_come_along(world):
    with pytest.raises(BadInput) as refusal:
        services.open_case(
            kind=CaseKind.MANUAL_MATCH,
            organization=world.kaohsiung,
            actor=world.teacher_kaohsiung,
            subject="A",
            text="B",
            language="en",
            wish=world.wish_california,
        )
    assert set(refusal.value.sentences) == {"wish"}


def test_a_concern_goes_to_the_ceo_office_and_no_mail_says_what_it_is(world):
    case = services.open_case(
        kind=CaseKind.CONCERN,
        organization=world.kaohsiung,
        actor=world.teacher_kaohsiung,
        subject="About my colleague",
        text="Something serious.",
        language="en",
    )
    assert case.office == world.ceo_office
    assert mails("case_opened") == [("ceo@example.org", "zh-hant")]
    assert mails("case_received") == [("lin@example.org", "zh-hant")]
    written = [f"{mail.subject} {mail.body}" for mail in OutboxMessage.objects.all()]
    assert [text for text in written if "colleague" in text or world.kaohsiung.name in text] == []


def test_an_enquiry_is_confirmed_with_a_link_that_needs_no_account(world, enquiry):
    assert enquiry.office == world.ceo_office
    assert (enquiry.language, enquiry.mail_language) == ("cs", "en")
    letter = OutboxMessage.objects.get(key="desks.case_received")
    assert (letter.recipient_email, letter.recipient_id, letter.language) == ("jana@example.org", None, "en")
    assert f"/en/ask/{enquiry.code}." in letter.body


class EveryWalk(TestCase):
    """Whatever is tried in whatever order, the table holds: only its moves happen, an end is an end, and every deed has
    its line in the story and in the chain."""

    @settings(max_examples=25)
    @given(
        st.lists(st.sampled_from(["take", "ask", "reply", "propose", "answer", "object", "settle", "hand_on", "close"]))
    )
    def test_walk(self, deeds):
        world = build_small_world()
        case = services.open_case(
            kind=CaseKind.MANUAL_MATCH,
            organization=world.kaohsiung,
            actor=world.teacher_kaohsiung,
            subject="A",
            text="B",
            language="en",
        )
        tried = {
            "take": lambda: services.take_case(case=case, actor=world.ceo),
            "ask": lambda: services.ask_about_case(case=case, actor=world.ceo, text="?"),
            "reply": lambda: services.reply_in_case(case=case, actor=world.teacher_kaohsiung, text="!"),
            "propose": lambda: services.propose_schools(case=case, actor=world.ceo, proposals=[(world.tokyo, "Fits.")]),
            "answer": lambda: services.answer_case(case=case, actor=world.ceo, text="So."),
            "object": lambda: services.object_to_answer(case=case, actor=world.teacher_kaohsiung, text="No."),
            "settle": lambda: services.settle_case(case=case, actor=world.teacher_kaohsiung),
            "hand_on": lambda: services.hand_on_case(case=case, actor=world.ceo, office=world.mission, text="There."),
            "close": lambda: services.close_case(case=case, actor=world.ceo, text="No way."),
        }
        done = 0
        for deed in deeds:
            before = DeskCase.objects.get(pk=case.pk)
            move = DESK_CASE.move(deed)
            possible = before.state in move.sources and not (deed == "hand_on" and before.office == world.mission)
            try:
                tried[deed]()
            except MadoError:
                assert not possible
                assert DeskCase.objects.get(pk=case.pk).state == before.state
            else:
                done += 1
                assert possible
                assert DeskCase.objects.get(pk=case.pk).state == move.target
        after = DeskCase.objects.get(pk=case.pk)
        assert (after.closed_at is None) == (after.state in OPEN_STATES)
        assert CaseNote.objects.filter(case=case).count() == done + 1
        assert AuditEntry.objects.filter(object_code=case.code).count() == done + 1
