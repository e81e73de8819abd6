"""The demonstration world shows what recommendations can: several countries, several numbers, something learned, and a
school whom nobody fits with the change that would help."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.urls import reverse

from mado.accounts.models import User
from mado.accounts.queries import seats_of
from mado.demo.refusals import SAID
from mado.directory.models import Organization
from mado.matching.enums import PairState
from mado.matching.models import Refusal, RoundPair
from mado.matching.queries.recommendations import openings_of, pair_of, recommended, wishes_to_recommend
from mado.partnerships.models import Invitation
from mado.partnerships.queries import partnership_of
from mado.profiles.enums import WishState
from mado.profiles.models import Wish

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOBODY = "新北市立和風國民小學"
FULL = {"苗栗縣立木雕國民中學", "부산갈매기고등학교"}
DORMANT = {"北海道雪窓高等学校"}


def wish_of(name):
    return Wish.objects.select_related("organization").get(organization__name=name, state=WishState.OPEN)


def test_the_demonstration_world(client):
    """Built once: it takes a while."""
    call_command("demo_world", "--quiet")
    most_see_several_from_several_countries()
    nobody_fits_and_one_change_helps(client)
    what_was_refused_is_learned(client)
    partners_are_welcome_again_where_both_say_so()
    what_the_story_leaves_open_stays_open()


def most_see_several_from_several_countries():
    teachers = User.objects.filter(email__regex=r"^teacher\d+@").order_by("pk")
    wishes = wishes_to_recommend([seat.organization_id for user in teachers for seat in seats_of(user)])
    found = {wish.organization.name: recommended(wish) for wish in wishes}
    nobody = {name for name, one in found.items() if not one.rows}
    assert nobody >= {NOBODY} | FULL | DORMANT
    assert len(nobody) <= 6  # whom the round has given the last partner depends on the season
    several = [one for one in found.values() if 4 <= one.schools <= 10]
    assert len(several) * 4 >= len(found) * 3
    mixed = [one for one in several if len({row.school.country for row in one.rows}) > 1]
    assert len(mixed) * 4 >= len(several) * 3
    told_apart = [one for one in several if one.rows[0].percent >= one.rows[-1].percent + 8]
    assert len(told_apart) * 4 >= len(several) * 3
    first = found["高雄市立望港國民小學"]
    assert Counter(row.school.country for row in first.rows).keys() == {"US", "JP", "KR", "GB"}


def nobody_fits_and_one_change_helps(client):
    wish = wish_of(NOBODY)
    opens = {(one.field, one.value): one.opens for one in openings_of(recommended(wish))}
    assert opens["partner_countries", "US"] >= 2  # one more where the round has left that school a place
    client.force_login(User.objects.get(appointments__organization=wish.organization))
    shown = client.get(reverse("matching:wish", args=[wish.code]))
    assert shown.context["schools"] == 0
    assert "Look for schools in United States, too" in shown.content.decode()


def what_was_refused_is_learned(client):
    assert [(one.wish.organization.name, one.school.name, one.reason) for one in Refusal.objects.order_by("pk")] == [
        (school, other, str(reason)) for school, other, reason in SAID
    ]
    for school, other, _reason in SAID:
        wish, refused = wish_of(school), Organization.objects.get(name=other)
        assert refused not in [one.school for one in recommended(wish, most=99).rows]
        assert "refused" in pair_of(wish, refused).failing
        client.force_login(User.objects.get(appointments__organization=wish.organization))
        shown = client.get(reverse("matching:wish", args=[wish.code]))
        assert [lesson.refusal.school for lesson in shown.context["lessons"]] == [refused]


def partners_are_welcome_again_where_both_say_so():
    sea, litter = "高雄市立晴嵐高級中學", "東京都立朝霧高等学校"
    assert partnership_of(*Organization.objects.filter(name__in=[sea, litter])) is not None
    assert litter in [one.school.name for one in recommended(wish_of(sea), most=99).rows]
    assert set(Wish.objects.exclude(partner_language_band="").values_list("title", "partner_language_band")) == {
        ("兩座城市的民主記憶", "B1")
    }


def what_the_story_leaves_open_stays_open():
    """Pairs of the round that have said yes are none between which the story has an invitation waiting."""
    waiting = Invitation.objects.filter(state="sent").values_list("sender__name", "recipient__name")
    assert set(waiting) == {
        ("臺中市立太陽國民小學", "Mangrove Bay Elementary"),
        ("Lakeside Lantern School", "高雄市立望港國民小學"),
        ("高雄市立晴嵐高級中學", "Cascade Ridge High School"),
    }
    assert RoundPair.objects.filter(state=PairState.CONFIRMED).count() == 2
    assert RoundPair.objects.get(a__organization__name="高雄市立望港國民小學").state == PairState.ASKED
