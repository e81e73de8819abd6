"""A pairing round from its beginning to its page, through services."""

import datetime as dt

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from mado.demo.clock import at
from mado.exchanges.models import Exchange
from mado.kernel.errors import NotPossible
from mado.matching.models import PairingRound, RoundPair
from mado.matching.queries.changes import changes_since, now
from mado.matching.queries.round_pools import PoolFilter
from mado.matching.queries.round_result import outcome, pairs_in
from mado.matching.queries.round_waiting import waiting_since_of
from mado.matching.queries.wish_rows import wish_rows
from mado.matching.services import rounds as services
from mado.notify.models import OutboxMessage
from mado.partnerships.models import Invitation, Partnership
from mado.profiles.models import Wish
from tests.matching.round_world import announced, begin, build_round_world, computed, fresh, posted, teacher


@pytest.fixture
def eleven(db):
    return build_round_world()


@pytest.fixture
def small(db):
    return build_round_world(first=3, second=3)


def test_eleven_schools_and_thirty(eleven):
    found = begin(eleven)
    assert found.schools.filter(side="a").count() == 11
    assert found.schools.filter(side="b").count() == 30
    assert OutboxMessage.objects.count() == 0
    found = computed(eleven, found)
    assert found.state == "ready"
    assert {rule: outcome(found.run, rule)["matched"]["a"] for rule in ("stable", "most", "fair")} == {
        "stable": 11,
        "most": 11,
        "fair": 11,
    }
    assert outcome(found.run, "stable")["blocking_pairs"] == 0
    assert outcome(found.run, "most")["total"] == pytest.approx(outcome(found.run, "most")["optimum_total"])


def test_both_schools_say_yes_and_an_exchange_opens(small):
    found = announced(small)
    pairs = list(found.pairs.select_related("a__organization", "b__organization"))
    assert len(pairs) == 3
    letters = OutboxMessage.objects.filter(key="matching.pair_proposed")
    assert letters.count() == 6
    pair = pairs[0]
    services.confirm_pair(pair=pair, actor=teacher(pair.b.organization))
    assert Invitation.objects.count() == 0
    done = services.confirm_pair(pair=fresh(pair), actor=teacher(pair.a.organization))
    assert done.state == "confirmed"
    invitation = done.invitation
    assert (invitation.state, invitation.sender, invitation.recipient) == (
        "accepted",
        pair.b.organization,
        pair.a.organization,
    )
    assert Partnership.objects.count() == 1
    assert Exchange.objects.get().invitation == invitation
    keys = set(OutboxMessage.objects.exclude(key="matching.pair_proposed").values_list("key", flat=True))
    assert keys == {"matching.pair_confirmed"}
    assert invitation.group_size == pair.b.wish.group_size


def test_what_stands_in_the_way_is_said_and_the_yes_does_not_count(small):
    found = announced(small)
    pair = found.pairs.select_related("a__organization", "b__organization", "b__wish").first()
    services.confirm_pair(pair=pair, actor=teacher(pair.b.organization))
    Wish.objects.filter(pk=pair.b.wish_id).update(state="paused")
    with pytest.raises(NotPossible, match="not open"):
        services.confirm_pair(pair=fresh(pair), actor=teacher(pair.a.organization))
    assert fresh(pair).confirmed_a_at is None
    assert fresh(pair).state == "asked"
    assert Invitation.objects.count() == 0


def test_dates_remind_and_let_lapse(small):
    found = announced(small)
    pair = found.pairs.select_related("a__organization", "b__organization").first()
    services.confirm_pair(pair=pair, actor=teacher(pair.a.organization))
    assert (services.nudge_pairs(), services.lapse_pairs()) == (0, 0)
    with at(fresh(pair).reply_deadline - dt.timedelta(days=1)):
        assert services.nudge_pairs() == 3
        assert services.nudge_pairs() == 0
        assert services.lapse_pairs() == 0
    nudged = OutboxMessage.objects.filter(key="matching.pair_nudged")
    assert nudged.count() == 5
    assert not nudged.filter(recipient_email=teacher(pair.a.organization).email).exists()
    with at(fresh(pair).reply_deadline + dt.timedelta(hours=1)):
        with pytest.raises(NotPossible, match="last day to answer"):
            services.confirm_pair(pair=fresh(pair), actor=teacher(pair.b.organization))
        assert services.lapse_pairs() == 3
    assert fresh(found).state == "closed"
    assert OutboxMessage.objects.filter(key="matching.pair_lapsed").count() == 6
    assert OutboxMessage.objects.filter(key="matching.round_answered").count() == 1


