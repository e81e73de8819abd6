"""Who sees and who may: visible_to agrees with has_perm, and only the services' table moves a wish."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mado.accounts.models import Verification
from mado.audit.models import AuditEntry
from mado.directory.contributions import contributions_for
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.profiles import services
from mado.profiles.enums import WishState
from mado.profiles.models import SchoolProfile, Wish
from mado.profiles.queries import open_wishes, profiles_visible_to, wishes_visible_to
from mado.profiles.workflow import WISH

PEOPLE = [
    "teacher_kaohsiung",
    "deputy_kaohsiung",
    "teacher_california",
    "officer",
    "mission_officer",
    "county_officer",
    "ceo",
    "ministry_officer",
    "stranger",
]


@pytest.mark.parametrize("state", WishState.values)
def test_who_sees_a_wish_is_who_may_view_it(world, state):
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(state=state)
    wish = Wish.objects.get(pk=world.wish_kaohsiung.pk)
    people = [*(getattr(world, name) for name in PEOPLE), AnonymousUser()]
    seen = [wishes_visible_to(person).filter(pk=wish.pk).exists() for person in people]
    assert seen == [person.has_perm("profiles.view_wish", wish) for person in people]
    assert seen.count(True) == (10 if state == "open" else 6)


def test_everybody_sees_a_profile(world):
    profile = world.kaohsiung.profile
    for person in (world.stranger, AnonymousUser()):
        assert profile in profiles_visible_to(person)
        assert person.has_perm("profiles.view_profile", profile)


def test_only_the_seat_writes(world):
    for name in PEOPLE:
        person, mine = getattr(world, name), name in ("teacher_kaohsiung", "deputy_kaohsiung")
        assert person.has_perm("profiles.change_profile", world.kaohsiung.profile) == mine
        assert person.has_perm("profiles.change_wish", world.wish_kaohsiung) == mine
        assert person.has_perm("profiles.start_wish", world.kaohsiung) == mine
    with pytest.raises(NotPermitted):
        services.change_profile(profile=world.kaohsiung.profile, actor=world.officer, changes={"about": "x"})
    with pytest.raises(NotPermitted):
        services.change_wish(wish=world.wish_kaohsiung, actor=world.teacher_california, changes={"title": "x"})
    with pytest.raises(NotPermitted):
        services.pause_wish(wish=world.wish_kaohsiung, actor=world.stranger)
    with pytest.raises(NotPermitted):
        services.make_profile(organization=world.kaohsiung, actor=world.stranger)
    with pytest.raises(NotPermitted):
        services.start_wish(organization=world.kaohsiung, actor=world.stranger)


def test_a_school_that_lost_its_confirmation_cannot_open_a_wish(world):
    Verification.objects.filter(organization=world.kaohsiung).delete()
    services.pause_wish(wish=world.wish_kaohsiung, actor=world.teacher_kaohsiung)
    with pytest.raises(NotPossible, match="Ask the office to confirm it again"):
        services.open_wish(wish=world.wish_kaohsiung, actor=world.teacher_kaohsiung)


def test_a_withdrawn_wish_is_not_changed(world):
    services.withdraw_wish(wish=world.wish_kaohsiung, actor=world.teacher_kaohsiung)
    with pytest.raises(NotPossible, match="Write a new one"):
        services.change_wish(wish=world.wish_kaohsiung, actor=world.teacher_kaohsiung, changes={"title": "x"})


def test_an_expired_wish_is_nobodys_offer(world):
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    assert open_wishes(world.kaohsiung) == []
    assert contributions_for([world.kaohsiung.pk])[world.kaohsiung.pk].wish_kinds == frozenset()


def test_profile_and_open_wishes_are_found_by(world):
    said = contributions_for([world.kaohsiung.pk, world.california.pk, world.tokyo.pk])
    assert said[world.kaohsiung.pk].wish_kinds == {"cultural"}
    assert said[world.kaohsiung.pk].languages == {"zh-Hant", "en"}
    assert said[world.kaohsiung.pk].topics == {"culture", "food"}
    assert "港口與市場的故事" in said[world.kaohsiung.pk].texts
    assert said[world.tokyo.pk].wish_kinds == frozenset()


MOVES = {"open": services.open_wish, "pause": services.pause_wish, "withdraw": services.withdraw_wish}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.lists(st.sampled_from(sorted(MOVES)), max_size=6))
def test_any_walk_follows_the_table(world, walk):
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(state="draft")
    state = "draft"
    for name in walk:
        wish = Wish.objects.get(pk=world.wish_kaohsiung.pk)
        row = WISH.move(name)
        if state in row.sources:
            MOVES[name](wish=wish, actor=world.teacher_kaohsiung)
            state = row.target
        else:
            with pytest.raises(NotPossible):
                MOVES[name](wish=wish, actor=world.teacher_kaohsiung)
        assert Wish.objects.get(pk=wish.pk).state == state


def test_bad_input_at_the_service_leaves_nothing_half_written(world):
    wish, teacher = world.wish_kaohsiung, world.teacher_kaohsiung
    changes = {"title": "新", "partners_wanted": 0}
    with pytest.raises(BadInput) as caught:
        services.change_wish(wish=wish, actor=teacher, changes=changes)
    assert list(caught.value.sentences) == ["partners_wanted"]
    assert Wish.objects.get(pk=wish.pk).title == "港口與市場的故事"
    with pytest.raises(BadInput):
        services.set_bell_days(profile=world.kaohsiung.profile, actor=teacher, days={1: (dt.time(9), dt.time(8))})
    assert world.kaohsiung.profile.bell_days.count() == 5
    with pytest.raises(BadInput):
        services.set_wish_windows(wish=wish, actor=teacher, windows=[(8, dt.time(8), dt.time(9))])
    with pytest.raises(BadInput):
        services.set_wish_windows(
            wish=wish,
            actor=teacher,
            windows=[(1, dt.time(8), dt.time(n + 9)) for n in range(14)] + [(2, dt.time(8), dt.time(9))],
        )
    assert wish.windows.count() == 1


def test_the_same_again_changes_and_records_nothing(world):
    services.change_profile(profile=world.kaohsiung.profile, actor=world.teacher_kaohsiung, changes={"pupils": 420})
    assert not AuditEntry.objects.exists()
    assert SchoolProfile.objects.get(organization=world.kaohsiung).pupils == 420
