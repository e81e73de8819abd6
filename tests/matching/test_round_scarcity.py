"""183 schools of Taiwan look for France, 60 schools there are open: places hold, nobody is left without an answer, and
where places are scarce who has waited longest comes first."""

import datetime as dt
import re
from collections import Counter

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mado.demo.primitives import give_mandate, make_user
from mado.matching.queries.round_pools import PoolFilter
from mado.matching.queries.round_unpaired import unpaired
from mado.matching.services import rounds as services
from mado.notify.models import OutboxMessage
from mado.profiles.models import Wish
from tests.matching.round_world import COUNTIES, begin, build_offices, computed, fresh, posted, school

pytestmark = pytest.mark.slow

SEEKERS, OPEN = 183, 60


def build_france(office, officer):
    """183 and 60 schools, by side. Every school likes every school of the other side alike, so that waiting decides. One
    coordinator acts for all of a side: it is places that are looked at here."""
    give_mandate(office, "TW")
    where = {"office": office, "officer": officer, "topics": ("culture",)}
    here, there = (
        make_user("all.tw@example.org", "Lin", language="zh-hant"),
        make_user("all.fr@example.org", "Petit"),
    )
    seekers = [
        school(f"第{number}中學", "TW", COUNTIES[number % 3], countries=["FR"], number=number, person=here, **where)
        for number in range(SEEKERS)
    ]
    hosts = [
        school(
            f"Collège {number}", "FR", "FR-IDF", countries=["TW"], number=number, partners=2 if number < 10 else 1,
            person=there, **where,
        )
        for number in range(OPEN)
    ]  # fmt: skip
    now = timezone.now()
    Wish.objects.filter(organization__in=[*seekers, *hosts]).update(group_size=25)
    for days, organization in enumerate(seekers, start=1):
        Wish.objects.filter(organization=organization).update(state_changed_at=now - dt.timedelta(days=days))
    return seekers, hosts


@pytest.fixture
def france(db):
    world = build_offices()
    world.a, world.b = build_france(world.office, world.officer)
    return world


def test_183_seek_60(france):
    found = begin(
        france,
        name="France",
        pool_a=PoolFilter(countries=("TW",), seeks="FR", in_care=True),
        pool_b=PoolFilter(countries=("FR",)),
    )
    places = sum(found.schools.filter(side="b").values_list("capacity", flat=True))
    assert (found.schools.filter(side="a").count(), places) == (SEEKERS, OPEN + 10)
    found = computed(france, found)
    services.choose_rule(found=found, actor=france.officer, rule="fair")
    found = fresh(found)
    pairs = found.run.outcomes["fair"]["pairs"]

    # No school gets more partners than it has places; all places are used; who has waited longest comes first.
    taken = Counter(b for _a, b in pairs)
    over = {
        row.organization.code: row.capacity
        for row in found.schools.filter(side="b")
        if taken[row.organization.code] > row.capacity
    }
    assert (over, len(pairs), len({a for a, _b in pairs})) == ({}, places, places)
    waited = [organization.code for organization in reversed(france.a)]
    assert {a for a, _b in pairs} == set(waited[:places])

    # Everybody has an offer or a reason with an alternative, on the page and in a letter.
    left = unpaired(found, "fair", {}, "a")
    assert [one.school.organization.code for one in left] == waited[places:]
    assert all(one.why and one.helps for one in left)
    client = Client()
    client.force_login(france.officer)
    shown = client.get(
        reverse("matching:round_rules", kwargs={"code": found.code}) + "?rule=fair&show=unpaired_a"
    ).content.decode()
    assert len(re.findall(r"/schools/\w+/", shown)) == SEEKERS - places
    services.write_announcement(found=found, actor=france.officer, reply_by=services.reply_span()[1], letter="")
    letters = client.get(reverse("matching:round_announce", kwargs={"code": found.code})).content.decode()
    assert "2 people would be written to" in letters
    found = fresh(found)
    services.announce_round(found=found, actor=france.officer, seen=services.digest_of(found))
    assert not OutboxMessage.objects.exists()
    posted(found)
    keys = Counter(OutboxMessage.objects.values_list("key", flat=True))
    assert keys == {"matching.pair_proposed": 2 * places, "matching.no_partner": SEEKERS - places}
    assert (
        found.pairs.filter(a__capacity__lt=1).count() + found.schools.filter(capacity__gt=F("capacity_most")).count()
        == 0
    )
