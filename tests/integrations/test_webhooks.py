import base64
import hashlib
import hmac
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mado.audit.models import AuditEntry
from mado.integrations.enums import EventType
from mado.integrations.models import EventCursor, Webhook, WebhookDelivery
from mado.integrations.services import (
    add_webhook,
    deliver,
    pause_webhook,
    publish_events,
    remove_webhook,
    resend,
    resume_webhook,
    send_trial,
)
from mado.integrations.services.deliveries import MOST_ATTEMPTS, NotTaken
from mado.kernel.errors import BadInput, NotPermitted
from mado.notify.models import OutboxMessage
from mado.partnerships.models import Invitation
from mado.partnerships.services import decline_invitation

pytestmark = pytest.mark.django_db
ALL = EventType.values


@pytest.fixture
def webhook(world, program):
    return add_webhook(organization=world.california, actor=world.teacher_california, url=program.url, events=ALL)


def waiting():
    return list(WebhookDelivery.objects.filter(delivered_at=None).order_by("id"))


def test_a_deed_is_told_once_signed_and_names_nobody(world, webhook, program, invite, settings):
    invitation = invite()
    assert publish_events() == 1
    assert publish_events() == 0
    (delivery,) = waiting()
    deliver(delivery_id=delivery.pk)
    deliver(delivery_id=delivery.pk)
    assert len(program.got) == 1
    headers, body = program.got[0]
    entry = AuditEntry.objects.get(verb="partnerships.send_invitation")
    assert program.events == [
        {
            "id": f"evt_{entry.pk}",
            "type": "invitation.sent",
            "at": entry.at.isoformat(),
            "object": {"kind": "invitation", "code": invitation.code},
        }
    ]
    names = {key.lower(): value for key, value in headers.items()}
    secret = re.search(r"whsec_([^<]+)<", page(world)).group(1)
    signed = f"{names['webhook-id']}.{names['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(base64.b64decode(secret), signed, hashlib.sha256).digest()).decode()
    assert names["webhook-signature"] == f"v1,{expected}"


def page(world):

    client = Client()
    client.force_login(world.teacher_california)
    return client.get(reverse("integrations:programs", args=[world.california.code])).content.decode()


def test_what_happened_before_the_webhook_is_not_told(world, program, invite):
    invite()
    add_webhook(organization=world.california, actor=world.teacher_california, url=program.url, events=ALL)
    assert publish_events() == 0


def test_only_wanted_events_of_the_own_school(world, program, invite):
    add_webhook(
        organization=world.california,
        actor=world.teacher_california,
        url=program.url,
        events=["invitation.declined"],
    )
    add_webhook(organization=world.tokyo, actor=world.teacher_tokyo, url=program.url, events=ALL)
    invitation = invite()
    assert publish_events() == 0
    decline_invitation(invitation=invitation, actor=world.teacher_california, reason="full")
    assert publish_events() == 1
    assert waiting()[0].event == "invitation.declined"


def test_a_program_that_does_not_take_it_is_asked_again_then_paused_and_the_school_told(
    world, webhook, program, invite
):
    invite()
    publish_events()
    (delivery,) = waiting()
    program.answers = [500] * MOST_ATTEMPTS
    for _try in range(MOST_ATTEMPTS - 1):
        with pytest.raises(NotTaken):
            deliver(delivery_id=delivery.pk)
    deliver(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    webhook.refresh_from_db()
    assert (delivery.attempts, delivery.last_status, delivery.delivered_at) == (MOST_ATTEMPTS, 500, None)
    assert delivery.given_up_at and webhook.paused_at
    assert OutboxMessage.objects.filter(key="integrations.webhook_paused").count() == 1
    decline_invitation(invitation=Invitation.objects.get(), actor=world.teacher_california, reason="full")
    assert publish_events() == 1
    resume_webhook(webhook=webhook, actor=world.teacher_california)
    for one in waiting():
        deliver(delivery_id=one.pk)
    assert [event["type"] for event in program.events][-2:] == ["invitation.sent", "invitation.declined"]
    assert waiting() == []


def test_nobody_listening_is_no_crash(world, invite):
    add_webhook(organization=world.california, actor=world.teacher_california, url="http://127.0.0.1:9/x", events=ALL)
    invite()
    publish_events()
    with pytest.raises(NotTaken):
        deliver(delivery_id=waiting()[0].pk)
    assert waiting()[0].last_error


def test_paused_and_removed_are_sent_nothing(world, webhook, program, invite):
    invite()
    publish_events()
    pause_webhook(webhook=webhook, actor=world.teacher_california)
    deliver(delivery_id=waiting()[0].pk)
    remove_webhook(webhook=webhook, actor=world.teacher_california)
    deliver(delivery_id=waiting()[0].pk)
    assert program.got == []


def test_a_trial_and_sending_again(world, webhook, program):
    delivery = send_trial(webhook=webhook, actor=world.teacher_california)
    deliver(delivery_id=delivery.pk)
    resend(delivery=delivery, actor=world.teacher_california)
    deliver(delivery_id=delivery.pk)
    assert [event["type"] for event in program.events] == ["ping", "ping"]


def test_without_webhooks_the_chain_is_passed_over(world, invite):
    invite()
    assert publish_events() == 0
    assert EventCursor.objects.get().last_entry == AuditEntry.objects.order_by("-pk").first().pk


@pytest.mark.parametrize(
    ("url", "events", "field"),
    [("http://10.0.0.1/x", [], "events"), ("ftp://x/", ALL, "url"), ("", ALL, "url"), ("https://a@b/", ALL, "url")],
)
def test_bad_input_names_its_field(world, url, events, field):
    with pytest.raises(BadInput) as problem:
        add_webhook(organization=world.california, actor=world.teacher_california, url=url, events=events)
    assert field in problem.value.sentences
    assert Webhook.objects.count() == 0


def test_inside_addresses_are_for_development_only(world, settings):
    settings.MADO_WEBHOOKS_INSIDE = False
    with pytest.raises(BadInput):
        add_webhook(organization=world.california, actor=world.teacher_california, url="http://127.0.0.1/", events=ALL)


def test_others_may_not(world, webhook, program):
    for person in (world.teacher_kaohsiung, world.mission_officer, world.ceo, world.stranger):
        with pytest.raises(NotPermitted):
            add_webhook(organization=world.california, actor=person, url=program.url, events=ALL)
        for deed in (pause_webhook, resume_webhook, remove_webhook, send_trial):
            with pytest.raises(NotPermitted):
                deed(webhook=webhook, actor=person)


def test_the_list_asks_as_often_for_three_as_for_one(world, webhook, program, invite):
    invite()
    publish_events()
    page(world)
    with CaptureQueriesContext(connection) as one:
        page(world)
    for number in range(2):
        add_webhook(
            organization=world.california, actor=world.teacher_california, url=f"{program.url}&n={number}", events=ALL
        )
    for hook in Webhook.objects.all():
        send_trial(webhook=hook, actor=world.teacher_california)
    with CaptureQueriesContext(connection) as three:
        page(world)
    assert len(three) == len(one)
