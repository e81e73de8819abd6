"""The level a wish asks for in the common language, and partners it would have again: said in the browser, obeyed at once."""

import pytest
from django.urls import reverse

from mado.directory.models import Organization
from mado.matching.engine.rows import WishRow
from mado.matching.queries.recommendations import count_of, openings_of, pair_of, recommended
from mado.matching.wording import failing_sides
from mado.partnerships.services import accept_invitation
from mado.profiles.models import TaughtLanguage, Wish
from mado.profiles.services import change_wish
from tests.matching.recommendation_world import school_of
from tests.matching.test_recommendations import invite

WHOM = {"partner_countries": ["US", "JP"], "partner_levels": ["primary"]}
LANGUAGES = {"languages": ["en"], "language_band": "A2"}


@pytest.fixture
def teacher(world, client):
    client.force_login(world.teacher_kaohsiung)
    return client


@pytest.fixture
def partners(world):
    """The two schools of the small world are partners."""
    invitation = invite(world, world.kaohsiung, world.teacher_kaohsiung, world.wish_kaohsiung, world.california)
    accept_invitation(invitation=invitation, actor=world.teacher_california)
    return world


def names(wish):
    """Who is recommended for the wish as it stands in the database: what the next request shows."""
    return [one.school.name for one in recommended(Wish.objects.get(pk=wish.pk)).rows]


def say(client, wish, section, data):
    """Fill in a section of the wish in the browser."""
    answer = client.post(reverse("profiles:wish_section", args=[wish.organization.code, wish.code, section]), data)
    assert answer.status_code == 302, answer.content.decode()


def of_japan(world, name, band):
    """A school that speaks Japanese at home and English at this level."""
    school, _teacher, wish = school_of(world, name, "JP", zone="Asia/Tokyo")
    Organization.objects.filter(pk=school.pk).update(name_language="ja")
    Wish.objects.filter(pk=wish.pk).update(language_band=band)


def let_again(wish, actor, again=True):
    change_wish(wish=wish, actor=actor, changes={"partners_again": again})


def shown_fit(client, wish, school):
    answer = client.get(reverse("matching:fit", kwargs={"wish": wish.code, "code": school.code}))
    return " ".join(answer.content.decode().split())


def changes_offered(client, wish):
    """What would open more → where it is changed."""
    answer = client.get(reverse("matching:wish", kwargs={"wish": wish.code}))
    return {change.what: change.url for change in answer.context["changes"]}


def test_a_level_said_in_the_browser_counts_on_the_next_request(world, teacher):
    wish = world.wish_kaohsiung
    of_japan(world, "Osaka", "B1")
    assert set(names(wish)) == {world.california.name, "Osaka"}
    say(teacher, wish, "languages", LANGUAGES | {"partner_language_band": "B1"})
    assert set(names(wish)) == {world.california.name, "Osaka"}
    say(teacher, wish, "languages", LANGUAGES | {"partner_language_band": "B2"})
    assert names(wish) == [world.california.name]  # the language is its own
    say(teacher, wish, "languages", LANGUAGES | {"partner_language_band": ""})
    assert set(names(wish)) == {world.california.name, "Osaka"}


def test_the_other_side_asks_for_a_level_too(world):
    wish = world.wish_california
    change_wish(wish=wish, actor=world.teacher_california, changes={"partner_language_band": "B1"})
    assert (names(wish), count_of(world.wish_kaohsiung)) == ([], 0)
    TaughtLanguage.objects.create(profile=world.kaohsiung.profile, language="en", band="B1")
    assert pair_of(wish, world.kaohsiung).fit is not None


def test_partners_come_again_only_when_both_say_so(partners):
    mine, theirs = partners.wish_kaohsiung, partners.wish_california
    for here, there in ((False, False), (True, False), (False, True), (True, True), (False, True)):
        let_again(mine, partners.teacher_kaohsiung, here)
        let_again(theirs, partners.teacher_california, there)
        both = here and there
        assert names(mine) == ([partners.california.name] if both else [])
        assert names(theirs) == ([partners.kaohsiung.name] if both else [])


def test_again_said_in_the_browser_counts_on_the_next_request(partners, teacher):
    wish = partners.wish_kaohsiung
    let_again(partners.wish_california, partners.teacher_california)
    say(teacher, wish, "whom", WHOM | {"partners_again": "on"})
    assert names(wish) == [partners.california.name]
    assert "fits you" in " ".join(teacher.get("/en/").content.decode().split())
    say(teacher, wish, "whom", WHOM)
    assert names(wish) == []


