"""Two pairing rounds: one the schools are answering, one its office still prepares."""

import datetime as dt

from django.utils import timezone

from mado.accounts.models import User
from mado.accounts.queries import seat_holders
from mado.demo.clock import at
from mado.demo.world import World
from mado.kernel.errors import NotPossible
from mado.matching.models import PairingRound, RoundPair
from mado.matching.queries.round_pools import PoolFilter
from mado.matching.services import rounds as services
from mado.profiles.enums import ExchangeKind

ANSWERED = 2
"""Pairs both schools of which have said yes already."""


def make_rounds(world: World) -> None:
    """The CEO office pairs schools at home with schools in Japan, Korea and the United States; Kaohsiung prepares its own."""
    _announced(world)
    _draft(world)


def _begin(world: World, office: str, person: str, name: str, countries: tuple[str, ...]) -> tuple[PairingRound, User]:
    today, officer = timezone.localdate(), world.people[person]
    found = services.begin_round(
        office=world.organizations[office],
        actor=officer,
        name=name,
        kind=ExchangeKind.CULTURAL,
        period_from=today,
        period_to=today + dt.timedelta(days=210),
        pool_a=PoolFilter(countries=("TW",), in_care=True),
        pool_b=PoolFilter(countries=countries),
    )
    return found, officer


def _draft(world: World) -> None:
    with at(timezone.now() - dt.timedelta(days=1)):
        _begin(world, "高雄區辦公室", "officer@demo.example.org", "高雄與美國西岸，下學期", ("US",))


def _announced(world: World) -> None:
    """Announced four days ago by the fair rule; the first pairs have answered."""
    with at(timezone.now() - dt.timedelta(days=4)):
        found, officer = _begin(
            world, "聯盟執行長辦公室", "ceo.staff@demo.example.org", "臺灣與鄰近國家的文化交流", ("JP", "KR", "US")
        )
        services.compute_round(found=found, actor=officer)
        services.run_round(round_id=found.pk, user_id=officer.pk)
        found.refresh_from_db()
        services.choose_rule(found=found, actor=officer, rule="fair")
        reply_by = services.reply_span()[1]
        services.write_announcement(
            found=found, actor=officer, reply_by=reply_by, letter="期待兩校的學生用自己的話介紹自己的家鄉。"
        )
        found.refresh_from_db()
        services.announce_round(found=found, actor=officer, seen=services.digest_of(found))
        services.write_proposals(list(found.pairs.values_list("pk", flat=True)))
        services.write_regrets(list(found.schools.values_list("pk", flat=True)))
    with at(timezone.now() - dt.timedelta(days=2)):
        pairs = found.pairs.select_related("a__organization", "b__organization")
        for pair in pairs[:ANSWERED]:
            _both_say_yes(pair.pk)


def _both_say_yes(pair_id: int) -> None:
    """Where something stands in the way the pair stays as it is: the demonstration shows that, too."""
    pair = RoundPair.objects.select_related("a__organization", "b__organization").get(pk=pair_id)
    try:
        for school in (pair.b, pair.a):
            services.confirm_pair(pair=pair, actor=seat_holders(school.organization)[0])
            pair.refresh_from_db()
    except NotPossible:
        return
