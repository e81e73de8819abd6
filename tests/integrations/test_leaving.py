"""What a coordinator has connected stops with the seat, and the school is told what to do."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mado.accounts.services import end_appointment
from mado.audit.models import AuditEntry
from mado.integrations.models import AccessToken, Webhook, WebhookDelivery
from mado.integrations.services import (
    add_webhook,
    deliver,
    issue_token,
    publish_events,
    resume_webhook,
    stop_programs_of_leavers,
)
from mado.notify.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def connected(world, program):
    """A token and a webhook of Kaohsiung's coordinator, who has a deputy."""
    until = timezone.localdate() + dt.timedelta(days=30)
    issue_token(organization=world.kaohsiung, actor=world.teacher_kaohsiung, name="Website", valid_until=until)
    return add_webhook(
        organization=world.kaohsiung, actor=world.teacher_kaohsiung, url=program.url, events=["invitation.sent"]
    )


def leave(world):
    end_appointment(appointment=world.teacher_kaohsiung.appointments.get(), actor=world.teacher_kaohsiung)


def test_while_the_maker_acts_for_the_school_nothing_stops(world, connected):
    assert stop_programs_of_leavers() == 0


def test_the_leavers_address_gets_nothing_more_and_a_colleague_takes_it_over(world, connected, program, invite):
    invite()
    assert publish_events() == 1
    delivery = WebhookDelivery.objects.get()
    leave(world)
    deliver(delivery_id=delivery.pk)
    assert program.got == [], "also before the job has noticed"
    assert stop_programs_of_leavers() == 2
    assert stop_programs_of_leavers() == 0
    resume_webhook(webhook=Webhook.objects.get(), actor=world.deputy_kaohsiung)
    deliver(delivery_id=delivery.pk)
    assert [event["type"] for event in program.events] == ["invitation.sent"]
    assert stop_programs_of_leavers() == 0, "whoever resumed it answers for it"


def test_the_school_is_told_once_and_the_leaver_is_not(world, connected):
    leave(world)
    stop_programs_of_leavers()
    (mail,) = OutboxMessage.objects.filter(key="integrations.programs_stopped")
    assert mail.recipient_email == world.deputy_kaohsiung.email
    assert "Website" in mail.body
    assert connected.url in mail.body
    assert AccessToken.objects.get().revoked_at is not None
    told = AuditEntry.objects.filter(verb__in=["integrations.revoke_token", "integrations.pause_webhook"])
    assert [entry.details["because"] for entry in told] == ["its maker has left"] * 2


def test_the_pages_before_the_end_say_what_stops(world, connected):
    client = Client()
    client.force_login(world.teacher_kaohsiung)
    seat = world.teacher_kaohsiung.appointments.get()
    follows = {"successor": world.deputy_kaohsiung.appointments.get().pk, "with_drafts": "on"}
    pages = (
        client.get(reverse("accounts:seat_end", args=[seat.pk])),
        client.post(reverse("accounts:hand_over", args=[seat.pk]), follows),
    )
    for page in pages:
        assert page.status_code == 200
        assert "Website" in page.content.decode()
        assert connected.url in page.content.decode().replace("&amp;", "&")