def test_the_count_beside_the_wish_sees_both_while_it_is_written(partners, teacher):
    let_again(partners.wish_california, partners.teacher_california)
    Wish.objects.filter(pk=partners.wish_kaohsiung.pk).update(state="draft")
    wish = partners.wish_kaohsiung
    count = reverse("matching:count", args=[wish.code])

    def typed(section, data):
        url = reverse("profiles:wish_section", args=[wish.organization.code, wish.code, section])
        assert teacher.post(url, data, headers={"X-Autosave": "1"}).status_code == 200
        return teacher.get(count).context["schools"]

    assert teacher.get(count).context["schools"] == 0
    assert typed("whom", WHOM | {"partners_again": "on"}) == 1
    of_japan(partners, "Osaka", "A1")
    assert typed("languages", LANGUAGES) == 2
    assert typed("languages", LANGUAGES | {"partner_language_band": "B1"}) == 1


def test_why_not_names_the_side_that_asks_for_more(world, teacher):
    wish = world.wish_kaohsiung
    change_wish(wish=world.wish_california, actor=world.teacher_california, changes={"partner_language_band": "C1"})
    assert "Your pupils speak the common language less well than its wish asks." in shown_fit(
        teacher, wish, world.california
    )
    teacher.force_login(world.teacher_california)
    assert "Its pupils speak the common language less well than your wish asks." in shown_fit(
        teacher, world.wish_california, world.kaohsiung
    )


def test_why_not_names_the_side_that_leaves_partners_out(partners, teacher):
    wish = partners.wish_kaohsiung
    said = {
        (False, False): "You are partners already, and both wishes leave partners out.",
        (False, True): "You are partners already, and your wish leaves partners out.",
        (True, False): "You are partners already, and its wish leaves partners out.",
    }
    for (here, there), sentence in said.items():
        let_again(wish, partners.teacher_kaohsiung, here)
        let_again(partners.wish_california, partners.teacher_california, there)
        shown = shown_fit(teacher, wish, partners.california)
        assert [one in shown for one in said.values()] == [one == sentence for one in said.values()]


def row(band_wanted="", **languages):
    return WishRow(1, 1, languages=tuple(languages.items()), band_wanted=band_wanted)


@pytest.mark.parametrize(
    ("mine", "theirs", "sides"),
    [
        (row(en="A2"), row(ja="own"), ("",)),
        (row("B1", en="B2"), row("B1", en="A2"), ("mine",)),
        (row("B1", en="A1"), row("B1", en="A2"), ("mine", "theirs")),
        (row("B1", en="A1", ja="own"), row("B1", en="own", ja="A1"), ("",)),
        (row("B1", en=""), row(en="A1", ko="A2"), ("mine",)),
    ],
)
def test_at_whose_wish_a_common_language_fails(mine, theirs, sides):
    assert failing_sides("language", mine, theirs) == sides


def test_the_change_that_opens_most_leads_to_its_field(world, teacher):
    wish = world.wish_kaohsiung
    Wish.objects.filter(pk=wish.pk).update(partner_language_band="C1", partner_countries=[])
    of_japan(world, "Osaka", "B1")
    of_japan(world, "Kyoto", "A2")
    wish.refresh_from_db()
    found = {one.field: (one.value, one.opens) for one in openings_of(recommended(wish))}
    assert found["band_wanted"] == ("A2", 2)  # the nearest of those that open as many
    section = reverse("profiles:wish_section", args=[world.kaohsiung.code, wish.code, "languages"])
    what = "Ask your partner's pupils for A2 in the common language"
    assert changes_offered(teacher, wish)[what] == f"{section}#id_partner_language_band"
    assert 'id="id_partner_language_band"' in teacher.get(section).content.decode()


def test_partners_again_is_a_change_that_opens_more(partners, teacher):
    wish = partners.wish_kaohsiung
    let_again(partners.wish_california, partners.teacher_california)
    section = reverse("profiles:wish_section", args=[wish.organization.code, wish.code, "whom"])
    what = "Let schools you already are partners with be recommended, too"
    assert changes_offered(teacher, wish)[what] == f"{section}#id_partners_again"
    assert 'id="id_partners_again"' in teacher.get(section).content.decode()
