"""A change of a session of the next day does not wait for the morning; one of next month does."""

import datetime as dt

import pytest

from mado.exchanges.services import cancel_session, propose_session
from mado.notify.models import OutboxMessage
from tests.exchanges.conftest import NOW


@pytest.mark.parametrize(("hours", "weight"), [(23, "urgent"), (25, "needs"), (500, "needs")])
def test_what_concerns_the_next_day_is_urgent(world, pair, clock, hours, weight):
    exchange = pair()
    session = propose_session(
        exchange=exchange, actor=world.teacher_kaohsiung, minutes=40, topic="", accept_outside=True,
        starts_at=NOW + dt.timedelta(hours=600),
    )  # fmt: skip
    OutboxMessage.objects.all().delete()
    clock.move_to(session.starts_at - dt.timedelta(hours=hours))
    cancel_session(session=session, actor=world.teacher_kaohsiung)
    assert set(OutboxMessage.objects.values_list("weight", flat=True)) == {weight}
