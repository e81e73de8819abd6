import datetime as dt
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone, translation
from procrastinate.contrib.django.models import ProcrastinateJob

from mado.accounts.enums import Role
from mado.accounts.models import Appointment, SeatClaim, Verification
from mado.accounts.queries import claim_story, is_taking_part, seat_on
from mado.accounts.services import (
    answer_claim_info,
    approve_claim,
    end_appointment,
    refuse_claim,
    renew_verification,
    request_claim_info,
    submit_claim,
    withdraw_claim,
)
from mado.audit.models import AuditEntry
from mado.demo.primitives import appoint, make_organization
from mado.directory.enums import OrganizationKind
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.notify.models import OutboxMessage
from tests.accounts.conftest import fresh, in_days


def mails(key):
    return list(OutboxMessage.objects.filter(key=key).order_by("id").values_list("recipient_email", "language"))


def refused(code, deed, **arguments):
    with pytest.raises(NotPossible) as caught:
        deed(**arguments)
    assert [reason.code for reason in caught.value.decision.reasons] == [code]
    return caught.value.decision.sentence


def test_a_claim_goes_to_the_office_in_care_with_a_date(world, claim):
    assert (claim.office, claim.state, claim.answer_by) == (world.mission, "submitted", in_days(5))
    assert claim.code == f"SC-{timezone.localdate().year}-0001"
    assert mails("accounts.claim_submitted") == [("mission@example.org", "en")]
    assert mails("accounts.claim_received") == [("stranger@example.org", "en")]
    assert AuditEntry.objects.get(verb="accounts.submit_claim").object_code == claim.code
    body = OutboxMessage.objects.get(key="accounts.claim_submitted").body
    assert f"http://127.0.0.1:8000/en/office/claims/{claim.code}/" in body


def test_the_taiwanese_side_is_vetted_by_its_regional_office_in_its_language(world, ask):
    claim = ask(world.stranger, world.kaohsiung)
    assert claim.office == world.office
    assert mails("accounts.claim_submitted") == [("officer@example.org", "zh-hant")]


@pytest.mark.parametrize(
    "kind", [OrganizationKind.MINISTRY, OrganizationKind.REGIONAL_OFFICE, OrganizationKind.FACULTY]
)
def test_only_schools_and_universities_have_seats(world, ask, kind):
    place = make_organization(kind, "X", language="en", country="US", region="US-CA")
    sentence = refused("kind", ask, user=world.stranger, organization=place)
    assert sentence.startswith("Seats can be asked for at schools and universities only.")


def test_a_seat_one_holds_is_not_asked_for_again(world, ask):
    refused("has_seat", ask, user=world.teacher_california, organization=world.california)


def test_a_second_open_claim_is_refused(world, ask, claim):
    sentence = refused("open_claim", ask, user=world.stranger)
    assert claim.code in sentence


def test_after_a_refusal_one_may_ask_again(world, ask, claim):
    refuse_claim(claim=claim, actor=world.mission_officer, reason="No such teacher.")
    assert ask(world.stranger).state == "submitted"


def test_the_seat_of_a_delisted_school_is_neither_asked_for_nor_given(world, ask, elm):
    claim = ask(world.stranger)
    elm.delisted_on = in_days(-1)
    elm.save()
    refused("delisted", approve_claim, claim=claim, actor=world.mission_officer, valid_until=in_days(300))
    refused("delisted", ask, user=world.teacher_tokyo)


def test_a_place_nobody_is_in_care_of(world, ask):
    world.ceo_office.kind = OrganizationKind.ALLIANCE
    world.ceo_office.save()
    place = make_organization(OrganizationKind.SCHOOL, "Praha", language="cs", country="CZ")
    refused("no_office", ask, user=world.stranger, organization=place)


