import re

import pytest

from mado.exchanges.enums import ExchangeState
from mado.exchanges.pictures import flow_picture


@pytest.mark.parametrize(
    ("state", "standings"),
    [
        ("paired", ["now", "ahead", "ahead", "ahead", "ahead"]),
        ("active", ["done", "now", "ahead", "ahead", "ahead"]),
        ("completed", ["done", "done", "now", "ahead", "ahead"]),
        ("reported", ["done", "done", "done", "now", "ahead"]),
        ("verified", ["done", "done", "done", "done", "now"]),
    ],
)
def test_the_present_step_is_marked(state, standings):
    assert [step.standing for step in flow_picture(state).steps] == standings


def test_one_that_ended_early_says_so_where_it_ended():
    assert flow_picture("ended").caption == "Ended early at step 1 of 5: Paired"
    assert flow_picture("ended", was_active=True).caption == "Ended early at step 2 of 5: Active"


@pytest.mark.parametrize("state", ExchangeState.values)
def test_the_picture_carries_its_words_and_no_style(state):
    picture = flow_picture(state)
    assert re.search(r"style|script|data:", picture.svg) is None
    assert all(step.label in picture.svg for step in picture.steps)
    assert f'aria-label="{picture.caption}"' in picture.svg
