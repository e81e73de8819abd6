import datetime as dt

import pytest
from django.utils import timezone

from mado.correspondence.queries import invitation_subject, subject_for_code
from mado.correspondence.services import post_message
from mado.exchanges.models import Exchange
from mado.partnerships.services import accept_invitation, send_invitation


@pytest.fixture
def invitation(world):
    """California invites Kaohsiung."""
    return send_invitation(
        sender=world.california, recipient=world.kaohsiung, actor=world.teacher_california, wish=world.wish_california,
        kind="cultural", mode="both", about_us="We are a school.", proposal="Let us meet.", first_step="", language="en",
        group_size=25, reply_by=timezone.localdate() + dt.timedelta(days=14),
    )  # fmt: skip


@pytest.fixture
def exchange(world, invitation):
    accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung)
    return Exchange.objects.get(invitation=invitation)


@pytest.fixture
def subject(invitation):
    return invitation_subject(invitation)


@pytest.fixture
def say(world):
    """say(person, code, words) posts a message as that person."""

    def _say(person, thing, words="Good morning", **more):
        made = subject_for_code(person, thing.code)
        return post_message(subject=made, actor=person, body=words, **({"language": "en"} | more))

    return _say