def test_who_left_a_proposal_unanswered_goes_to_the_end_of_the_line(small):
    found = announced(small)
    pair = found.pairs.select_related("a__organization", "b__organization", "a__wish", "b__wish").first()
    wishes = [pair.a.wish, pair.b.wish]
    before = waiting_since_of(wishes)
    services.confirm_pair(pair=pair, actor=teacher(pair.a.organization))
    lapse = fresh(pair).reply_deadline + dt.timedelta(hours=1)
    with at(lapse):
        services.lapse_pairs()
    assert waiting_since_of(wishes) == {
        pair.a.wish.pk: before[pair.a.wish.pk],
        pair.b.wish.pk: timezone.localdate(fresh(pair).state_changed_at),
    }
    assert timezone.localdate(fresh(pair).state_changed_at) > before[pair.b.wish.pk]


def test_a_no_is_told_and_the_second_pass_pairs_the_rest(small):
    found = announced(small)
    first, second, third = found.pairs.select_related("a__organization", "b__organization")
    for pair in (first, second):
        services.confirm_pair(pair=pair, actor=teacher(pair.a.organization))
        services.confirm_pair(pair=fresh(pair), actor=teacher(pair.b.organization))
    assert fresh(found).state == "announced"
    services.decline_pair(pair=third, actor=teacher(third.b.organization), reason="dates")
    assert fresh(found).state == "closed"
    told = OutboxMessage.objects.get(key="matching.pair_declined")
    assert told.recipient_email == teacher(third.a.organization).email
    assert OutboxMessage.objects.get(key="matching.round_answered").recipient_email == small.officer.email

    again = services.follow_round(found=fresh(found), actor=small.officer)
    assert list(again.schools.filter(side="a").values_list("organization__code", flat=True)) == [
        third.a.organization.code
    ]
    again = computed(small, again)
    declined = (third.a.organization.code, third.b.organization.code)
    assert declined in [tuple(pair) for pair in again.run.terms["forbidden"]]
    assert declined not in pairs_in(again.run, "fair")
    assert len(pairs_in(again.run, "fair")) == 1
    services.choose_rule(found=again, actor=small.officer, rule="fair")
    assert announced(small, found=None).pk != again.pk


def test_schools_that_declined_each_other_in_a_round_are_not_recommended_to_each_other(small):
    found = announced(small)
    pair = found.pairs.select_related("a__organization", "b__organization", "a__wish", "b__wish").first()

    def refused():
        rows = wish_rows([pair.a.wish, pair.b.wish], first_week=dt.date(2026, 9, 7))
        return [row.refused for row in rows]

    assert refused() == [(), ()]
    before = now()
    services.decline_pair(pair=pair, actor=teacher(pair.b.organization), reason="dates")
    assert refused() == [(), (pair.a.organization_id,)]
    assert set(changes_since(before.until).last) >= {pair.a.organization_id, pair.b.organization_id}


def test_what_was_computed_can_be_computed_again(small):
    found = computed(small)
    assert services.replay(run_id=found.run_id) is True
    run = fresh(found.run)
    assert (run.replayed_same, run.engine) == (True, "1")
    run.outcomes["fair"]["pairs"] = run.outcomes["fair"]["pairs"][:-1]
    run.save(update_fields=["outcomes"])
    assert services.replay(run_id=run.pk) is False


def test_the_same_schools_give_the_same_result(small):
    one, other = computed(small), computed(small)
    assert one.run.input.sha256 == other.run.input.sha256
    assert one.run.outcomes == other.run.outcomes


