import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from mado.audit.models import AuditEntry
from mado.exchanges.models import Exchange
from mado.exchanges.queries import sides_of, verifying_office
from mado.exchanges.services import open_exchange


def test_an_acceptance_opens_an_exchange_with_both_sides(world, exchange):
    first, second = sides_of(exchange)
    assert (exchange.state, exchange.kind, exchange.mode, exchange.title) == (
        "paired",
        "cultural",
        "both",
        "港口與市場的故事",
    )
    assert exchange.paired_on == dt.date(2026, 11, 23)
    assert (first.label, first.organization, first.group_size) == ("a", world.kaohsiung, 25)
    assert (second.label, second.organization, second.group_size) == ("b", world.tokyo, 25)
    assert exchange.code.startswith("EX-2026-")
    assert AuditEntry.objects.filter(verb="exchanges.open_exchange", object_code=exchange.code).count() == 1


def test_the_day_of_the_pairing_is_the_home_country_s(world, pair, clock):
    clock.move_to(dt.datetime(2026, 11, 23, 20, 0, tzinfo=dt.UTC))
    assert pair().paired_on == dt.date(2026, 11, 24)


def test_an_invitation_opens_one_exchange_only(world, exchange):
    with pytest.raises(IntegrityError), transaction.atomic():
        open_exchange(invitation=exchange.invitation, partnership=exchange.partnership, actor=world.teacher_tokyo)
    assert Exchange.objects.count() == 1


def test_the_home_country_s_office_is_asked_to_verify_whoever_invited(world, pair):
    assert verifying_office(pair()) == world.office
    assert verifying_office(pair(world.california, world.kaohsiung)) == world.office


def test_where_no_school_is_at_home_the_inviting_side_s_office_is_asked(world, pair):
    assert verifying_office(pair(world.california, world.tokyo)) == world.mission
