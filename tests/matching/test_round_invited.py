"""One question between two schools at a time: an invitation that waits between them, and a round that would propose them."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from mado.demo.clock import at
from mado.kernel.errors import NotPossible
from mado.kernel.today import today_for
from mado.matching.models import PairingRound, RoundPair
from mado.matching.queries.round_invitations import (
    invitation_waits,
    invited_already,
    pairs_asked_by,
    waiting_invitation,
)
from mado.matching.queries.round_lists import terms_to_begin_with
from mado.matching.queries.round_result import pairs_in
from mado.matching.services import rounds as services
from mado.notify.models import OutboxMessage
from mado.partnerships.queries import reply_dates
from mado.partnerships.services import (
    accept_invitation,
    decline_invitation,
    lapse_invitations,
    send_invitation,
    withdraw_invitation,
)
from tests.matching.round_world import announced, begin, build_round_world, computed, fresh, teacher, wish_of


@pytest.fixture
def small(db):
    return build_round_world(first=3, second=3)


def invite(sender, recipient, kind="cultural"):
    return send_invitation(
        sender=sender, recipient=recipient, actor=teacher(sender), wish=wish_of(sender), kind=kind, mode="both",
        about_us="We.", proposal="Let us.", first_step="", language="en", group_size=20,
        reply_by=reply_dates(recipient).usual,
    )  # fmt: skip


def settled():
    """The jobs of answered invitations, as the worker does them."""
    jobs = ProcrastinateJob.objects.filter(task_name="matching.settle_pairs")
    return [services.settle_pairs(**job.args) for job in jobs]


def asked(small):
    """A pair of an announced round, and its schools."""
    pair = announced(small).pairs.select_related("a__organization", "b__organization").first()
    return pair, pair.a.organization, pair.b.organization


def questions(organization):
    """Where the home page of the school's coordinator leads to answer."""
    return [item.url for item in today_for(teacher(organization)) if item.kind == "needs"]


def url(name, thing):
    return reverse(name, kwargs={"code": thing.code})


@pytest.mark.parametrize("first", ["a", "b"])
def test_schools_between_which_an_invitation_waits_are_not_paired(small, first):
    one, other = small.a[0], small.b[0]
    invite(*((one, other) if first == "a" else (other, one)))
    invite(small.a[1], small.a[2])
    found = begin(small)
    codes = (one.code, other.code)
    assert invited_already(found) == {codes}
    assert terms_to_begin_with(found)["forbidden"] == [list(codes)]
    found = computed(small, found)
    for rule in ("stable", "most", "fair"):
        assert codes not in pairs_in(found.run, rule)
    services.choose_rule(found=found, actor=small.officer, rule="fair")
    client = Client()
    client.force_login(small.officer)
    page = client.get(url("matching:round_pairs", found)).content.decode()
    assert "An invitation between the two waits for its answer." in page


def test_what_ended_between_them_forbids_nothing(small):
    sent = invite(small.a[0], small.b[0])
    withdraw_invitation(invitation=sent, actor=teacher(small.a[0]))
    assert terms_to_begin_with(begin(small))["forbidden"] == []


def test_the_home_page_asks_once_and_the_invitation_is_answered_first(small):
    pair, one, other = asked(small)
    assert questions(other) == [url("matching:round_pair", pair)]
    sent = invite(one, other)
    assert questions(one) == []
    assert questions(other) == [url("partnerships:invitation", sent)]
    for school in (one, other):
        client = Client()
        client.force_login(teacher(school))
        page = client.get(url("matching:round_pair", pair)).content.decode()
        assert sent.code in page
        assert url("partnerships:invitation", sent) in page
        assert 'id="answer"' not in page
        with pytest.raises(NotPossible, match="That answer comes first"):
            services.confirm_pair(pair=pair, actor=teacher(school))
        with pytest.raises(NotPossible, match="That answer comes first"):
            services.decline_pair(pair=pair, actor=teacher(school), reason="full")
    assert fresh(pair).confirmed_a_at is None


def test_a_yes_to_the_invitation_confirms_the_pair(small):
    pair, one, other = asked(small)
    sent = invite(one, other)
    accept_invitation(invitation=sent, actor=teacher(other))
    letters = OutboxMessage.objects.count()
    assert settled() == [1]
    assert settled() == [0]
    row = fresh(pair)
    assert (row.state, row.invitation) == ("confirmed", sent)
    assert (row.confirmed_a_by, row.confirmed_b_by) == (teacher(one), teacher(other))
    assert OutboxMessage.objects.count() == letters


