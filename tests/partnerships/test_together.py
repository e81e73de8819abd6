"""Two people at the same time: each on a connection of their own."""

import threading

import pytest
from django.db import connection

from mado.kernel.errors import NotPossible
from mado.partnerships.models import Invitation, Partnership
from mado.partnerships.services import accept_invitation, decline_invitation

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """Run the deeds in threads that start together; what each gave or was told."""
    barrier = threading.Barrier(len(deeds))
    results = [None] * len(deeds)

    def run(place, deed):
        try:
            barrier.wait(timeout=10)
            results[place] = deed().state
        except NotPossible as refusal:
            results[place] = [reason.code for reason in refusal.decision.reasons]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def test_two_answers_at_once_give_one_answer(world, send):
    for _turn in range(3):
        row = send()
        results = at_once(
            lambda row=row: accept_invitation(invitation=row, actor=world.teacher_kaohsiung),
            lambda row=row: decline_invitation(invitation=row, actor=world.deputy_kaohsiung, reason="full"),
        )
        row.refresh_from_db()
        assert sorted(results, key=str) == sorted([row.state, ["ended"]], key=str)


def test_two_acceptances_at_once_make_one_partnership(world, send):
    row = send()
    results = at_once(
        lambda: accept_invitation(invitation=row, actor=world.teacher_kaohsiung),
        lambda: accept_invitation(invitation=row, actor=world.deputy_kaohsiung),
    )
    assert sorted(results, key=str) == [["ended"], "accepted"]
    assert Partnership.objects.count() == 1


def test_two_schools_that_invite_each_other_at_once_leave_one_invitation(world, send):
    results = at_once(send, lambda: send(sender=world.kaohsiung, recipient=world.california))
    assert Invitation.objects.count() == 1
    assert sorted(results, key=str) == [["invited_by_them"], "sent"]


def test_the_last_place_for_an_invitation_is_given_once(world, send):
    world.tokyo.profile.open_invitations_most = 1
    world.tokyo.profile.save()
    results = at_once(lambda: send(recipient=world.tokyo), lambda: send(sender=world.kaohsiung, recipient=world.tokyo))
    assert Invitation.objects.count() == 1
    assert ["recipient_has_enough_invitations"] in results