def test_the_ceo_office_vets_where_no_other_does(world, ask):
    place = make_organization(OrganizationKind.SCHOOL, "Praha", language="cs", country="CZ")
    assert ask(world.stranger, place).office == world.ceo_office
    assert mails("accounts.claim_submitted") == [("ceo@example.org", "zh-hant")]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"role": "ceo"}, "role"),
        ({"position": "  "}, "position"),
        ({"school_email": "", "school_phone": " "}, "school_email"),
        ({"explanation": "x" * 4001}, "explanation"),
    ],
)
def test_what_is_missing_is_said_at_its_field(world, ask, fields, field):
    with pytest.raises(BadInput) as caught:
        ask(world.stranger, **fields)
    assert list(caught.value.sentences) == [field]
    assert SeatClaim.objects.count() == 0
    assert OutboxMessage.objects.count() == 0


def test_somebody_inactive_may_not_ask(world, elm):
    world.stranger.is_active = False
    with pytest.raises(NotPermitted):
        submit_claim(
            user=world.stranger, organization=elm, role="coordinator", position="x", school_email="a@example.org"
        )


def test_approving_gives_the_seat_and_vouches_for_the_school(world, claim, elm):
    ProcrastinateJob.objects.filter(task_name="directory.reindex").count()
    done = approve_claim(claim=claim, actor=world.mission_officer, valid_until=in_days(365))
    seat = Appointment.objects.get(user=world.stranger)
    today = timezone.localdate()
    assert (seat.organization, seat.role, seat.position, seat.valid_from, seat.valid_to) == (
        elm,
        "coordinator",
        "Grade 4",
        today,
        in_days(365),
    )
    vouched = Verification.objects.get(organization=elm)
    assert (vouched.office, vouched.verified_by, vouched.valid_until) == (
        world.mission,
        world.mission_officer,
        in_days(365),
    )
    assert (done.state, done.decided_by) == ("approved", world.mission_officer)
    assert is_taking_part(elm)
    assert mails("accounts.claim_approved") == [("stranger@example.org", "en")]
    assert fresh(world.stranger).time_zone == "America/Los_Angeles"
    assert (
        ProcrastinateJob.objects.filter(task_name="directory.reindex", args={"organization_ids": [elm.pk]}).count() == 1
    )
    assert [note.kind for note in claim_story(claim)] == ["asked", "approved"]


def test_who_already_holds_a_seat_is_told_and_no_second_verification_is_made(world, ask):
    claim = ask(world.stranger, world.kaohsiung, role=Role.DEPUTY)
    approve_claim(claim=claim, actor=world.officer, valid_until=in_days(100))
    assert mails("accounts.seat_shared") == [("lin@example.org", "zh-hant"), ("chen@example.org", "zh-hant")]
    assert Verification.objects.filter(organization=world.kaohsiung).count() == 1


@pytest.mark.parametrize("days", [-1, 0, 731])
def test_a_seat_ends_in_the_future_and_within_the_alliances_span(world, claim, days):
    with pytest.raises(BadInput) as caught:
        approve_claim(claim=claim, actor=world.mission_officer, valid_until=in_days(days))
    assert list(caught.value.sentences) == ["valid_until"]
    claim.refresh_from_db()
    assert (claim.state, Appointment.objects.filter(user=world.stranger).count()) == ("submitted", 0)


def test_the_longest_span_is_allowed(world, claim):
    assert approve_claim(claim=claim, actor=world.mission_officer, valid_until=in_days(730)).state == "approved"


@pytest.mark.parametrize(
    "person", ["stranger", "teacher_california", "tokyo_mission_officer", "officer", "ministry_officer"]
)
def test_who_may_not_decide(world, claim, person):
    actor = fresh(getattr(world, person))
    for deed, words in (
        (approve_claim, {"valid_until": in_days(9)}),
        (refuse_claim, {"reason": "x"}),
        (request_claim_info, {"message": "x"}),
    ):
        with pytest.raises(NotPermitted):
            deed(claim=claim, actor=actor, **words)
    claim.refresh_from_db()
    assert claim.state == "submitted"


def test_an_officer_does_not_decide_on_their_own_claim(world, ask):
    claim = ask(world.mission_officer)
    assert mails("accounts.claim_submitted") == []
    with pytest.raises(NotPermitted):
        approve_claim(claim=claim, actor=fresh(world.mission_officer), valid_until=in_days(9))
    assert approve_claim(claim=claim, actor=fresh(world.ceo), valid_until=in_days(9)).state == "approved"