def test_a_no_to_the_invitation_declines_the_pair_with_its_reason(small):
    pair, one, other = asked(small)
    sent = invite(other, one)
    decline_invitation(invitation=sent, actor=teacher(one), reason="full", note="Next year.")
    assert settled() == [1]
    row = fresh(pair)
    assert (row.state, row.declined_side, row.declined_by) == ("declined", "a", teacher(one))
    assert (row.decline_reason, row.decline_note) == ("full", "Next year.")
    assert questions(one) == questions(other) == []


def test_the_last_answer_closes_the_round_also_by_an_invitation(small):
    found = announced(small)
    for pair in found.pairs.select_related("a__organization", "b__organization"):
        sent = invite(pair.a.organization, pair.b.organization)
        accept_invitation(invitation=sent, actor=teacher(pair.b.organization))
    assert settled() == [1, 1, 1]
    assert fresh(found).state == "closed"
    assert OutboxMessage.objects.filter(key="matching.round_answered").count() == 1


def test_an_invitation_to_something_else_leaves_the_proposal_open(small):
    pair, one, other = asked(small)
    sent = invite(one, other, kind="co_teaching")
    decline_invitation(invitation=sent, actor=teacher(other), reason="full")
    assert settled() == []
    assert fresh(pair).state == "asked"
    assert questions(other) == [url("matching:round_pair", pair)]


def test_taken_back_it_leaves_the_proposal_open(small):
    pair, one, other = asked(small)
    sent = invite(one, other)
    withdraw_invitation(invitation=sent, actor=teacher(one))
    assert not ProcrastinateJob.objects.filter(task_name="matching.settle_pairs").exists()
    assert questions(other) == [url("matching:round_pair", pair)]


def test_nobody_is_reminded_twice_and_nothing_lapses_while_an_invitation_asks_the_same(small):
    pair, one, other = asked(small)
    with at(pair.reply_deadline - dt.timedelta(days=2)):
        sent = invite(one, other)
        assert services.nudge_pairs() == 2
    with at(pair.reply_deadline + dt.timedelta(hours=1)):
        assert services.lapse_pairs() == 2
    assert (fresh(pair).state, fresh(pair.round).state, fresh(sent).state) == ("asked", "announced", "sent")
    assert not OutboxMessage.objects.filter(key="matching.pair_lapsed", recipient_email=teacher(one).email).exists()
    with at(pair.reply_deadline + dt.timedelta(hours=2)):
        accept_invitation(invitation=sent, actor=teacher(other))
        assert settled() == [1]
    assert (fresh(pair).state, fresh(pair).invitation, fresh(pair.round).state) == ("confirmed", sent, "closed")


def test_an_invitation_that_lapses_lets_the_pair_lapse_and_who_invited_has_answered(small):
    pair, one, other = asked(small)
    with at(pair.reply_deadline - dt.timedelta(days=2)):
        sent = invite(one, other)
    with at(sent.reply_deadline + dt.timedelta(hours=1)):
        assert services.lapse_pairs() == 2
        assert lapse_invitations() == 1
        assert services.lapse_pairs() == 1
    row = fresh(pair)
    assert (row.state, row.confirmed_a_by, row.confirmed_b_at) == ("lapsed", teacher(one), None)
    assert fresh(row.round).state == "closed"


def test_an_invitation_taken_back_after_the_date_lets_the_pair_lapse_with_the_next_look(small):
    pair, one, other = asked(small)
    with at(pair.reply_deadline - dt.timedelta(days=2)):
        sent = invite(one, other)
    with at(pair.reply_deadline + dt.timedelta(hours=1)):
        assert services.lapse_pairs() == 2
        withdraw_invitation(invitation=sent, actor=teacher(one))
        invite(one, other)  # asks anew, after the date: the round does not wait for it
        assert services.lapse_pairs() == 1
    row = fresh(pair)
    assert (row.state, row.confirmed_a_at, row.confirmed_b_at) == ("lapsed", None, None)
    assert fresh(row.round).state == "closed"


@pytest.mark.parametrize("answer", ["confirmed", "declined"])
def test_an_answer_just_before_the_date_counts_though_its_job_has_not_run(small, answer):
    pair, one, other = asked(small)
    with at(pair.reply_deadline - dt.timedelta(minutes=5)):
        sent = invite(one, other)
        if answer == "confirmed":
            accept_invitation(invitation=sent, actor=teacher(other))
        else:
            decline_invitation(invitation=sent, actor=teacher(other), reason="full")
    with at(pair.reply_deadline + dt.timedelta(hours=1)):
        assert services.lapse_pairs() == 2
        assert settled() == [0]
    assert (fresh(pair).state, fresh(pair.round).state) == (answer, "closed")


