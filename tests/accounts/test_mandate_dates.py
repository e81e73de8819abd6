"""A mandate that ends by its date is written about before, and when it is over; each once."""

import pytest

from mado.accounts.queries import mandates_ending
from mado.accounts.services import MandateTerms, change_mandate, end_mandate, remind_of_mandates
from mado.audit.models import AuditEntry
from mado.directory.models import Mandate
from mado.notify.models import OutboxMessage
from tests.accounts.conftest import fresh, in_days


def written(key):
    return sorted(OutboxMessage.objects.filter(key=key).values_list("recipient_email", flat=True))


@pytest.fixture
def mandate(world):
    return world.office.mandates.get()


def ends_in(mandate, days):
    Mandate.objects.filter(pk=mandate.pk).update(valid_to=in_days(days))


def test_a_mandate_without_an_end_or_far_from_it_is_left_alone(world, mandate):
    assert remind_of_mandates() == 0
    ends_in(mandate, 61)
    assert remind_of_mandates() == 0


def test_office_and_ceo_office_are_written_to_twice_before_and_once_after(world, mandate):
    for days, told in ((60, 1), (59, 0), (14, 1), (0, 0), (-1, 1), (-2, 0)):
        ends_in(mandate, days)
        assert remind_of_mandates() == told, days
    assert written("accounts.mandate_ending") == ["officer@example.org"] * 2
    assert written("accounts.mandate_to_renew") == ["ceo@example.org"] * 2
    assert written("accounts.mandate_ended") == ["officer@example.org"]
    assert written("accounts.mandate_fell_back") == ["ceo@example.org"]
    assert (
        f"/office/mandates/{mandate.pk}/" in OutboxMessage.objects.filter(key="accounts.mandate_to_renew").first().body
    )
    assert AuditEntry.objects.filter(verb="accounts.remind_of_mandate", actor_id=None).count() == 3


def test_place_and_date_come_in_the_readers_language(world, mandate):
    ends_in(mandate, 30)
    remind_of_mandates()
    mail = OutboxMessage.objects.get(key="accounts.mandate_ending")
    assert world.officer.language == "zh-hant"
    assert "高雄市" in mail.subject


def test_a_later_last_day_begins_anew(world, mandate):
    ends_in(mandate, 10)
    assert remind_of_mandates() == 1
    terms = MandateTerms(mandate.country, mandate.region, vets=mandate.vets, valid_to=in_days(400))
    change_mandate(mandate=mandate, terms=terms, actor=fresh(world.ceo))
    assert remind_of_mandates() == 0
    ends_in(mandate, 60)
    assert remind_of_mandates() == 1


def test_what_goes_on_in_another_row_reminds_nobody(world, mandate):
    ends_in(mandate, 10)
    Mandate.objects.create(
        office=mandate.office, country=mandate.country, region=mandate.region, vets=mandate.vets, valid_from=in_days(5)
    )
    assert list(mandates_ending(60)) == [mandate]
    assert remind_of_mandates() == 0


def test_an_office_whose_mandate_is_ended_by_hand_is_told_at_once_and_once(world, mandate):
    end_mandate(mandate=mandate, actor=fresh(world.ceo))
    assert written("accounts.mandate_ended") == ["officer@example.org"]
    assert remind_of_mandates() == 0


def test_what_ended_long_ago_is_history(world, mandate):
    ends_in(mandate, -31)
    assert remind_of_mandates() == 0
