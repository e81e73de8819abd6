"""Who sees and who may: visible_to agrees with has_perm for every person; the workflow table holds under any walk."""

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mado.kernel.errors import NotPermitted, NotPossible
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation
from mado.partnerships.queries import visible_to
from mado.partnerships.workflow import INVITATION_WORKFLOW

SEES = {
    "teacher_california",
    "teacher_kaohsiung",
    "deputy_kaohsiung",
    "officer",
    "county_officer",
    "mission_officer",
    "ceo",
    "ministry_officer",
}


def test_visible_to_agrees_with_has_perm_for_everyone(world, send, people, invitation):
    far = send(recipient=world.tokyo)
    for name, person in people.items():
        by_query = set(visible_to(person))
        by_permission = {
            row for row in Invitation.objects.all() if person.has_perm("partnerships.view_invitation", row)
        }
        assert by_query == by_permission, name
        assert (invitation in by_query) == (name in SEES), name
    assert set(visible_to(people["tokyo_mission_officer"])) == {far}
    assert set(visible_to(people["teacher_tokyo"])) == {far}
    assert list(visible_to(AnonymousUser())) == []


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        ("partnerships.answer_invitation", {"teacher_kaohsiung", "deputy_kaohsiung"}),
        ("partnerships.withdraw_invitation", {"teacher_california"}),
    ],
)
def test_who_may_move(invitation, people, permission, who):
    assert {name for name, person in people.items() if person.has_perm(permission, invitation)} == who


def test_who_may_send_for_a_school(world, people):
    allowed = {
        name for name, person in people.items() if person.has_perm("partnerships.send_invitation", world.kaohsiung)
    }
    assert allowed == {"teacher_kaohsiung", "deputy_kaohsiung"}


def test_the_table():
    assert INVITATION_WORKFLOW.initial == InvitationState.SENT
    assert {(move.name, move.target.value) for move in INVITATION_WORKFLOW.moves} == {
        ("accept", "accepted"),
        ("decline", "declined"),
        ("withdraw", "withdrawn"),
        ("lapse", "lapsed"),
    }


def test_buttons_of_each_side(world, people, invitation):
    shown = {
        name: [found.move.name for found in INVITATION_WORKFLOW.available(invitation, person)]
        for name, person in people.items()
    }
    assert {name: moves for name, moves in shown.items() if moves} == {
        "teacher_california": ["withdraw"],
        "teacher_kaohsiung": ["accept", "decline"],
        "deputy_kaohsiung": ["accept", "decline"],
    }


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "decline", "withdraw", "lapse"]),
        st.sampled_from(["teacher_california", "teacher_kaohsiung", "officer", "stranger", None]),
        st.booleans(),
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_walk_leaves_the_table(world, people, invitation, steps):
    """After the first move that is let through nothing moves any more; every other attempt changes nothing."""
    with transaction.atomic():
        for name, who, late in steps:
            before = Invitation.objects.get(pk=invitation.pk)
            moment = invitation.reply_deadline if late else invitation.sent_at
            with time_machine.travel(moment, tick=False):
                row = Invitation.objects.get(pk=invitation.pk)
                try:
                    move = INVITATION_WORKFLOW.perform(row, name, people[who] if who else None)
                except (NotPermitted, NotPossible):
                    assert Invitation.objects.get(pk=invitation.pk).state == before.state
                else:
                    assert before.state in move.sources
                    assert Invitation.objects.get(pk=invitation.pk).state == move.target
                    expected = {
                        "accept": "teacher_kaohsiung",
                        "decline": "teacher_kaohsiung",
                        "withdraw": "teacher_california",
                        "lapse": None,
                    }
                    assert who == expected[name]
                    assert late == (name == "lapse") or name == "withdraw"
        transaction.set_rollback(True)
