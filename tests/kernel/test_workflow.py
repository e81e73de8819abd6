from types import SimpleNamespace

import pytest
from django.db import models

from mado.kernel.decision import YES, no
from mado.kernel.errors import NotPermitted, NotPossible
from mado.kernel.workflow import SYSTEM, Move, Workflow, WorkflowTableError


class Door(models.TextChoices):
    OPEN = "open"
    SHUT = "shut"
    LOCKED = "locked"


def table(*moves, ends=("locked",)):
    return Workflow("door", Door, "open", moves, ends)


SHUT = Move("shut", "Shut", ("open",), "shut", "door.shut")
LOCK = Move(
    "lock",
    "Lock",
    ("shut",),
    "locked",
    "door.lock",
    (lambda door: YES if door.key else no("no_key", "Bring the key."),),
)
EXPIRE = Move("expire", "Expire", ("open",), "locked", SYSTEM)


class Person:
    def __init__(self, *permissions):
        self.permissions = permissions

    def has_perm(self, permission, _thing):
        return permission in self.permissions


def door(state="open", key=False):
    thing = SimpleNamespace(state=state, key=key, saved=[])
    thing.save = lambda update_fields: thing.saved.append(tuple(update_fields))
    return thing


def test_a_table_with_an_unknown_state_is_refused_when_it_is_built():
    with pytest.raises(WorkflowTableError, match="unknown states"):
        table(SHUT, Move("x", "X", ("ajar",), "locked", "p"))


def test_a_table_with_an_unreachable_or_a_stuck_state_is_refused():
    with pytest.raises(WorkflowTableError, match="nothing leads to"):
        table(SHUT)
    with pytest.raises(WorkflowTableError, match="nothing leaves"):
        table(SHUT, LOCK, ends=())


def test_a_move_changes_the_state_through_the_one_door():
    thing = door()
    table(SHUT, LOCK).perform(thing, "shut", Person("door.shut"))
    assert (thing.state, thing.saved) == ("shut", [("state", "state_changed_at")])


def test_who_and_when_are_told_apart():
    workflow = table(SHUT, LOCK)
    with pytest.raises(NotPermitted):
        workflow.perform(door(), "shut", Person())
    with pytest.raises(NotPossible, match=r"Bring the key\."):
        workflow.perform(door("shut"), "lock", Person("door.lock"))
    with pytest.raises(NotPossible, match="already moved on"):
        workflow.perform(door("locked"), "shut", Person("door.shut"))


def test_system_moves_are_for_no_person_and_the_system_makes_no_others():
    workflow = table(SHUT, LOCK, EXPIRE)
    with pytest.raises(NotPermitted):
        workflow.perform(door(), "expire", Person(SYSTEM))
    with pytest.raises(NotPermitted):
        workflow.perform(door(), "shut", None)
    thing = door()
    workflow.perform(thing, "expire", None)
    assert thing.state == "locked"


def test_buttons_come_with_their_decision():
    moves = list(table(SHUT, LOCK).available(door("shut"), Person("door.lock")))
    assert [(m.move.name, m.decision.sentence) for m in moves] == [("lock", "Bring the key.")]
