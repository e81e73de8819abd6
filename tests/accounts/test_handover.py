"""The seat belongs to the school: a colleague joins, a successor follows, and whoever left is out the same minute."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from mado.accounts.enums import Role
from mado.accounts.handover import kept_for
from mado.accounts.models import Appointment, Draft, SeatInvitation, Verification
from mado.accounts.queries import is_taking_part, schools_without_seat, seat_on, seats_at
from mado.accounts.services import (
    accept_seat_offer,
    decline_seat_offer,
    end_appointment,
    follow_seat_offers,
    hand_over_seat,
    offer_interim,
    offer_seat,
    offer_succession,
    withdraw_seat_offer,
)
from mado.accounts.tokens import seat_invitation_id, seat_invitation_token
from mado.audit.models import AuditEntry
from mado.demo.primitives import appoint, make_user
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.notify.models import OutboxMessage
from mado.partnerships.models import Partnership
from tests.accounts.conftest import fresh, in_days


def written(key):
    return list(OutboxMessage.objects.filter(key=key).order_by("id").values_list("recipient_email", "language"))


def refused(code, deed, **arguments):
    with pytest.raises(NotPossible) as caught:
        deed(**arguments)
    assert [reason.code for reason in caught.value.decision.reasons] == [code]


def at_fault(deed, **arguments):
    with pytest.raises(BadInput) as caught:
        deed(**arguments)
    return list(caught.value.sentences)


@pytest.fixture
def seat(world):
    return Appointment.objects.get(user=world.teacher_california)


@pytest.fixture
def offer(world):
    """California asks a colleague without an account."""

    def ask(**changes):
        said = {
            "organization": world.california,
            "actor": fresh(world.teacher_california),
            "email": "New.Colleague@School.example",
            "name": "Noa Colleague",
            "role": "deputy",
            "language": "ja",
            "reply_by": in_days(14),
        }
        return offer_seat(**{**said, **changes})

    return ask


@pytest.fixture
def succession(world, seat):
    def ask(**changes):
        said = {
            "appointment": seat,
            "actor": fresh(world.teacher_california),
            "email": "heir@school.example",
            "name": "",
            "language": "en",
            "reply_by": in_days(14),
            "with_drafts": True,
        }
        return offer_succession(**{**said, **changes})

    return ask


@pytest.fixture
def partners(world):
    first, second = sorted([world.california, world.kaohsiung], key=lambda row: row.pk)
    return Partnership.objects.create(first=first, second=second, since=timezone.localdate())


def newcomer(email="new.colleague@school.example"):
    return make_user(email, "Noa Colleague")


# A colleague joins


def test_a_colleague_is_asked_in_the_chosen_language_and_by_a_link_of_their_own(world, offer):
    made = offer()
    assert (made.email, made.role, made.state) == ("new.colleague@school.example", "deputy", "sent")
    assert made.code == f"SI-{timezone.localdate().year}-0001"
    assert written("accounts.seat_offered") == [("new.colleague@school.example", "ja")]
    body = OutboxMessage.objects.get(key="accounts.seat_offered").body
    assert f"/ja/seats/invited/{seat_invitation_token(made)}/" in body
    assert seat_invitation_id(seat_invitation_token(made)) == made.pk
    assert seat_invitation_id("nonsense") is None
    assert AuditEntry.objects.get(verb="accounts.offer_seat").object_code == made.code


def test_whoever_has_an_account_is_written_to_in_its_language(world, offer):
    offer(email="sato@example.org", language="en")
    assert written("accounts.seat_offered") == [("sato@example.org", "ja")]


def test_accepting_gives_the_seat_and_tells_colleagues_and_the_office(world, offer):
    made = offer()
    seat = accept_seat_offer(invitation=made, actor=newcomer(), position="Librarian")
    assert (seat.role, seat.position, seat.valid_from, seat.valid_to) == (
        Role.DEPUTY,
        "Librarian",
        timezone.localdate(),
        in_days(730),
    )
    assert seats_at(world.california).count() == 2
    assert fresh(seat.user).time_zone == "America/Los_Angeles"
    assert written("accounts.seat_offer_accepted") == [("maria@example.org", "en"), ("mission@example.org", "en")]
    made.refresh_from_db()
    assert (made.state, made.accepted_by, made.appointment) == ("accepted", seat.user, seat)
    assert Verification.objects.filter(organization=world.california).count() == 1


def test_only_who_confirmed_the_address_may_answer(world, offer):
    made = offer()
    for deed in (
        lambda actor: accept_seat_offer(invitation=made, actor=actor, position="x"),
        lambda actor: decline_seat_offer(invitation=made, actor=actor),
    ):
        with pytest.raises(NotPermitted):
            deed(fresh(world.stranger))
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=world.stranger, email="NEW.colleague@school.example", verified=False)
    with pytest.raises(NotPermitted):
        accept_seat_offer(invitation=made, actor=fresh(world.stranger), position="x")
    EmailAddress.objects.filter(user=world.stranger).update(verified=True)
    assert accept_seat_offer(invitation=made, actor=fresh(world.stranger), position="x").user == world.stranger


def test_who_may_offer_a_seat(world, offer):
    for person in (world.stranger, world.teacher_tokyo, world.mission_officer, world.ministry_officer):
        with pytest.raises(NotPermitted):
            offer(actor=fresh(person))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": "MARIA@example.org"}, "email"),
        ({"role": "ceo"}, "role"),
        ({"name": "x" * 121}, "name"),
        ({"reply_by": in_days(0)}, "reply_by"),
        ({"reply_by": in_days(61)}, "reply_by"),
    ],
)
def test_what_is_wrong_with_an_offer_stands_at_its_field(world, offer, changes, field):
    assert at_fault(offer, **changes) == [field]
    assert SeatInvitation.objects.count() == 0
    assert OutboxMessage.objects.count() == 0


def test_the_same_address_is_not_asked_twice_and_not_more_than_five_people(world, offer):
    offer()
    assert at_fault(offer) == ["email"]
    for number in range(4):
        offer(email=f"p{number}@school.example")
    refused("too_many", offer, email="p9@school.example")


def test_without_an_offices_word_no_seat_is_given_on(world, offer):
    made = offer()
    Verification.objects.update(valid_until=in_days(-1))
    refused("not_vouched", offer, email="b@school.example")
    refused("not_vouched", accept_seat_offer, invitation=made, actor=newcomer(), position="x")


def test_an_offer_is_answered_once(world, offer):
    made = offer()
    person = newcomer()
    decline_seat_offer(invitation=made, actor=person)
    assert written("accounts.seat_offer_declined") == [("maria@example.org", "en")]
    refused("state", accept_seat_offer, invitation=made, actor=person, position="x")
    refused("state", withdraw_seat_offer, invitation=made, actor=fresh(world.teacher_california))
    assert seats_at(world.california).count() == 1


def test_the_school_or_its_office_withdraws_and_nobody_else(world, offer):
    made = offer()
    for person in (world.stranger, world.teacher_tokyo, world.officer):
        with pytest.raises(NotPermitted):
            withdraw_seat_offer(invitation=made, actor=fresh(person))
    assert withdraw_seat_offer(invitation=made, actor=fresh(world.mission_officer)).state == "withdrawn"


def test_an_offer_is_nudged_once_and_lapses_on_the_schools_own_day(world, offer, time_machine):
    """Noon in California is always the same date there; the day after, in UTC, is not."""
    made = offer(reply_by=in_days(10))
    zone = ZoneInfo("America/Los_Angeles")
    noon = dt.datetime.combine(made.reply_by, dt.time(12), zone)
    time_machine.move_to(noon - dt.timedelta(days=4))
    assert follow_seat_offers() == (0, 0)
    time_machine.move_to(noon - dt.timedelta(days=3))
    assert follow_seat_offers() == (1, 0)
    assert follow_seat_offers() == (0, 0)
    time_machine.move_to(dt.datetime.combine(made.reply_by, dt.time(23, 59), zone))
    assert follow_seat_offers() == (0, 0)
    time_machine.move_to(dt.datetime.combine(made.reply_by + dt.timedelta(days=1), dt.time(0, 1), zone))
    assert follow_seat_offers() == (0, 1)
    assert follow_seat_offers() == (0, 0)
    made.refresh_from_db()
    assert made.state == "lapsed"
    assert written("accounts.seat_offer_nudged") == [("new.colleague@school.example", "ja")]
    assert written("accounts.seat_offer_lapsed") == [("maria@example.org", "en")]


# One follows the other


def test_a_deputy_takes_over_role_and_span_and_the_leaver_is_out_this_minute(world):
    leaving = Appointment.objects.get(user=world.teacher_kaohsiung)
    deputy = Appointment.objects.get(user=world.deputy_kaohsiung)
    Appointment.objects.filter(pk=deputy.pk).update(valid_to=in_days(20))
    now_seat = hand_over_seat(
        appointment=leaving, successor=deputy, actor=fresh(world.teacher_kaohsiung), with_drafts=False
    )
    assert (now_seat.user, now_seat.role, now_seat.valid_to) == (world.deputy_kaohsiung, Role.COORDINATOR, None)
    assert seat_on(world.teacher_kaohsiung, world.kaohsiung) is None
    assert [row.user for row in seats_at(world.kaohsiung)] == [world.deputy_kaohsiung]
    leaving.refresh_from_db()
    assert (leaving.ended_at is not None, leaving.valid_to) == (True, timezone.localdate())
    assert is_taking_part(world.kaohsiung)
    assert written("accounts.handed_over_to_you") == [("chen@example.org", "zh-hant")]
    assert written("accounts.handed_over_to_office") == [("officer@example.org", "zh-hant")]


def test_a_principal_who_follows_keeps_the_seat_they_have(world):
    principal = appoint(make_user("head@example.org", "Head"), world.california, Role.PRINCIPAL)
    leaving = Appointment.objects.get(user=world.teacher_california)
    made = hand_over_seat(
        appointment=leaving, successor=principal, actor=fresh(world.teacher_california), with_drafts=False
    )
    assert (made.pk, made.role) == (principal.pk, Role.PRINCIPAL)
    assert seats_at(world.california).count() == 1


def test_a_renewal_that_was_to_follow_ends_with_the_seat(world, seat):
    Appointment.objects.filter(pk=seat.pk).update(valid_to=in_days(5))
    later = Appointment.objects.create(
        user=world.teacher_california,
        organization=world.california,
        role=Role.COORDINATOR,
        valid_from=in_days(6),
        valid_to=in_days(700),
    )
    end_appointment(appointment=seat, actor=fresh(world.teacher_california))
    later.refresh_from_db()
    assert later.ended_at is not None
    assert seat_on(world.teacher_california, world.california, in_days(10)) is None


def test_who_may_hand_over_and_to_whom(world, seat):
    tokyo = Appointment.objects.get(user=world.teacher_tokyo)
    assert at_fault(
        hand_over_seat, appointment=seat, successor=tokyo, actor=fresh(world.teacher_california), with_drafts=False
    ) == ["successor"]
    kaohsiung = Appointment.objects.get(user=world.teacher_kaohsiung)
    deputy = Appointment.objects.get(user=world.deputy_kaohsiung)
    for person in (world.deputy_kaohsiung, world.officer, world.ceo, world.stranger):
        with pytest.raises(NotPermitted):
            hand_over_seat(appointment=kaohsiung, successor=deputy, actor=fresh(person), with_drafts=False)
    seat.refresh_from_db()
    assert seat.ended_at is None


def test_a_successor_by_mail_follows_in_the_minute_of_the_acceptance(world, seat, succession, partners):
    made = succession()
    assert written("accounts.succession_offered") == [("heir@school.example", "en")]
    assert seat_on(world.teacher_california, world.california) == seat
    assert written("partnerships.partner_handed_over") == []
    heir = newcomer("heir@school.example")
    new = accept_seat_offer(invitation=made, actor=heir, position="Grade 5")
    seat.refresh_from_db()
    assert seat_on(world.teacher_california, world.california) is None
    assert (new.role, seats_at(world.california).get().user) == (Role.COORDINATOR, heir)
    assert written("accounts.seat_offer_accepted") == [("maria@example.org", "en")]
    assert written("accounts.handed_over_to_office") == [("mission@example.org", "en")]
    assert written("partnerships.partner_handed_over") == [
        ("lin@example.org", "zh-hant"),
        ("chen@example.org", "zh-hant"),
    ]


def test_a_succession_whose_leaver_has_gone_already_is_a_plain_seat(world, seat, succession):
    made = succession()
    end_appointment(appointment=seat, actor=fresh(world.teacher_california))
    new = accept_seat_offer(invitation=made, actor=newcomer("heir@school.example"), position="Grade 5")
    assert seats_at(world.california).get() == new
    assert AuditEntry.objects.filter(verb="accounts.hand_over_seat").count() == 0


def test_drafts_of_the_school_go_on_with_the_successor_unless_the_leaver_says_no(world, succession):
    leaver = world.teacher_california
    mine = {
        f"profile:{world.california.code.lower()}:about": True,
        f"wish:{world.wish_california.code.lower()}:who": True,
        f"invite:{world.tokyo.code.lower()}": True,
        "claim:somewhere": False,
        f"profile:{world.tokyo.code.lower()}:about": False,
    }
    for key in mine:
        Draft.objects.create(user=leaver, key=key, data={"x": ["y"]})
    heir = newcomer("heir@school.example")
    Draft.objects.create(user=heir, key=f"invite:{world.tokyo.code.lower()}", data={"own": ["text"]})
    accept_seat_offer(invitation=succession(), actor=heir, position="x")
    moved = set(Draft.objects.filter(user=heir).values_list("key", flat=True))
    assert moved == {key for key, moves in mine.items() if moves}
    assert Draft.objects.get(user=heir, key=f"invite:{world.tokyo.code.lower()}").data == {"own": ["text"]}


def test_drafts_stay_with_who_wants_to_keep_them(world, succession):
    key = f"profile:{world.california.code.lower()}:about"
    Draft.objects.create(user=world.teacher_california, key=key, data={})
    accept_seat_offer(invitation=succession(with_drafts=False), actor=newcomer("heir@school.example"), position="x")
    assert Draft.objects.get(key=key).user == world.teacher_california


def test_what_stays_is_counted(world, partners):
    counts = {str(line.label): line.count for line in kept_for(world.california)}
    assert counts == {"Partner schools": 1}
    assert [row for line in kept_for(world.california) for row in line.partners] == [world.kaohsiung]


# Nobody is left


def test_when_nobody_is_left_the_office_and_the_partners_know(world, seat, partners):
    assert list(schools_without_seat(fresh(world.mission_officer))) == []
    end_appointment(appointment=seat, actor=fresh(world.teacher_california))
    assert list(schools_without_seat(fresh(world.mission_officer))) == [world.california]
    assert written("accounts.school_without_seat") == [("mission@example.org", "en")]
    assert written("partnerships.partner_without_person") == [
        ("lin@example.org", "zh-hant"),
        ("chen@example.org", "zh-hant"),
    ]
    assert list(schools_without_seat(fresh(world.officer))) == []


def test_where_others_go_on_they_are_told_and_partners_are_not(world, partners):
    leaving = Appointment.objects.get(user=world.teacher_kaohsiung)
    end_appointment(appointment=leaving, actor=fresh(world.teacher_kaohsiung))
    assert written("accounts.seat_ended_to_colleagues") == [("chen@example.org", "zh-hant")]
    assert written("accounts.seat_given_back") == [("officer@example.org", "zh-hant")]
    assert written("accounts.school_without_seat") == []
    assert written("partnerships.partner_without_person") == []


def test_whom_an_office_sends_away_gives_no_seat_on(world, seat, offer):
    made = offer()
    end_appointment(appointment=seat, actor=fresh(world.mission_officer), reason="Not a teacher there.")
    made.refresh_from_db()
    assert made.state == "withdrawn"
    refused("state", accept_seat_offer, invitation=made, actor=newcomer(), position="x")


def stand_in(world, **changes):
    said = {
        "organization": world.california,
        "actor": fresh(world.mission_officer),
        "email": "standin@example.org",
        "name": "Stand In",
        "role": "coordinator",
        "language": "en",
        "reply_by": in_days(7),
        "seat_until": in_days(60),
    }
    return offer_interim(**{**said, **changes})


def test_an_office_appoints_somebody_for_a_time(world, seat):
    end_appointment(appointment=seat, actor=fresh(world.mission_officer), reason="Left.")
    Verification.objects.update(valid_until=in_days(-1))
    made = stand_in(world)
    assert written("accounts.interim_offered") == [("standin@example.org", "en")]
    interim = accept_seat_offer(invitation=made, actor=make_user("standin@example.org", "Stand In"), position="Office")
    assert interim.valid_to == in_days(60)
    assert list(seats_at(world.california)) == [interim]


def test_standing_in_is_for_a_time_and_not_for_oneself(world):
    assert at_fault(stand_in, world=world, seat_until=in_days(121)) == ["seat_until"]
    assert at_fault(stand_in, world=world, seat_until=in_days(0)) == ["seat_until"]
    assert at_fault(stand_in, world=world, email="mission@example.org") == ["email"]
    for person in (world.officer, world.teacher_california, world.ministry_officer):
        with pytest.raises(NotPermitted):
            stand_in(world, actor=fresh(person))
