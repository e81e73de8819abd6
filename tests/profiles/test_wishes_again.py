"""Several wishes of a school: prefilled from the last, copied, renewed; and what the new answers can be."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from mado.directory.contributions import contributions_for
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.profiles import services
from mado.profiles.models import Wish

TODAY = timezone.localdate()


def facts_of(page):
    """Question → answer of every fact a page lists."""
    return dict(re.findall(r"<dt>([^<]*)</dt><dd><bdi>([^<]*)</bdi>", html.unescape(page)))


def test_a_new_wish_takes_over_what_rarely_changes(world):
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(interpretation="welcome", who_pays="each_own", groups=2)
    made = services.start_wish(organization=world.kaohsiung, actor=world.teacher_kaohsiung)
    last = Wish.objects.get(pk=world.wish_kaohsiung.pk)
    for name in services.wishes.PREFILLED:
        assert getattr(made, name) == getattr(last, name)
    assert (made.title, made.kind, made.note, made.state) == ("", "", "", "draft")
    assert [(row.weekday, row.start) for row in made.windows.all()] == [(2, dt.time(8))]


def test_a_copy_says_the_same_and_is_its_own(client, world):
    wish = world.wish_kaohsiung
    services.save_texts(
        thing=wish, actor=world.teacher_kaohsiung, language="en", texts={"title": "Harbour", "note": ""}
    )
    services.change_wish(wish=wish, actor=world.teacher_kaohsiung, changes={"note": "海", "outcomes": "書"})
    services.save_texts(thing=wish, actor=world.teacher_kaohsiung, language="en", texts={"note": "Sea"})
    client.force_login(world.teacher_kaohsiung)
    answer = client.post(reverse("profiles:wish_copy", args=[world.kaohsiung.code, wish.code]))
    made = Wish.objects.filter(organization=world.kaohsiung).exclude(pk=wish.pk).get()
    assert answer.url == reverse("profiles:wish_section", args=[world.kaohsiung.code, made.code, "kind"])
    assert (made.state, made.note, made.outcomes, made.topics) == ("draft", "海", "書", ["culture"])
    assert (made.period_from, made.valid_until) == (wish.period_from, wish.valid_until)
    assert made.title == "港口與市場的故事 (copy)"
    assert [(row.field, row.text) for row in made.texts.all()] == [("note", "Sea")]
    assert made.windows.count() == 1
    wish.refresh_from_db()
    assert wish.state == "open"


def test_a_copy_of_an_old_wish_leaves_its_dates_behind(world):
    past = TODAY - dt.timedelta(days=30)
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(
        period_from=past - dt.timedelta(days=90), period_to=past, valid_until=past
    )
    wish = Wish.objects.get(pk=world.wish_kaohsiung.pk)
    made = services.copy_wish(wish=wish, actor=world.teacher_kaohsiung)
    assert (made.period_from, made.period_to, made.valid_until) == (None, None, None)


def test_one_press_lets_an_expired_wish_stand_again(client, world):
    past = TODAY - dt.timedelta(days=3)
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(
        period_from=past - dt.timedelta(days=90), period_to=past, valid_until=past
    )
    assert contributions_for([world.kaohsiung.pk])[world.kaohsiung.pk].wish_kinds == frozenset()
    client.force_login(world.teacher_kaohsiung)
    page = client.get(reverse("profiles:tasks", args=[world.kaohsiung.code])).content.decode()
    assert "ran out on" in page
    client.post(reverse("profiles:wish_renew", args=[world.kaohsiung.code, world.wish_kaohsiung.code]))
    wish = Wish.objects.get(pk=world.wish_kaohsiung.pk)
    assert (wish.valid_until, wish.period_from) == (TODAY + services.wishes.RENEWED, TODAY)
    assert (wish.period_to - wish.period_from).days == 90
    assert contributions_for([world.kaohsiung.pk])[world.kaohsiung.pk].wish_kinds == {"cultural"}


def test_renewing_never_shortens_and_a_withdrawn_wish_stays_withdrawn(client, world):
    wish = world.wish_kaohsiung
    until = wish.valid_until
    assert services.renew_wish(wish=wish, actor=world.teacher_kaohsiung).valid_until == until
    services.withdraw_wish(wish=wish, actor=world.teacher_kaohsiung)
    with pytest.raises(NotPossible):
        services.renew_wish(wish=wish, actor=world.teacher_kaohsiung)
    client.force_login(world.teacher_kaohsiung)
    answer = client.post(reverse("profiles:wish_renew", args=[world.kaohsiung.code, wish.code]), follow=True)
    assert "withdrawn and cannot be changed" in answer.content.decode()


def test_only_the_seat_copies_and_renews(client, world):
    for person in (world.teacher_california, world.officer):
        with pytest.raises(NotPermitted):
            services.copy_wish(wish=world.wish_kaohsiung, actor=person)
        with pytest.raises(NotPermitted):
            services.renew_wish(wish=world.wish_kaohsiung, actor=person)
    client.force_login(world.teacher_california)
    for name in ("wish_copy", "wish_renew"):
        address = reverse(f"profiles:{name}", args=[world.kaohsiung.code, world.wish_kaohsiung.code])
        assert client.post(address).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"groups": 0}, "groups", "from 1 to 40"),
        ({"weeks": 99}, "weeks", "from 1 to 60"),
        ({"sessions_least": 9, "sessions_wanted": 4}, "sessions_least", "Swap the two numbers"),
        ({"sessions_least": 9}, "sessions_least", "Swap the two numbers"),
        ({"excluded_countries": ["US"]}, "excluded_countries", "stands in both lists"),
        ({"alternative_kinds": ["cultural", "visit_in"]}, "alternative_kinds", "first choice already"),
        ({"forms": ["telepathy"]}, "forms", "not a valid choice"),
        ({"who_pays": "nobody"}, "who_pays", "not a valid choice"),
        ({"aims": "x" * 601}, "aims", "at most 600"),
        ({"evaluation": "x" * 301}, "evaluation", "at most 300"),
        ({"budget_note": "x" * 301}, "budget_note", "at most 300"),
        ({"partner_sectors": ["secret"]}, "partner_sectors", "not a valid choice"),
        ({"partner_language_band": "D1"}, "partner_language_band", "not a valid choice"),
    ],
)
def test_what_a_wish_cannot_say_has_a_sentence(world, changes, field, sentence):
    with pytest.raises(BadInput) as caught:
        services.change_wish(wish=world.wish_kaohsiung, actor=world.teacher_kaohsiung, changes=changes)
    assert sentence in str(caught.value.sentences[field])


def test_the_page_of_the_school_says_what_a_wish_says(client, world):
    services.change_wish(
        wish=world.wish_kaohsiung,
        actor=world.teacher_kaohsiung,
        changes={
            "forms": ["letters", "joint_product"],
            "alternative_kinds": ["co_teaching"],
            "outcomes": "一本雙語食譜",
            "evaluation": "兩邊各填一張問卷",
            "reciprocity": "welcome",
            "who_pays": "each_own",
            "frequency": "fortnightly",
            "interpretation": "offered",
            "excluded_countries": ["KR"],
            "sessions_wanted": 6,
            "sessions_least": 4,
            "partner_levels": ["upper_secondary"],
            "partner_sectors": ["private"],
            "partner_language_band": "B2",
            "partners_again": True,
            "group_size": 23,
            "groups": 2,
            "weeks": 9,
            "sdgs": [14],
            "partners_wanted": 3,
        },
    )
    page = client.get(reverse("directory:school", args=[world.kaohsiung.code])).content.decode()
    for said in (
        "Letters and cards",
        "Something made together",
        "Teaching together",
        "一本雙語食譜",
        "兩邊各填一張問卷",
        "Every two weeks",
    ):
        assert said in page, said
    assert "Each side pays its own" in page
    assert "6, at least 4" in page
    assert "We can offer it" in page
    assert facts_of(page)["How well the partner's pupils should speak, at least"] == "B2"
    assert facts_of(page)["Schools it has as partners already"] == "Welcome, too"
    for said in ("Senior high school", "23 pupils", ">Private<", ">2<", ">9<", "14 Life below water", "3 partners"):
        assert said in page, said
    panel = page[page.index('id="offers"') : page.index("More about this wish")]
    assert "Korea" not in panel
    assert contributions_for([world.kaohsiung.pk])[world.kaohsiung.pk].wish_kinds == {"cultural", "co_teaching"}


def test_every_new_section_opens_and_says_what_is_not_needed(client, world):
    client.force_login(world.teacher_kaohsiung)
    for name in ("forms", "goals", "terms"):
        address = reverse("profiles:wish_section", args=[world.kaohsiung.code, world.wish_kaohsiung.code, name])
        assert client.get(address).status_code == 200
    page = client.get(reverse("profiles:wish", args=[world.kaohsiung.code, world.wish_kaohsiung.code]))
    assert "7 of 7 sections that are needed are done." in page.content.decode()
    assert "If you like" in page.content.decode()
