"""The pages of a round: what an officer presses, what a school answers, what a stranger reads."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from mado.matching.models import PairingRound
from mado.matching.queries.rounds import pairs_visible_to, rounds_visible_to
from mado.matching.services import rounds as services
from mado.notify.models import OutboxMessage
from tests.matching.round_world import announced, begin, build_round_world, computed, fresh, posted, teacher


@pytest.fixture
def small(db):
    return build_round_world(first=3, second=4)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def url(name, found, **more):
    return reverse(f"matching:{name}", kwargs={"code": found.code, **more})


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


BEGIN = {
    "name": "Shizuoka and the south",
    "kind": "cultural",
    "period_from": "2026-12-01",
    "period_to": "2027-07-31",
    "a_countries": ["JP"],
    "b_countries": ["TW"],
    "b_regions": ["TW-KHH", "TW-TNN"],
}


def test_an_officer_begins_a_round_and_the_count_is_live(small):
    client = signed_in(small.officer)
    said = BEGIN | {"office": small.office.code}
    counted = page(client, reverse("matching:round_count") + "?a_countries=JP&b_countries=TW&b_regions=TW-KHH")
    assert "First side: 3 schools" in re.sub(r"\s+", " ", counted)
    assert "Second side: 2 schools" in re.sub(r"\s+", " ", counted)
    # The same without JavaScript: the form is sent by GET, what was typed stays, nothing is refused yet.
    plain = page(client, reverse("matching:round_new") + "?name=Spring&a_countries=JP&b_countries=TW")
    assert "First side: 3 schools" in re.sub(r"\s+", " ", plain)
    assert 'value="Spring"' in plain
    assert "error-summary" not in plain
    answer = client.post(reverse("matching:round_new"), said)
    found = PairingRound.objects.get()
    assert answer.url == url("round_schools", found)
    assert [found.schools.filter(side=side).count() for side in "ab"] == [3, 3]
    assert "静岡県立第1中学校" in page(client, answer.url)


def test_what_is_missing_is_said_at_its_field(small):
    client = signed_in(small.officer)
    answer = client.post(
        reverse("matching:round_new"), BEGIN | {"office": small.office.code, "name": "", "period_to": "2026-01-01"}
    )
    assert answer.status_code == 422
    assert "This field is required" in answer.content.decode()
    answer = client.post(
        reverse("matching:round_new"), BEGIN | {"office": small.office.code, "period_to": "2026-01-01"}
    )
    assert "The period ends before it begins" in answer.content.decode()
    assert PairingRound.objects.count() == 0


def test_an_empty_side_is_said_and_nothing_is_computed(small):
    client = signed_in(small.officer)
    client.post(
        reverse("matching:round_new"),
        BEGIN | {"office": small.office.code, "b_countries": ["TW"], "b_regions": [], "b_levels": ["kindergarten"]},
    )
    found = PairingRound.objects.get()
    shown = page(client, url("round_schools", found))
    assert "No school here yet" in shown
    assert "No school stands on the second side" in shown
    client.post(url("round_move", found, move="compute"))
    assert fresh(found).state == "draft"


def test_places_are_bounded_by_the_wish_and_a_school_can_be_left_out(small):
    client = signed_in(small.officer)
    found = begin(small)
    first, *others = found.schools.filter(side="a").order_by("pk")
    typed = {f"places-{row.pk}": "1" for row in found.schools.all()} | {
        f"in-{row.pk}": "on" for row in found.schools.all()
    }
    too_many = client.post(url("round_schools", found), typed | {"deed": "places", f"places-{first.pk}": "5"})
    assert too_many.status_code == 422
    assert "Only the school itself can widen its wish" in too_many.content.decode()
    wrong = client.post(url("round_schools", found), typed | {"deed": "places", f"places-{first.pk}": "many"})
    assert "a number from 0" in wrong.content.decode()
    del typed[f"in-{first.pk}"]
    client.post(url("round_schools", found), typed | {"deed": "places", f"places-{others[0].pk}": "0"})
    assert fresh(first).left_out is True
    assert fresh(others[0]).capacity == 0
    assert fresh(found).schools.filter(left_out=True).count() == 1


def test_no_place_on_a_side_is_said(small):
    found = begin(small)
    services.set_schools(
        found=found, actor=small.officer, wanted={row.pk: (False, 0) for row in found.schools.filter(side="b")}
    )
    shown = page(signed_in(small.officer), url("round_schools", found))
    assert "No school of the second side has a place" in shown


def test_supply_and_demand_is_a_picture_with_a_table(small):
    found = begin(small)
    shown = page(signed_in(small.officer), url("round_balance", found))
    assert shown.count("<svg width=") == 5
    assert "The same as a table" in shown
    assert "3 schools look for 3 partners" in re.sub(r"\s+", " ", shown)
    assert "url(#topic-hatch)" in shown


def test_three_rules_side_by_side_and_the_schools_behind_a_number(small):
    client = signed_in(small.officer)
    found = computed(small)
    shown = page(client, url("round_rules", found))
    assert shown.count("3 of 3") >= 3
    assert "Take “Everyone first”" in re.sub(r"\s+", " ", shown)
    behind = page(client, url("round_rules", found) + "?rule=fair&show=unpaired_b")
    left = found.run.outcomes["fair"]["unmatched"]["b"]
    assert len(left) == 1
    assert f"/schools/{left[0]}/" in behind
    assert "What can help" in behind
    page(client, url("round_rules", found) + "?rule=fair&show=pairs")
    page(client, url("round_rules", found) + "?rule=stable&show=blocking")
    page(client, url("round_rules", found) + "?rule=most&show=one_more")
    page(client, url("round_rules", found) + "?rule=nonsense&show=pairs")
    chosen = client.post(url("round_move", found, move="choose"), {"rule": "fair"})
    assert chosen.url == url("round_pairs", found)
    assert fresh(found).rule == "fair"


def test_a_change_is_tried_kept_and_undone(small):
    client = signed_in(small.officer)
    found = computed(small)
    services.choose_rule(found=found, actor=small.officer, rule="fair")
    (a, b), *_rest = found.run.outcomes["fair"]["pairs"]
    client.post(url("round_pairs", found), {"deed": "forbid", "a": a, "b": b})
    found = fresh(found)
    assert "being computed" in page(client, url("round_pairs", found))
    services.run_trial(run_id=found.trial_id)
    shown = page(client, url("round_pairs", found))
    assert "1 pair would" in shown or "2 pairs would" in shown or "3 pairs would" in shown
    assert [a, b] in fresh(found).run.outcomes["fair"]["pairs"]
    client.post(url("round_move", found, move="keep"))
    kept = fresh(found)
    assert kept.trial is None
    assert [a, b] not in kept.run.outcomes["fair"]["pairs"]
    assert "are not to be paired" in page(client, url("round_pairs", found))
    client.post(url("round_move", found, move="undo"))
    assert [a, b] in fresh(found).run.outcomes["fair"]["pairs"]


def test_an_office_says_how_many_schools_of_a_county_come_first(small):
    client = signed_in(small.officer)
    found = computed(small)
    services.choose_rule(found=found, actor=small.officer, rule="fair")

    def served():
        areas = fresh(found).run.outcomes["fair"]["areas"]["b"]
        return {row["area"]: row["matched"] for row in areas}

    assert served() == {"TW-KHH": 1, "TW-PIF": 1, "TW-TNN": 1}
    for area, places, sentence in (
        ("b:TW-KHH", "3", "a number from 0 to 2"),
        ("b:TW-KHH", "", "a number from 0 to 2"),
        ("a:TW-KHH", "1", "Choose a county or country of this round"),
    ):
        refused = client.post(url("round_pairs", found), {"deed": "floor", "area": area, "places": places})
        assert refused.status_code == 422
        assert sentence in refused.content.decode()
    for area, places in (("b:TW-KHH", "2"), ("b:TW-TNN", "0")):
        client.post(url("round_pairs", found), {"deed": "floor", "area": area, "places": places})
        services.run_trial(run_id=fresh(found).trial_id)
        client.post(url("round_move", found, move="keep"))
    assert served() == {"TW-KHH": 2, "TW-PIF": 1, "TW-TNN": 0}
    shown = page(client, url("round_pairs", found))
    assert "schools that come before waiting counts, under the fair rule: 2." in shown
    assert services.replay(run_id=fresh(found).run_id) is True


def test_contradictory_pins_are_refused_in_a_sentence(small):
    client = signed_in(small.officer)
    found = computed(small)
    services.choose_rule(found=found, actor=small.officer, rule="fair")
    a = found.schools.filter(side="a").first().organization.code
    one, two, *_ = [row.organization.code for row in found.schools.filter(side="b").order_by("pk")]
    pin(found, small, a, one)
    over = client.post(url("round_pairs", found), {"deed": "pin", "a": a, "b": two})
    assert over.status_code == 422
    assert "takes 1 in this round and would have 2 pinned pairs" in over.content.decode()
    both = client.post(url("round_pairs", found), {"deed": "forbid", "a": a, "b": one})
    assert "are a pinned pair" in both.content.decode()
    none = client.post(url("round_pairs", found), {"deed": "capacity", "school": a, "places": "0"})
    assert "would have 1 pinned pairs" in none.content.decode()
    nobody = client.post(url("round_pairs", found), {"deed": "pin", "a": "NOBODY", "b": one})
    assert "Choose a school of the first side" in nobody.content.decode()


def pin(found, world, a, b):
    trial = services.try_change(found=fresh(found), actor=world.officer, deed="pin", said={"a": a, "b": b})
    services.run_trial(run_id=trial.pk)
    services.keep_change(found=fresh(found), actor=world.officer)


def test_nothing_is_sent_that_was_not_looked_at(small):
    client = signed_in(small.officer)
    found = computed(small)
    services.choose_rule(found=found, actor=small.officer, rule="fair")
    assert "would be written to" not in page(client, url("round_announce", found))
    soon = client.post(url("round_announce", found), {"deed": "look", "reply_by": "2020-01-01", "letter": ""})
    assert soon.status_code == 422
    day = services.reply_span()[1].isoformat()
    client.post(url("round_announce", found), {"deed": "look", "reply_by": day, "letter": "Good luck to all."})
    shown = page(client, url("round_announce", found))
    assert "6 people would be written to" in shown
    assert shown.count("Good luck to all.") >= 2
    for organization in (*small.a, *small.b):
        assert (teacher(organization).email in shown) == (
            organization.code in {code for pair in found.run.outcomes["fair"]["pairs"] for code in pair}
        )
    seen = re.search(r'name="seen" value="(\w+)"', shown).group(1)
    services.write_announcement(
        found=fresh(found), actor=small.officer, reply_by=services.reply_span()[1], letter="Other words."
    )
    refused = client.post(url("round_announce", found), {"deed": "send", "seen": seen})
    assert refused.status_code == 409
    assert OutboxMessage.objects.count() == 0
    seen = re.search(r'name="seen" value="(\w+)"', page(client, url("round_announce", found))).group(1)
    client.post(url("round_announce", found), {"deed": "send", "seen": seen})
    assert fresh(found).state == "announced"
    posted(found)
    assert OutboxMessage.objects.filter(key="matching.pair_proposed").count() == 6


def test_a_school_answers_on_its_page(small):
    found = announced(small)
    pair = found.pairs.select_related("a__organization", "b__organization").first()
    path = reverse("matching:round_pair", kwargs={"code": pair.code})
    here = signed_in(teacher(pair.a.organization))
    assert "Yes, we would like to" in re.sub(r"\s+", " ", page(here, path, 200)) or "はい" in page(here, path)
    assert pair.b.organization.name in page(here, "/ja/")
    here.post(f"{path}confirm/")
    assert fresh(pair).confirmed_a_at is not None
    again = here.post(f"{path}confirm/")
    assert again.status_code == 409
    there = signed_in(teacher(pair.b.organization))
    without_reason = there.post(f"{path}decline/", {"note": ""})
    assert without_reason.status_code == 422
    there.post(f"{path}decline/", {"reason": "staffing", "note": "Next year, gladly."})
    assert (fresh(pair).state, fresh(pair).declined_side) == ("declined", "b")
    assert signed_in(small.other_officer).get(path).status_code == 200
    assert signed_in(teacher(small.a[-1])).get(path).status_code == (200 if small.a[-1] == pair.a.organization else 404)


def test_numbers_are_public_and_names_are_not(small):
    found = announced(small)
    for pair in found.pairs.select_related("a__organization", "b__organization"):
        services.confirm_pair(pair=pair, actor=teacher(pair.a.organization))
        services.confirm_pair(pair=fresh(pair), actor=teacher(pair.b.organization))
    stranger = Client()
    path = reverse("matching:round_public", kwargs={"code": found.code})
    assert stranger.get(path).status_code == 404
    officer = signed_in(small.officer)
    officer.post(url("round_move", found, move="publish"))
    shown = page(stranger, path)
    assert "Everyone first" in shown
    assert small.a[0].name not in shown
    assert found.name in page(stranger, reverse("matching:rounds_public"))
    table = list(
        csv.reader(io.StringIO(b"".join(stranger.get(f"{path}numbers.csv").streaming_content).decode("utf-8-sig")))
    )
    assert [row[2] for row in table if row[0] == "Confirmed"] == ["3"]
    assert b"".join(stranger.get(f"{path}numbers.json").streaming_content).startswith(b"[")
    assert stranger.get(f"{path}numbers.pdf").status_code == 404
    assert small.a[0].name in page(officer, path)
    pairs = officer.get(url("round_export", found, form="csv"))
    assert small.a[0].name in b"".join(pairs.streaming_content).decode()
    officer.post(url("round_move", found, move="unpublish"))
    assert stranger.get(path).status_code == 404


@pytest.mark.parametrize("state", ["draft", "announced", "published", "cancelled"])
def test_who_sees_a_round_agrees_with_the_permission(small, state):
    found = announced(small)
    PairingRound.objects.filter(pk=found.pk).update(state=state)
    found = fresh(found)
    for user in (small.officer, small.other_officer, small.ministry_officer, teacher(small.a[0]), teacher(small.b[-1])):
        assert rounds_visible_to(user).filter(pk=found.pk).exists() == user.has_perm("matching.view_round", found), user
        for pair in found.pairs.all():
            assert pairs_visible_to(user).filter(pk=pair.pk).exists() == user.has_perm("matching.view_pair", pair)


def test_the_list_of_rounds_asks_as_often_with_three_as_with_one(small, django_assert_num_queries):
    client = signed_in(small.officer)
    begin(small)
    page(client, reverse("matching:rounds"))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        page(client, reverse("matching:rounds"))
    begin(small)
    begin(small)
    with django_assert_num_queries(len(one)):
        page(client, reverse("matching:rounds"))


def test_only_the_rounds_office_leads_it(small):
    found = computed(small)
    reader = signed_in(small.ministry_officer)
    assert "Take “" not in page(reader, url("round_rules", found))
    assert reader.post(url("round_move", found, move="choose"), {"rule": "fair"}).status_code == 403
    other = signed_in(small.other_officer)
    assert other.get(url("round_rules", found)).status_code == 404