@pytest.mark.parametrize("person", ["teacher_california", "mission_officer", "ceo"])
def test_only_the_claimant_answers_and_withdraws(world, claim, person):
    actor = fresh(getattr(world, person))
    with pytest.raises(NotPermitted):
        withdraw_claim(claim=claim, actor=actor)
    request_claim_info(claim=claim, actor=world.mission_officer, message="Who is your principal?")
    with pytest.raises(NotPermitted):
        answer_claim_info(claim=claim, actor=actor, explanation="x")


def test_a_question_and_its_answer(world, claim):
    asked = request_claim_info(claim=claim, actor=world.mission_officer, message=" Who is your principal? ")
    assert (asked.state, asked.office_message, asked.answer_by) == (
        "info_requested",
        "Who is your principal?",
        in_days(14),
    )
    assert mails("accounts.claim_info_requested") == [("stranger@example.org", "en")]
    answered = answer_claim_info(claim=claim, actor=world.stranger, explanation="Ms Reed.")
    assert (answered.state, answered.answer_by) == ("submitted", in_days(5))
    assert mails("accounts.claim_answered") == [("mission@example.org", "en")]
    assert [(note.kind, note.text) for note in claim_story(claim)] == [
        ("asked", "See the staff page."),
        ("question", "Who is your principal?"),
        ("answer", "Ms Reed."),
    ]


def test_refusing_takes_a_reason_the_person_reads(world, claim):
    with pytest.raises(BadInput) as caught:
        refuse_claim(claim=claim, actor=world.mission_officer, reason=" ")
    assert list(caught.value.sentences) == ["reason"]
    refuse_claim(claim=claim, actor=world.mission_officer, reason="Nobody of that name works there.")
    assert "Nobody of that name works there." in OutboxMessage.objects.get(key="accounts.claim_refused").body


def test_of_two_answers_the_second_is_told_it_has_moved_on(world, claim):
    stale = SeatClaim.objects.get(pk=claim.pk)
    approve_claim(claim=claim, actor=world.mission_officer, valid_until=in_days(9))
    sentence = refused("state", refuse_claim, claim=stale, actor=world.ceo, reason="x")
    assert sentence == "This has already moved on. Reload the page to see where it stands."
    assert mails("accounts.claim_refused") == []


@pytest.mark.parametrize("end", ["approve", "refuse", "withdraw"])
def test_a_closed_claim_stays_closed(world, claim, end):
    {
        "approve": lambda: approve_claim(claim=claim, actor=world.mission_officer, valid_until=in_days(9)),
        "refuse": lambda: refuse_claim(claim=claim, actor=world.mission_officer, reason="x"),
        "withdraw": lambda: withdraw_claim(claim=claim, actor=world.stranger),
    }[end]()
    refused("state", withdraw_claim, claim=claim, actor=world.stranger)
    refused("state", request_claim_info, claim=claim, actor=world.mission_officer, message="x")


def test_a_seat_is_asked_for_again_in_its_last_sixty_days_and_follows_on(world, ask):
    seat = Appointment.objects.get(user=world.teacher_california)
    seat.valid_to = in_days(60)
    seat.save()
    refused("has_seat", ask, user=world.teacher_california, organization=world.california)
    seat.valid_to = in_days(59)
    seat.save()
    claim = ask(world.teacher_california, world.california)
    approve_claim(claim=claim, actor=world.mission_officer, valid_until=in_days(400))
    new = Appointment.objects.exclude(pk=seat.pk).get(user=world.teacher_california)
    assert (new.valid_from, new.valid_to) == (in_days(60), in_days(400))
    refused("has_seat", ask, user=world.teacher_california, organization=world.california)


