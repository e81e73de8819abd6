"""What cannot be invited or answered gets a whole sentence that says what is wrong and how to mend it; nothing stays."""

import datetime as dt

import pytest

from mado.accounts.models import Verification
from mado.audit.models import AuditEntry
from mado.kernel.errors import BadInput, NotPossible
from mado.notify.models import OutboxMessage
from mado.partnerships.models import Invitation
from mado.partnerships.queries import local_today
from mado.partnerships.services import accept_invitation, decline_invitation
from mado.partnerships.wording import full_date
from tests.partnerships.test_sending import another_school


def traces():
    return Invitation.objects.count(), AuditEntry.objects.count(), OutboxMessage.objects.count()


def said(deed, **arguments):
    """The sentences of a refused deed, after a look that it left nothing behind."""
    before = traces()
    with pytest.raises((NotPossible, BadInput)) as caught:
        deed(**arguments)
    assert traces() == before
    if isinstance(caught.value, BadInput):
        return [str(sentence) for sentence in caught.value.sentences.values()]
    return [str(reason.sentence) for reason in caught.value.decision.reasons]


def test_to_oneself(world, send):
    assert said(send, recipient=world.california) == [
        "This is your own school. An invitation goes to another school: look for one first."
    ]


def test_to_a_school_that_does_not_take_part(world, send):
    Verification.objects.filter(organization=world.kaohsiung).delete()
    assert said(send) == [
        "高雄市立港都國民小學 does not take part yet, so nobody there could answer. Choose a school that takes part."
    ]


def test_beyond_the_number_of_invitations_a_school_takes(world, send):
    world.kaohsiung.profile.open_invitations_most = 0
    world.kaohsiung.profile.save()
    assert said(send) == ["高雄市立港都國民小學 takes no invitations at present. Choose a school like it."]


def test_beyond_the_partners_a_school_looks_for(world, send, invitation):
    world.wish_kaohsiung.partners_wanted = 1
    world.wish_kaohsiung.save()
    accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung)
    school, teacher, wish = another_school(world, "Oak School")
    assert said(send, sender=school, actor=teacher, wish=wish)[-1] == (
        "高雄市立港都國民小學 has found all the partners it looked for. Choose a school that still looks for one."
    )


def test_a_reply_by_date_in_the_past(world, send):
    yesterday = local_today(world.kaohsiung) - dt.timedelta(days=1)
    (sentence,) = said(send, reply_by=yesterday)
    assert sentence.startswith("Give the other school at least until ")


@pytest.mark.parametrize("deed", [accept_invitation, decline_invitation])
def test_a_reply_after_the_date(world, invitation, deed):
    last = local_today(world.kaohsiung) - dt.timedelta(days=2)
    Invitation.objects.update(reply_by=last)
    more = {"reason": "dates"} if deed is decline_invitation else {}
    (sentence,) = said(deed, invitation=invitation, actor=world.teacher_kaohsiung, **more)
    assert sentence == (
        f"The last day to answer was {full_date(last)}. "
        f"You can invite {world.california.name} yourself, if you would like to go on."
    )


def test_a_second_answer(world, invitation):
    accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung)
    assert said(decline_invitation, invitation=invitation, actor=world.deputy_kaohsiung, reason="dates") == [
        f"{world.teacher_kaohsiung} has already accepted this invitation. There is nothing left to answer."
    ]
