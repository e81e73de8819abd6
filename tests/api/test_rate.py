"""A program in haste is told to wait; the others are not kept waiting by it."""

import datetime as dt

import pytest
import time_machine

from mado.integrations.services import issue_token

URL = "/api/v1/offices"
NOON = dt.datetime(2026, 11, 28, 12, 0, 20, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def three_in_a_minute(settings):
    settings.MADO_API_PER_MINUTE = 3


def test_who_asks_too_often_is_told_when_to_go_on(world, client):
    with time_machine.travel(NOON, tick=False) as clock:
        assert [client.get(URL).status_code for _ in range(3)] == [200] * 3
        refused = client.get(URL)
        assert (refused.status_code, refused["Retry-After"]) == (429, "40")
        assert refused.json() == {"detail": "You have asked more than 3 times within a minute. Go on in the next."}
        assert client.get(URL, REMOTE_ADDR="192.0.2.9").status_code == 200, "somebody else"
        clock.shift(40)
        assert client.get(URL).status_code == 200


def test_a_token_counts_for_itself_wherever_it_is_used(world, client):
    with time_machine.travel(NOON + dt.timedelta(hours=1), tick=False):
        until = dt.date(2026, 12, 1)
        secret = issue_token(organization=world.kaohsiung, actor=world.teacher_kaohsiung, name="x", valid_until=until)[
            1
        ]
        headers = {"Authorization": f"Bearer {secret}"}
        asked = [client.get("/api/v1/me", headers=headers, REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(4)]
        assert asked == [200, 200, 200, 429]
        assert client.get(URL, REMOTE_ADDR="192.0.2.0").status_code == 200
