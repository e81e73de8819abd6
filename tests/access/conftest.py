import datetime as dt

import pytest
from django.utils import timezone

from mado.accounts import services as accounts
from mado.correspondence.enums import MailSource
from mado.correspondence.services import handle_mail, store_mail
from mado.demo.primitives import make_organization, make_user
from mado.desks import services as desks
from mado.directory.enums import Level, OrganizationKind
from mado.exchanges import services as exchanges
from mado.exchanges.models import Exchange
from mado.partnerships import services as partnerships


@pytest.fixture
def full_world(world):
    """The small world plus one of everything a route can point at. Returns (world, kwargs by object)."""
    unseated = make_organization(
        OrganizationKind.SCHOOL, "Sequoia Elementary", language="en", country="US", region="US-CA", city="Visalia",
        zone="America/Los_Angeles", levels=[Level.PRIMARY],
    )  # fmt: skip
    claimant = make_user("claimant@example.org", "Robin Hale")
    claim = accounts.submit_claim(
        user=claimant, organization=unseated, role="coordinator", position="Teacher",
        school_email="robin@school.example.org", school_phone="", explanation="",
    )  # fmt: skip
    invitation = partnerships.send_invitation(
        sender=world.california, recipient=world.kaohsiung, actor=world.teacher_california, wish=world.wish_california,
        kind="cultural", mode="both", about_us="We are a school.", proposal="Let us meet.", first_step="", language="en",
        group_size=25, reply_by=timezone.localdate() + dt.timedelta(days=14),
    )  # fmt: skip
    partnerships.accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung)
    exchange = Exchange.objects.get(invitation=invitation)
    session = exchanges.propose_session(
        exchange=exchange, actor=world.teacher_california, minutes=40, topic="Hello",
        starts_at=(timezone.now() + dt.timedelta(days=10)).replace(hour=0, minute=30, second=0, microsecond=0),
        accept_outside=True,
    )  # fmt: skip
    seat_offer = accounts.offer_seat(
        organization=world.tokyo, actor=world.teacher_tokyo, email="second@example.org", name="", role="deputy",
        language="ja", reply_by=timezone.localdate() + dt.timedelta(days=14),
    )  # fmt: skip
    objects = {
        "seat_offer": seat_offer,
        "claim": claim,
        "invitation": invitation,
        "exchange": exchange,
        "session": session,
    }
    return world, claimant, objects | {"stray_mail": stray_mail()} | desk_cases(world)


def desk_cases(world):
    """A school's case, a concern of the same school, and a question asked without an account."""
    asked = {"subject": "A", "text": "B", "language": "en"}
    by_school = asked | {"organization": world.kaohsiung, "actor": world.teacher_kaohsiung}
    return {
        "case": desks.open_case(kind="manual_match", **by_school),
        "concern": desks.open_case(kind="concern", **by_school),
        "enquiry": desks.open_case(kind="enquiry", country="CZ", contact_email="jana@example.org", **asked),
    }


def stray_mail():
    """A mail that found no conversation."""
    mail = store_mail(raw=b"From: somebody@example.org\n\nHello\n", source=MailSource.HTTP)
    handle_mail(inbound_id=mail.pk)
    return mail
