"""Who is recommended to whom, by hand in a small world; what is exact on the next question; what a question costs."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mado.accounts.models import User
from mado.kernel.errors import NotPermitted
from mado.matching.enums import RefusalReason
from mado.matching.lessons import conditions_from, weights_after
from mado.matching.models import Refusal
from mado.matching.queries.recommendations import (
    count_of,
    fits_of,
    mails_visible_to,
    openings_of,
    pair_of,
    recommended,
    refusals_visible_to,
)
from mado.matching.queries.wish_rows import wish_rows, wishes_in_play
from mado.matching.services.recommendation_mails import want_mails
from mado.matching.services.refusals import refuse_recommendation, undo_refusal
from mado.partnerships.queries import reply_dates
from mado.partnerships.services import accept_invitation, decline_invitation, send_invitation
from mado.profiles.models import SchoolProfile, Wish
from mado.profiles.services import change_wish, pause_wish
from mado.profiles.services.liveness import mark_dormant
from tests.matching.recommendation_world import school_of

MONDAY = dt.date(2026, 11, 23)
LETTER = {
    "kind": "cultural",
    "mode": "both",
    "about_us": "We are a school.",
    "proposal": "Let us tell each other about our towns.",
    "first_step": "",
    "language": "en",
    "group_size": 24,
}


def names(wish):
    return [one.school.name for one in recommended(wish).rows]


def invite(world, sender, actor, wish, recipient):
    return send_invitation(
        sender=sender, recipient=recipient, actor=actor, wish=wish, reply_by=reply_dates(recipient).usual, **LETTER
    )


def test_both_wishes_have_to_hold(world):
    assert names(world.wish_kaohsiung) == [world.california.name]
    assert names(world.wish_california) == [world.kaohsiung.name]
    school_of(world, "Looks to Japan", countries=["JP"])
    school_of(world, "Paris", "FR", zone="Europe/Paris")
    school_of(world, "A high school", level="upper_secondary")
    school_of(world, "Grown up", ages=(16, 18))
    school_of(world, "In Spanish", languages=["es"])
    assert names(world.wish_kaohsiung) == [world.california.name]
    school_of(world, "Oakland", countries=[])
    assert set(names(world.wish_kaohsiung)) == {world.california.name, "Oakland"}
    assert count_of(world.wish_kaohsiung) == 2


def test_every_deed_shows_on_the_next_question(world):
    wish = world.wish_kaohsiung
    assert count_of(wish) == 1
    change_wish(wish=world.wish_california, actor=world.teacher_california, changes={"partner_countries": ["JP"]})
    assert count_of(wish) == 0
    change_wish(wish=world.wish_california, actor=world.teacher_california, changes={"partner_countries": ["TW"]})
    assert count_of(wish) == 1
    pause_wish(wish=world.wish_california, actor=world.teacher_california)
    assert count_of(wish) == 0


def test_a_school_that_sleeps_is_not_recommended(world):
    mark_dormant(profile=world.california.profile, reason="silence")
    assert names(world.wish_kaohsiung) == []
    assert pair_of(world.wish_kaohsiung, world.california).failing == ("dormant",)


def test_invited_partners_and_those_who_declined_are_left_out(world):
    args = (world, world.kaohsiung, world.teacher_kaohsiung, world.wish_kaohsiung, world.california)
    invitation = invite(*args)
    assert names(world.wish_kaohsiung) == []
    assert pair_of(world.wish_kaohsiung, world.california).obstacle == "invited"
    decline_invitation(invitation=invitation, actor=world.teacher_california, reason="topic")
    assert pair_of(world.wish_kaohsiung, world.california).failing == ("refused",)
    assert names(world.wish_california) == []


def test_partners_are_not_recommended_again(world):
    args = (world, world.kaohsiung, world.teacher_kaohsiung, world.wish_kaohsiung, world.california)
    accept_invitation(invitation=invite(*args), actor=world.teacher_california)
    assert names(world.wish_kaohsiung) == []
    assert pair_of(world.wish_kaohsiung, world.california).failing == ("partners",)


def test_a_school_full_of_invitations_may_still_ask_others(world):
    world.kaohsiung.profile.open_invitations_most = 0
    world.kaohsiung.profile.save()
    assert names(world.wish_kaohsiung) == [world.california.name]
    assert names(world.wish_california) == []


def test_a_draft_is_counted_too(world):
    draft = Wish.objects.create(code="WI-2026-9000", organization=world.kaohsiung)
    assert count_of(draft) == 1
    draft.partner_countries = ["JP"]
    assert count_of(draft) == 0


@pytest.mark.parametrize(
    ("reason", "left"),
    [
        (RefusalReason.SCHOOL, {"Oakland", "Yokohama"}),
        (RefusalReason.COUNTRY, {"Yokohama"}),
        (RefusalReason.TOPICS, {"Oakland", "Yokohama"}),
    ],
)
def test_a_refusal_is_learned_and_undone(world, reason, left):
    school_of(world, "Oakland")
    school_of(world, "Yokohama", "JP", zone="Asia/Tokyo")
    wish, california = world.wish_kaohsiung, world.california
    value = conditions_from(wish, california, world.wish_california).get(reason, "")
    refusal = refuse_recommendation(
        wish=wish, school=california, reason=reason, value=value, actor=world.teacher_kaohsiung
    )
    assert set(names(wish)) == left
    assert california.name not in names(wish)
    undo_refusal(refusal=refusal, actor=world.deputy_kaohsiung)
    assert set(names(wish)) == {california.name, "Oakland", "Yokohama"}
    undo_refusal(refusal=refusal, actor=world.deputy_kaohsiung)


def test_not_this_school_holds_for_every_wish_of_the_school(world):
    other = Wish.objects.create(
        code="WI-2026-9001", organization=world.kaohsiung, state="open", title="Second", kind="cultural"
    )
    assert names(other) == [world.california.name]
    refuse_recommendation(
        wish=world.wish_kaohsiung, school=world.california, reason="times", actor=world.teacher_kaohsiung
    )
    assert names(other) == [world.california.name]
    refuse_recommendation(
        wish=world.wish_kaohsiung, school=world.california, reason="school", actor=world.teacher_kaohsiung
    )
    assert names(other) == []
    assert Refusal.objects.count() == 1


def test_the_refused_school_is_not_recommended_the_other_way(world):
    refuse_recommendation(
        wish=world.wish_kaohsiung, school=world.california, reason="school", actor=world.teacher_kaohsiung
    )
    assert names(world.wish_california) == []
    assert pair_of(world.wish_california, world.kaohsiung).failing == ("refused",)


def test_a_weight_learned_makes_its_part_count_more(world):
    usual = recommended(world.wish_kaohsiung).asking.weights.of["topics"]
    oakland, _teacher, _wish = school_of(world, "Oakland")
    refuse_recommendation(wish=world.wish_kaohsiung, school=oakland, reason="topics", actor=world.teacher_kaohsiung)
    found = recommended(world.wish_kaohsiung)
    assert found.asking.weights.of["topics"] > usual
    assert sum(found.asking.weights.of.values()) == 1000
    (one,) = found.rows
    assert sum(part.points for part in one.mine.parts) == one.mine.points


def test_weights_never_more_than_double():
    often = [Refusal(reason="topics")] * 9
    assert weights_after(often) == weights_after(often[:2])


def test_the_conditions_one_can_learn(world):
    wish = world.wish_kaohsiung
    assert conditions_from(wish, world.california, world.wish_california) == {"school": "", "country": "US"}
    wish.alternative_kinds, wish.partner_levels = ["visit_out"], ["primary", "lower_secondary"]
    world.wish_california.kind = "visit_in"
    assert conditions_from(wish, world.california, world.wish_california) == {
        "school": "",
        "country": "US",
        "kind": "visit_out",
        "level": "primary",
    }


def test_a_kind_and_a_level_are_learned(world):
    wish = world.wish_kaohsiung
    Wish.objects.filter(pk=wish.pk).update(
        alternative_kinds=["online_course"], partner_levels=["primary", "lower_secondary"]
    )
    for number, (reason, value) in enumerate([("kind", "online_course"), ("level", "primary")]):
        school, _teacher, _wish = school_of(world, f"School {number}")
        refuse_recommendation(wish=wish, school=school, reason=reason, value=value, actor=world.teacher_kaohsiung)
    (row,) = wish_rows(list(wishes_in_play().filter(pk=wish.pk)), first_week=MONDAY)
    assert (row.alternative_kinds, row.partner_levels, len(row.refused)) == ((), ("lower_secondary",), 2)


def test_why_not_before_any_condition(world):
    assert pair_of(world.wish_kaohsiung, world.tokyo).obstacle == "no_wish"
    stranger, _teacher, _wish = school_of(world, "Not vouched for")
    stranger.verifications.all().delete()
    assert pair_of(world.wish_kaohsiung, stranger).obstacle == "not_taking_part"
    assert pair_of(world.wish_kaohsiung, world.kaohsiung).failing == ("same_school",)


def test_the_change_that_opens_most(world):
    school_of(world, "Paris", "FR", zone="Europe/Paris")
    school_of(world, "Lyon", "FR", zone="Europe/Paris")
    openings = [(one.field, one.value, one.opens) for one in openings_of(recommended(world.wish_kaohsiung))]
    assert openings == [("partner_countries", "FR", 2), ("partner_countries", (), 2)]
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(partner_countries=["FR"])
    world.wish_kaohsiung.refresh_from_db()
    assert count_of(world.wish_kaohsiung) == 2


def test_the_best_of_several_wishes_counts(world):
    second = Wish.objects.create(
        code="WI-2026-9002", organization=world.kaohsiung, state="open", title="Second", kind="cultural"
    )
    best = max(recommended(one).rows[0].percent for one in (world.wish_kaohsiung, second))
    found = fits_of([world.wish_kaohsiung, second], [world.california.pk, world.tokyo.pk])
    assert {pk: fit.percent for pk, fit in found.items()} == {world.california.pk: best}
    assert fits_of([], [world.california.pk]) == {}


def test_who_sees_what_was_refused(world):
    refusal = refuse_recommendation(
        wish=world.wish_kaohsiung, school=world.california, reason="school", actor=world.teacher_kaohsiung
    )
    people = [value for name in world.__slots__ if isinstance(value := getattr(world, name), User)]
    seeing = {person for person in people if refusals_visible_to(person).filter(pk=refusal.pk).exists()}
    assert seeing == {person for person in people if person.has_perm("matching.view_refusal", refusal)}
    assert seeing == {world.teacher_kaohsiung, world.deputy_kaohsiung, world.ceo, world.ministry_officer}
    with pytest.raises(NotPermitted):
        undo_refusal(refusal=refusal, actor=world.ceo)
    with pytest.raises(NotPermitted):
        refuse_recommendation(
            wish=world.wish_kaohsiung, school=world.tokyo, reason="school", actor=world.teacher_california
        )


def test_the_weekly_mail_is_ones_own_affair(world):
    want_mails(actor=world.teacher_kaohsiung)
    assert mails_visible_to(world.teacher_kaohsiung).count() == 1
    assert mails_visible_to(world.ceo).count() == 0
    assert mails_visible_to(AnonymousUser()).count() == 0


def cost(call):
    call()
    with CaptureQueriesContext(connection) as found:
        call()
    return len(found)


def test_the_queries_do_not_grow_with_the_schools(world):
    def ask():
        return recommended(world.wish_kaohsiung)

    def notes():
        return fits_of([world.wish_kaohsiung], [world.california.pk, world.tokyo.pk])

    one = (cost(ask), cost(notes))
    school_of(world, "Oakland")
    school_of(world, "Fresno")
    assert len(ask().rows) == 3
    assert (cost(ask), cost(notes)) == one


def test_a_school_heard_of_after_the_day_asked_about_is_active_that_day(world):
    """As when a round of last week is told once more."""
    later = timezone.now() + dt.timedelta(days=3)
    SchoolProfile.objects.filter(organization=world.california).update(last_sign_of_life=later)
    assert list(fits_of([world.wish_kaohsiung], [world.california.pk])) == [world.california.pk]
