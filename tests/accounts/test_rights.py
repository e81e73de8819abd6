"""Who sees what: the query and the permission say the same, for everybody and everything."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser

from mado.accounts.models import Appointment, SeatClaim, User
from mado.accounts.queries import (
    appointments_visible_to,
    claims_in_care_of,
    claims_visible_to,
    claims_waiting_for,
    demo_people,
    taking_part,
)
from mado.accounts.services import refuse_claim
from mado.demo.primitives import appoint
from tests.accounts.conftest import fresh, in_days
from tests.architecture.source import OURS, short, text

PEOPLE = [
    "teacher_kaohsiung",
    "deputy_kaohsiung",
    "teacher_california",
    "teacher_tokyo",
    "officer",
    "mission_officer",
    "tokyo_mission_officer",
    "county_officer",
    "ceo",
    "ministry_officer",
    "stranger",
]


@pytest.fixture
def claims(world, ask, elm):
    """Claims of three places and several people, one of them decided, one of an officer."""
    made = [
        ask(world.stranger),
        ask(world.teacher_tokyo),
        ask(world.stranger, world.kaohsiung),
        ask(world.mission_officer),
        ask(world.teacher_california, world.tokyo),
    ]
    refuse_claim(claim=made[1], actor=fresh(world.mission_officer), reason="x")
    return made


@pytest.mark.parametrize("name", PEOPLE)
def test_a_claim_is_listed_for_exactly_those_who_may_view_it(world, claims, name):
    user = fresh(getattr(world, name))
    listed = set(claims_visible_to(user))
    assert listed == {claim for claim in SeatClaim.objects.all() if user.has_perm("accounts.view_claim", claim)}


@pytest.mark.parametrize("name", PEOPLE)
def test_an_appointment_is_listed_for_exactly_those_who_may_view_it(world, name):
    user = fresh(getattr(world, name))
    listed = set(appointments_visible_to(user))
    assert listed == {row for row in Appointment.objects.all() if user.has_perm("accounts.view_appointment", row)}


def test_nobody_in_particular_sees_nothing(world, claims):
    assert list(claims_visible_to(AnonymousUser())) == []
    assert list(appointments_visible_to(AnonymousUser())) == []


def test_an_appointment_that_ended_gives_no_rights(world, claims):
    Appointment.objects.filter(user=world.mission_officer).update(valid_to=in_days(-1))
    officer = fresh(world.mission_officer)
    assert [claim.claimant_id for claim in claims_visible_to(officer)] == [officer.pk]
    assert not officer.has_perm("accounts.decide_claim", claims[0])


def test_the_queue_is_without_ones_own_claims(world, claims):
    assert world.mission_officer.pk not in claims_in_care_of(fresh(world.mission_officer)).values_list(
        "claimant", flat=True
    )


def test_the_ministry_reads_and_decides_nothing(world, claims):
    user = fresh(world.ministry_officer)
    assert claims_visible_to(user).count() == len(claims)
    assert not any(user.has_perm("accounts.decide_claim", claim) for claim in claims)
    assert list(claims_waiting_for(user)) == []


def test_a_claim_waits_for_its_office_and_when_escalated_for_the_ceo_office(world, claims):
    assert list(claims_waiting_for(fresh(world.officer))) == [claims[2]]
    assert list(claims_waiting_for(fresh(world.county_officer))) == []
    assert list(claims_waiting_for(fresh(world.ceo))) == []
    SeatClaim.objects.filter(pk=claims[0].pk).update(escalated_on=in_days(0))
    assert list(claims_waiting_for(fresh(world.ceo))) == [claims[0]]


def test_the_demonstration_offers_each_role_once_per_country(world):
    seen = {(row.role, row.organization.country) for row in demo_people()}
    assert len(seen) == len(demo_people())
    assert ("coordinator", "TW") in seen
    assert ("coordinator", "US") in seen


def test_taking_part_ends_with_the_seat_or_the_verification(world):
    assert set(taking_part()) == {world.kaohsiung, world.california, world.tokyo}
    Appointment.objects.filter(organization=world.tokyo).update(valid_to=in_days(-1))
    assert set(taking_part()) == {world.kaohsiung, world.california}


def test_a_seat_at_two_schools_is_two_rights(world):
    appoint(world.stranger, world.kaohsiung)
    appoint(world.stranger, world.tokyo)
    user = User.objects.get(pk=world.stranger.pk)
    assert user.has_perm("accounts.act_for_organization", world.kaohsiung)
    assert not user.has_perm("accounts.act_for_organization", world.california)


def test_whoever_asks_for_appointments_in_force_means_those_not_ended_too():
    """`in_force` knows days only: a seat that was ended this minute would still count until midnight."""
    wrong = [short(path) for path in OURS if re.search(r"Appointment\.objects\.filter\(\s*in_force\(", text(path))]
    assert wrong == []
