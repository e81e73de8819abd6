"""A silent school goes dormant, is shown as such, and comes back by the link of a mail; a quiet one is asked first."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from mado.accounts.services import end_appointment
from mado.audit.models import AuditEntry
from mado.directory.contributions import contributions_for
from mado.kernel.errors import NotPermitted, NotPossible
from mado.kernel.today import today_for
from mado.notify.models import OutboxMessage
from mado.partnerships import tasks
from mado.partnerships.guards import is_awake, may_send
from mado.partnerships.models import Invitation
from mado.partnerships.queries import (
    RETURN_LINK_DAYS,
    dormant_in_care,
    heartbeats_due,
    liveness,
    long_silent,
    return_token,
)
from mado.partnerships.services import (
    accept_invitation,
    decline_invitation,
    lapse_invitations,
    say_we_are_here,
    send_invitation,
    watch_over_liveness,
)
from mado.profiles.enums import DormantReason
from mado.profiles.models import SchoolProfile
from mado.profiles.services.liveness import mark_dormant, note_sign_of_life, revive_profile
from mado.reference.services import set_alliance_setting
from mado.reference.settings import alliance

DAY = dt.timedelta(days=1)


def text(response):
    return response.content.decode()


def mails(key):
    return list(OutboxMessage.objects.filter(key=f"partnerships.{key}").order_by("recipient_email"))


def link_of(mail):
    return urlsplit(re.search(r"https?://\S*/here/\S+", mail.body).group(0)).path


def fresh(school):
    return SchoolProfile.objects.select_related("organization").get(organization=school)


@pytest.fixture
def miss(send):
    """Lets `count` invitations of California to Kaohsiung lapse, one after another; ends when the last has lapsed."""

    def _miss(count):
        for _number in range(count):
            row = send()
            Invitation.objects.filter(pk=row.pk).update(reply_by=timezone.localdate() - 2 * DAY)
            assert lapse_invitations() == 1

    return _miss


def test_a_silent_school_goes_dormant_and_comes_back_by_mail(world, client, miss):
    """The journey, in the browser of a person who never signs in."""
    miss(2)
    assert fresh(world.kaohsiung).dormant_since is None
    assert mails("dormant_silence") == []
    miss(1)
    profile = fresh(world.kaohsiung)
    assert (profile.dormant_since, profile.dormant_reason) == (timezone.localdate(), "silence")
    both = mails("dormant_silence")
    assert [(row.recipient_email, row.language) for row in both] == [
        ("chen@example.org", "zh-hant"), ("lin@example.org", "zh-hant"),
    ]  # fmt: skip
    assert link_of(both[0]) != link_of(both[1])

    # Shown as what it is, not invited, and its office knows.
    page = text(client.get(reverse("directory:school", kwargs={"code": world.kaohsiung.code})))
    assert "Dormant since" in page
    refused = may_send(world.california, fresh(world.kaohsiung).organization)
    assert [reason.code for reason in refused.reasons] == ["recipient_dormant"]
    assert "Kaohsiung Regional Office" in refused.sentence
    assert contributions_for([world.kaohsiung.pk])[world.kaohsiung.pk].dormant is True
    assert contributions_for([world.kaohsiung.pk])[world.kaohsiung.pk].wish_kinds == frozenset()
    assert list(dormant_in_care(world.officer)) == [profile]
    assert list(dormant_in_care(world.tokyo_mission_officer)) == []
    assert any("dormant" in str(item.title) for item in today_for(world.officer))
    assert any("dormant" in str(item.title) for item in today_for(world.teacher_kaohsiung))

    # The scanner of a mail programme opens the link: nothing happens.
    path = link_of(both[1])
    assert client.get(path).status_code == 200
    assert client.head(path).status_code == 200
    assert fresh(world.kaohsiung).dormant_since is not None

    # The person presses the button.
    done = client.post(path, follow=True)
    assert done.redirect_chain[-1][0].endswith("?done=1")
    assert "noindex" in text(done)
    profile = fresh(world.kaohsiung)
    assert (profile.dormant_since, profile.dormant_reason) == (None, "")
    entry = AuditEntry.objects.get(verb="profiles.revive_profile")
    assert (entry.actor_id, entry.details) == (world.teacher_kaohsiung.pk, {"was_dormant": True})
    assert may_send(world.california, fresh(world.kaohsiung).organization)
    assert liveness(world.kaohsiung).missed_in_a_row == 0
    assert watch_over_liveness()["slept"] == 0

    # Again, or from the colleague's mail: no harm. And three more silences put it to sleep again.
    assert client.post(link_of(both[0])).status_code == 302
    miss(3)
    assert fresh(world.kaohsiung).dormant_since is not None


def test_the_alliance_sets_how_many_may_be_missed(world, miss):
    set_alliance_setting(key="dormant_after_missed", value=1)
    miss(1)
    assert fresh(world.kaohsiung).dormant_reason == DormantReason.SILENCE


def test_the_nightly_round_finds_who_had_missed_enough_before(world, miss):
    set_alliance_setting(key="dormant_after_missed", value=9)
    miss(2)
    set_alliance_setting(key="dormant_after_missed", value=2)
    assert [watch_over_liveness()["slept"], watch_over_liveness()["slept"]] == [1, 0]


def test_an_answer_ends_the_row_of_misses(world, send, miss):
    miss(2)
    decline_invitation(invitation=send(), actor=world.teacher_kaohsiung, reason="full")
    miss(2)
    assert fresh(world.kaohsiung).dormant_since is None
    assert liveness(world.kaohsiung).missed_in_a_row == 2
    titles = [str(item.title) for item in today_for(world.teacher_kaohsiung)]
    assert any("was asked 2 times" in title for title in titles)


def test_answering_what_was_still_open_brings_the_school_back(world, send):
    tokyo = send(sender=world.kaohsiung, recipient=world.tokyo)
    mark_dormant(profile=fresh(world.tokyo), reason="silence")
    accept_invitation(invitation=tokyo, actor=world.teacher_tokyo)
    assert fresh(world.tokyo).dormant_since is None


def test_who_invites_is_awake(world, send):
    mark_dormant(profile=fresh(world.california), reason="no_life")
    send()
    assert fresh(world.california).dormant_since is None


def test_a_sleeping_school_is_not_invited(world, send):
    mark_dormant(profile=fresh(world.kaohsiung), reason="silence")
    assert not is_awake(fresh(world.kaohsiung).organization)
    with pytest.raises(NotPossible):
        send(recipient=fresh(world.kaohsiung).organization)


def test_who_may(world):
    profile = fresh(world.kaohsiung)
    with pytest.raises(NotPermitted):
        mark_dormant(profile=profile, reason="silence", actor=world.officer)
    assert [mark_dormant(profile=profile, reason="silence") for _twice in range(2)] == [True, False]
    for person in (world.teacher_tokyo, world.stranger, world.tokyo_mission_officer, world.ministry_officer):
        with pytest.raises(NotPermitted):
            revive_profile(profile=profile, actor=person)
    assert revive_profile(profile=profile, actor=world.officer) is True
    assert say_we_are_here(profile=profile, actor=world.deputy_kaohsiung) is False


def test_a_year_of_silence_is_asked_about_before_it_counts(world):
    """Heartbeat after 335 days, dormant when 30 more have passed; whoever stirs meanwhile stays awake."""
    rules = alliance()
    heard = fresh(world.kaohsiung).created_at
    note_sign_of_life(organization=world.california, at=heard + 200 * DAY)
    note_sign_of_life(organization=world.california, at=heard + 100 * DAY)
    assert fresh(world.california).last_sign_of_life == heard + 200 * DAY
    with time_machine.travel(heard + 334 * DAY, tick=False):
        assert heartbeats_due(rules) == []
    with time_machine.travel(heard + 336 * DAY, tick=False):
        assert [watch_over_liveness()["asked"], watch_over_liveness()["asked"]] == [2, 0]
        assert [row.recipient_email for row in mails("still_looking")] == [
            "chen@example.org", "lin@example.org", "sato@example.org",
        ]  # fmt: skip
        say_we_are_here(profile=fresh(world.tokyo), actor=world.teacher_tokyo)
    with time_machine.travel(heard + 360 * DAY, tick=False):
        assert long_silent(rules) == []
    with time_machine.travel(heard + 370 * DAY, tick=False):
        assert watch_over_liveness() == {"heard": 0, "asked": 0, "slept": 1}
    assert fresh(world.kaohsiung).dormant_reason == DormantReason.NO_LIFE
    assert [fresh(world.tokyo).dormant_since, fresh(world.california).dormant_since] == [None, None]
    assert [row.recipient_email for row in mails("dormant_no_life")] == ["chen@example.org", "lin@example.org"]


def test_after_a_long_pause_of_the_worker_schools_are_asked_first(world):
    with time_machine.travel(fresh(world.kaohsiung).created_at + 900 * DAY, tick=False):
        assert watch_over_liveness() == {"heard": 0, "asked": 3, "slept": 0}


def test_any_deed_and_any_sign_in_of_a_seat_holder_is_a_sign_of_life(world, client):
    from mado.profiles.services import change_profile

    assert liveness(world.kaohsiung).last_active_on is None
    change_profile(profile=fresh(world.kaohsiung), actor=world.deputy_kaohsiung, changes={"pupils": 400})
    client.force_login(world.teacher_tokyo)
    tasks.watch_over_liveness(timestamp=0)
    assert liveness(world.kaohsiung).last_active_on == timezone.localdate()
    assert liveness(world.tokyo).last_active_on == timezone.localdate()
    assert liveness(world.california).last_active_on is None


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "x:y:z",
        signing.dumps([1, 1], salt="another"),
        signing.dumps([1, 1], salt="mado.partnerships.here", key="a wrong key"),
    ],
    ids=["nothing", "a letter", "a shape", "another salt", "another key"],
)
def test_links_nobody_wrote(world, client, token):
    path = f"/en/here/{token}/"
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_links_that_no_longer_hold(world, client):
    profile = fresh(world.kaohsiung)
    mark_dormant(profile=profile, reason="silence")
    path = reverse("partnerships:here", kwargs={"token": return_token(profile, world.deputy_kaohsiung)})
    with time_machine.travel(timezone.now() + (RETURN_LINK_DAYS + 1) * DAY, tick=False):
        assert client.post(path).status_code == 410
    assert client.get(path).status_code == 200
    end_appointment(appointment=world.deputy_kaohsiung.appointments.get(), actor=world.officer, reason="left")
    with time_machine.travel(timezone.now() + DAY, tick=False):
        assert client.post(path).status_code == 410
    stranger = reverse("partnerships:here", kwargs={"token": return_token(profile, world.teacher_tokyo)})
    assert client.post(stranger).status_code == 410
    assert fresh(world.kaohsiung).dormant_since is not None


def test_the_office_sees_who_sleeps_and_brings_back_who_was_heard_of(world, client, django_assert_num_queries):
    mark_dormant(profile=fresh(world.kaohsiung), reason="silence")
    mark_dormant(profile=fresh(world.tokyo), reason="no_life")
    url = reverse("partnerships:office_dormant")
    client.force_login(world.officer)
    page = text(client.get(url))
    assert world.kaohsiung.name in page
    assert world.tokyo.name not in page
    assert client.post(url, {"school": world.tokyo.code}).status_code == 404
    assert client.post(url, {"school": world.kaohsiung.code}).status_code == 302
    assert fresh(world.kaohsiung).dormant_since is None
    assert "No school in your care is dormant" in text(client.get(url))
    client.force_login(world.ministry_officer)
    assert world.tokyo.name in text(client.get(url))
    assert client.post(url, {"school": world.tokyo.code}).status_code == 403


def test_the_list_of_dormant_schools_takes_as_many_queries_for_three_as_for_one(world, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(world.ceo)
    url = reverse("partnerships:office_dormant")
    numbers = []
    for school in (world.kaohsiung, world.tokyo, world.california):
        mark_dormant(profile=fresh(school), reason="silence")
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        numbers.append(len(seen))
    assert numbers[0] == numbers[2]


def test_dormant_schools_stay_invisible_to_nobody_and_open_to_their_partners_past(world, send):
    """What was agreed before goes on: only new invitations are refused."""
    row = send()
    mark_dormant(profile=fresh(world.kaohsiung), reason="silence")
    with pytest.raises(NotPossible):
        send_invitation(
            sender=world.tokyo, recipient=fresh(world.kaohsiung).organization, actor=world.teacher_tokyo,
            wish=_tokyo_wish(world), kind="cultural", mode="both", about_us="We are a school.", proposal="Hello.",
            first_step="", language="en", group_size=20, reply_by=timezone.localdate() + 14 * DAY,
        )  # fmt: skip
    assert accept_invitation(invitation=row, actor=world.teacher_kaohsiung).state == "accepted"


def _tokyo_wish(world):
    from mado.demo.primitives import open_wish

    return open_wish(world.tokyo, countries=["TW"], title="みどり")
