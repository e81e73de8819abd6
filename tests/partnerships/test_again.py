"""Partners go on: a wish that has found its partners does not stand between schools that are partners already."""

import pytest

from mado.kernel.errors import NotPossible
from mado.partnerships.queries import reply_dates
from mado.partnerships.services import accept_invitation, send_invitation


def fill_wishes(world):
    for wish in (world.wish_kaohsiung, world.wish_california):
        wish.partners_wanted = 1
        wish.save(update_fields=["partners_wanted"])


def test_a_partner_may_be_invited_again_when_both_wishes_have_found_their_partner(world, send):
    fill_wishes(world)
    accept_invitation(invitation=send(), actor=world.teacher_kaohsiung)
    again = send()
    accept_invitation(invitation=again, actor=world.teacher_kaohsiung)
    again.refresh_from_db()
    assert again.state == "accepted"


def test_a_new_school_still_finds_the_place_taken(world, send):
    fill_wishes(world)
    accept_invitation(invitation=send(), actor=world.teacher_kaohsiung)
    with pytest.raises(NotPossible, match="found"):
        send_invitation(
            sender=world.california, recipient=world.tokyo, actor=world.teacher_california, wish=world.wish_california,
            kind="cultural", mode="both", about_us="We.", proposal="Let us.", first_step="", language="en",
            group_size=20, reply_by=reply_dates(world.tokyo).usual,
        )  # fmt: skip
