"""A coordinator leaves in the middle of an exchange: the case stays whole, the partner reads who follows."""

from django.test import Client

from mado.accounts.handover import kept_for
from mado.accounts.models import Appointment
from mado.accounts.services import accept_seat_offer, end_appointment, hand_over_seat, offer_succession
from mado.demo.primitives import make_user
from mado.exchanges.models import Exchange
from mado.exchanges.services import confirm_session
from mado.notify.models import OutboxMessage
from tests.accounts.conftest import fresh, in_days


def written(key):
    return list(OutboxMessage.objects.filter(key=key).order_by("id").values_list("recipient_email", "language"))


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_a_coordinator_leaves_mid_exchange(world, exchange, propose):
    """Kaohsiung's coordinator proposed a session; the deputy follows and the partner confirms it with the deputy."""
    session = propose()
    page = f"/en/exchanges/{exchange.code}/"
    leaver, deputy = signed_in(world.teacher_kaohsiung), signed_in(world.deputy_kaohsiung)
    assert leaver.get(page).status_code == 200
    counts = {str(line.label): line.count for line in kept_for(world.kaohsiung)}
    assert counts == {"Exchanges under way": 1, "Partner schools": 1, "Earlier invitations, with their letters": 1}

    seat = Appointment.objects.get(user=world.teacher_kaohsiung)
    successor = Appointment.objects.get(user=world.deputy_kaohsiung)
    hand_over_seat(appointment=seat, successor=successor, actor=fresh(world.teacher_kaohsiung), with_drafts=True)

    assert leaver.get(page).status_code == 404
    assert leaver.get(f"{page}sessions/{session.number}/").status_code == 404
    assert deputy.get(page).status_code == 200
    assert written("exchanges.exchange_handed_over") == [("sato@example.org", "ja")]
    assert written("partnerships.partner_handed_over") == []
    confirm_session(session=session, actor=fresh(world.teacher_tokyo))
    told = OutboxMessage.objects.filter(key="exchanges.session_confirmed").values_list("recipient_email", flat=True)
    assert set(told) == {"chen@example.org"}
    exchange.refresh_from_db()
    assert exchange.sessions.get().proposed_by == "a"


def test_the_check_page_names_the_partners_before_anything_is_sent(world, exchange):
    seat = Appointment.objects.get(user=world.teacher_tokyo)
    said = {"successor": "other", "email": "heir@example.org", "language": "ja", "reply_by": in_days(9).isoformat()}
    page = signed_in(world.teacher_tokyo).post(f"/en/seats/{seat.pk}/hand-over/", said).content.decode()
    assert "Exchanges under way" in page
    assert world.kaohsiung.name in page
    assert OutboxMessage.objects.filter(recipient_email="heir@example.org").count() == 0


def test_a_partner_of_three_exchanges_reads_it_once(world, pair):
    first = pair()
    Exchange.objects.filter(pk=first.pk).update(state="verified")
    second, third = pair(), None
    Exchange.objects.filter(pk=second.pk).update(state="active")
    third = pair()
    seat = Appointment.objects.get(user=world.teacher_tokyo)
    offer = offer_succession(
        appointment=seat,
        actor=fresh(world.teacher_tokyo),
        email="heir@example.org",
        name="",
        language="ja",
        reply_by=in_days(9),
        with_drafts=False,
    )
    accept_seat_offer(invitation=offer, actor=make_user("heir@example.org", "後任"), position="教諭")
    assert written("exchanges.exchange_handed_over") == [
        ("lin@example.org", "zh-hant"),
        ("chen@example.org", "zh-hant"),
    ]
    assert third.code in OutboxMessage.objects.filter(key="exchanges.exchange_handed_over").first().body
    assert written("partnerships.partner_handed_over") == []


def test_when_nobody_follows_the_partner_is_asked_to_hold_back(world, exchange):
    seat = Appointment.objects.get(user=world.teacher_tokyo)
    end_appointment(appointment=seat, actor=fresh(world.teacher_tokyo))
    assert [row[0] for row in written("exchanges.exchange_without_person")] == ["lin@example.org", "chen@example.org"]
    exchange.refresh_from_db()
    assert exchange.state == "paired"