def test_a_cancelled_round_tells_who_was_asked(small):
    found = announced(small)
    pair = found.pairs.select_related("a__organization", "b__organization").first()
    services.confirm_pair(pair=pair, actor=teacher(pair.a.organization))
    services.confirm_pair(pair=fresh(pair), actor=teacher(pair.b.organization))
    services.cancel_round(found=found, actor=small.officer)
    post_called_off(found)
    assert sorted(RoundPair.objects.values_list("state", flat=True)) == ["called_off", "called_off", "confirmed"]
    assert OutboxMessage.objects.filter(key="matching.pair_called_off").count() == 4
    assert PairingRound.objects.get().state == "cancelled"


def post_called_off(found):
    services.write_called_off_letters(list(found.pairs.values_list("pk", flat=True)))


def test_letters_of_a_round_are_written_by_jobs_and_only_once(small):
    found = computed(small)
    services.choose_rule(found=found, actor=small.officer, rule="fair")
    services.write_announcement(found=found, actor=small.officer, reply_by=services.reply_span()[1], letter="")
    services.announce_round(found=fresh(found), actor=small.officer, seen=services.digest_of(fresh(found)))
    pairs = sorted(found.pairs.values_list("pk", flat=True))
    assert OutboxMessage.objects.count() == 0
    jobs = ProcrastinateJob.objects.filter(task_name__startswith="matching.write_").order_by("id")
    assert [(job.task_name, job.args) for job in jobs] == [
        ("matching.write_proposals", {"ids": pairs}),
    ]
    assert services.write_proposals(pairs) == 3
    assert services.write_proposals(pairs) == 0
    assert OutboxMessage.objects.filter(key="matching.pair_proposed").count() == 6


def test_letters_that_were_missed_are_queued_again(small):
    found = computed(small)
    services.choose_rule(found=found, actor=small.officer, rule="fair")
    services.write_announcement(found=found, actor=small.officer, reply_by=services.reply_span()[1], letter="")
    services.announce_round(found=fresh(found), actor=small.officer, seen=services.digest_of(fresh(found)))
    one, *others = sorted(found.pairs.values_list("pk", flat=True))
    services.write_proposals(others)
    assert services.post_missed_proposals() == 0
    with at(timezone.now() + dt.timedelta(hours=2)):
        assert services.post_missed_proposals() == 1
    last = ProcrastinateJob.objects.filter(task_name="matching.write_proposals").latest("id")
    assert last.args == {"ids": [one]}


def test_a_round_cancelled_before_its_letters_are_written_writes_to_nobody(small):
    found = computed(small)
    services.choose_rule(found=found, actor=small.officer, rule="fair")
    services.write_announcement(found=found, actor=small.officer, reply_by=services.reply_span()[1], letter="")
    services.announce_round(found=fresh(found), actor=small.officer, seen=services.digest_of(fresh(found)))
    services.cancel_round(found=fresh(found), actor=small.officer)
    posted(found)
    post_called_off(found)
    assert OutboxMessage.objects.count() == 0


def test_every_reason_of_a_certificate_has_words():
    from mado.matching.engine.certificate import Reason
    from mado.matching.round_words import RULES, UNPAIRED

    assert set(UNPAIRED) == {reason.value for reason in Reason}
    assert set(RULES) == {"stable", "most", "fair"}


def test_a_pool_may_ask_for_who_takes_schools_of_a_region(small):
    only_tokyo, only_shizuoka, nobody = (Wish.objects.filter(organization=school) for school in small.b)
    only_tokyo.update(partner_regions=["JP-13"])
    only_shizuoka.update(partner_regions=["TW-KHH", "JP-22"])
    nobody.update(partner_countries=[], excluded_countries=["JP"])
    for seeks, schools in (("JP", small.b[:2]), ("JP-22", small.b[1:2]), ("", small.b)):
        found = begin(small, pool_b=PoolFilter(countries=("TW",), seeks=seeks))
        assert {row.organization for row in found.schools.filter(side="b")} == set(schools), seeks
