import pytest

from mado.accounts.models import User
from mado.partnerships.queries import reply_dates
from mado.partnerships.services import send_invitation

LETTER = {
    "kind": "cultural",
    "mode": "both",
    "about_us": "We are a dual-language school.",
    "proposal": "Let us tell each other about our towns.",
    "first_step": "A video greeting.",
    "language": "en",
    "group_size": 24,
}


@pytest.fixture
def send(world):
    """Sends an invitation: California to Kaohsiung unless told otherwise."""

    def _send(sender=None, recipient=None, actor=None, wish=None, reply_by=None, **changes):
        sender = sender or world.california
        recipient = recipient or world.kaohsiung
        return send_invitation(
            sender=sender,
            recipient=recipient,
            actor=actor
            or {world.california.pk: world.teacher_california, world.kaohsiung.pk: world.teacher_kaohsiung}[sender.pk],
            wish=wish
            or {world.california.pk: world.wish_california, world.kaohsiung.pk: world.wish_kaohsiung}[sender.pk],
            reply_by=reply_by or reply_dates(recipient).usual,
            **{**LETTER, **changes},
        )

    return _send


@pytest.fixture
def invitation(send):
    return send()


@pytest.fixture
def people(world):
    """Every person of the world, by name."""
    return {name: value for name in world.__slots__ if isinstance(value := getattr(world, name), User)}