def test_an_invitation_to_something_else_hides_nothing_and_is_no_yes_to_the_pair(small):
    pair, one, other = asked(small)
    with at(pair.reply_deadline - dt.timedelta(days=2)):
        invite(one, other, kind="co_teaching")
        assert questions(one) == [url("matching:round_pair", pair)]
        assert services.nudge_pairs() == 3
    with at(pair.reply_deadline + dt.timedelta(hours=1)):
        assert services.lapse_pairs() == 3
    row = fresh(pair)
    assert (row.state, row.confirmed_a_at, row.confirmed_b_at) == ("lapsed", None, None)


def test_the_second_yes_waits_for_an_invitation_to_something_else_and_can_be_said_after_it(small):
    pair, one, other = asked(small)
    sent = invite(other, one, kind="co_teaching")
    services.confirm_pair(pair=pair, actor=teacher(one))
    with pytest.raises(NotPossible, match=f"{sent.code}.*That answer comes first"):
        services.confirm_pair(pair=fresh(pair), actor=teacher(other))
    assert fresh(pair).confirmed_b_at is None
    client = Client()
    client.force_login(teacher(other))
    page = client.get(url("matching:round_pair", pair)).content.decode()
    assert url("partnerships:invitation", sent) in page
    decline, confirm = (
        reverse("matching:round_pair_move", kwargs={"code": pair.code, "move": move}) for move in ("decline", "confirm")
    )
    assert (decline in page, confirm in page) == (True, False)
    accept_invitation(invitation=sent, actor=teacher(one))
    assert confirm in client.get(url("matching:round_pair", pair)).content.decode()
    assert services.confirm_pair(pair=fresh(pair), actor=teacher(other)).state == "confirmed"


def test_an_invitation_to_something_else_does_not_stop_a_no(small):
    pair, one, other = asked(small)
    invite(other, one, kind="co_teaching")
    assert services.decline_pair(pair=pair, actor=teacher(one), reason="full").state == "declined"


@pytest.mark.parametrize(
    ("first", "kind", "same"),
    [("a", "visit_out", True), ("b", "visit_in", True), ("a", "visit_in", False), ("b", "visit_out", False)],
)
def test_who_visits_asks_who_welcomes_the_same(small, first, kind, same):
    pair, one, other = asked(small)
    PairingRound.objects.filter(pk=pair.round_id).update(kind="visit_out")
    pair = fresh(pair)
    sent = invite(*((one, other) if first == "a" else (other, one)), kind=kind)
    assert waiting_invitation(pair) == (sent if same else None)
    assert list(RoundPair.objects.filter(invitation_waits())) == [pair] * same
    assert list(pairs_asked_by(sent)) == [pair] * same
    # Two schools have one invitation open at a time, so none is proposed beside whatever waits.
    assert invited_already(pair.round) == {(one.code, other.code)}


def test_a_pass_that_follows_can_allow_what_no_earlier_pass_has_settled(small):
    found = announced(small)
    pairs = list(found.pairs.select_related("a__organization", "b__organization"))
    for pair in pairs:
        services.decline_pair(pair=pair, actor=teacher(pair.a.organization), reason="full")
    one, other = pairs[0].a.organization, pairs[1].b.organization
    sent = invite(one, other)
    again = computed(small, services.follow_round(found=fresh(found), actor=small.officer))
    services.choose_rule(found=again, actor=small.officer, rule="fair")
    withdraw_invitation(invitation=sent, actor=teacher(one))
    client = Client()
    client.force_login(small.officer)
    where, note = url("matching:round_pairs", again), "Pairs of an earlier pass that were confirmed, declined or lapsed"
    page = client.get(where).content.decode()
    assert (page.count("Allow again"), note in page) == (1, True)
    assert client.post(where, {"deed": "release", "a": one.code, "b": other.code}).status_code == 302
    services.run_trial(run_id=fresh(again).trial_id)
    services.keep_change(found=fresh(again), actor=small.officer)
    assert len(fresh(again).run.terms["forbidden"]) == len(pairs)
    page = client.get(where).content.decode()
    assert (page.count("Allow again"), note in page) == (0, True)


def test_a_pair_confirmed_in_the_round_queues_nothing(small):
    pair, one, other = asked(small)
    services.confirm_pair(pair=pair, actor=teacher(one))
    services.confirm_pair(pair=fresh(pair), actor=teacher(other))
    assert not ProcrastinateJob.objects.filter(task_name="matching.settle_pairs").exists()


def test_answers_to_other_invitations_queue_nothing(small):
    accept_invitation(invitation=invite(small.a[0], small.b[0]), actor=teacher(small.b[0]))
    assert not ProcrastinateJob.objects.filter(task_name="matching.settle_pairs").exists()