def test_giving_a_seat_back_ends_it_at_once(world):
    seat = Appointment.objects.get(user=world.teacher_california)
    end_appointment(appointment=seat, actor=world.teacher_california)
    assert seat_on(world.teacher_california, world.california) is None
    assert mails("accounts.school_without_seat") == [("mission@example.org", "en")]
    assert mails("accounts.seat_given_back") == []
    assert not is_taking_part(world.california)
    refused("ended", end_appointment, appointment=seat, actor=fresh(world.teacher_california))


def test_a_seat_given_today_can_be_ended_today(world, claim):
    approve_claim(claim=claim, actor=world.mission_officer, valid_until=in_days(9))
    seat = Appointment.objects.get(user=world.stranger)
    end_appointment(appointment=seat, actor=world.mission_officer, reason="Left the school.")
    assert seat_on(world.stranger, claim.organization) is None
    entry = AuditEntry.objects.get(verb="accounts.end_appointment")
    assert entry.details["valid_from"] == timezone.localdate().isoformat()
    assert mails("accounts.seat_ended") == [("stranger@example.org", "en")]


def test_an_office_gives_a_reason_for_ending_a_seat(world):
    seat = Appointment.objects.get(user=world.teacher_california)
    with pytest.raises(BadInput) as caught:
        end_appointment(appointment=seat, actor=world.mission_officer, reason=" ")
    assert list(caught.value.sentences) == ["reason"]


def test_who_may_not_end_an_appointment(world):
    seat = Appointment.objects.get(user=world.teacher_kaohsiung)
    for actor in (world.deputy_kaohsiung, world.mission_officer, world.stranger, world.ministry_officer):
        with pytest.raises(NotPermitted):
            end_appointment(appointment=seat, actor=fresh(actor), reason="x")
    office_seat = Appointment.objects.get(user=world.officer)
    with pytest.raises(NotPermitted):
        end_appointment(appointment=office_seat, actor=world.officer, reason="x")


def test_vouching_again(world):
    Verification.objects.update(verified_on=in_days(-400), valid_until=in_days(-35))
    assert not is_taking_part(world.california)
    made = renew_verification(organization=world.california, actor=world.mission_officer)
    assert (made.office, made.valid_until) == (world.mission, in_days(365))
    assert is_taking_part(world.california)
    for actor in (world.officer, world.ministry_officer, world.teacher_california):
        with pytest.raises(NotPermitted):
            renew_verification(organization=world.california, actor=fresh(actor))
    world.california.delisted_on = in_days(-1)
    refused("delisted", renew_verification, organization=world.california, actor=world.mission_officer)


def test_mails_come_in_the_recipients_language_whatever_the_page(world, ask):
    with translation.override("ja"):
        ask(world.stranger, world.kaohsiung)
    to_claimant = OutboxMessage.objects.get(key="accounts.claim_received")
    assert to_claimant.language == "en"
    assert "We have your claim" in to_claimant.subject
    assert f"{in_days(5):%A}" in to_claimant.body
    assert "/zh-hant/office/claims/" in OutboxMessage.objects.get(key="accounts.claim_submitted").body


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_give_one_seat():
    """Both hold the page open and press at the same moment, each on a connection of their own."""
    from mado.demo.small_world import build_small_world

    world = build_small_world()
    appoint(world.officer, world.mission, Role.MISSION_OFFICER)
    school = make_organization(OrganizationKind.SCHOOL, "Oak", language="en", country="US", region="US-CA")
    claim = submit_claim(
        user=world.stranger, organization=school, role="coordinator", position="x", school_email="a@example.org"
    )
    outcomes, start = [], threading.Barrier(2)

    def press(pk):
        try:
            actor = type(world.officer).objects.get(pk=pk)
            start.wait(10)
            approve_claim(claim=claim, actor=actor, valid_until=timezone.localdate() + dt.timedelta(days=9))
            outcomes.append("given")
        except NotPossible as problem:
            outcomes.append(problem.decision.reasons[0].code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(person.pk,)) for person in (world.officer, world.mission_officer)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["given", "state"]
    assert Appointment.objects.filter(user=world.stranger).count() == 1
    assert connection.vendor == "postgresql"
