"""Screens of recommendations: what they show to whom, and what they refuse."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mado.audit.models import AuditEntry
from mado.directory.services.indexing import rebuild_index
from mado.matching.engine.feasibility import CONDITIONS
from mado.matching.engine.scoring import PARTS
from mado.matching.models import RecommendationMail, Refusal
from mado.matching.part_words import part_sentence
from mado.matching.queries.recommendations import pair_of, recommended
from mado.matching.services.refusals import refuse_recommendation
from mado.matching.web.shown import lines_of, out_of_hundred
from mado.matching.wording import CONDITION_TITLES, PART_TITLES, WHY_NOT, failing_sides
from mado.profiles.models import Wish
from tests.matching.recommendation_world import school_of


def page(client, name, **keys):
    return client.get(reverse(f"matching:{name}", kwargs=keys))


@pytest.fixture
def teacher(world, client):
    client.force_login(world.teacher_kaohsiung)
    return client


def wish_keys(world, school=None):
    keys = {"wish": world.wish_kaohsiung.code}
    return keys | {"code": school.code} if school else keys


def text_of(response):
    return " ".join(response.content.decode().split())


def test_every_part_and_condition_has_its_words():
    assert set(PART_TITLES) == set(PARTS)
    assert set(CONDITION_TITLES) == set(CONDITIONS)
    assert {code for code, _side in WHY_NOT} == set(CONDITIONS)


def test_home_shows_the_best_with_reasons(world, teacher):
    shown = text_of(teacher.get("/en/"))
    assert "Redwood Dual Language Elementary" in shown
    assert "What you share" in shown
    assert "You both want: Culture and festivals" in shown
    (one,) = recommended(world.wish_kaohsiung).rows
    assert f"fits you {one.percent} of 100" in shown
    assert f"to={world.california.code}&amp;from={world.kaohsiung.code}&amp;wish={world.wish_kaohsiung.code}" in shown


def test_who_acts_for_no_school_has_no_recommendations(world, client):
    client.force_login(world.officer)
    assert "Schools that fit you" not in text_of(client.get("/en/"))


def test_the_task_page_shows_them_too(world, teacher):
    shown = text_of(teacher.get(reverse("profiles:tasks", args=[world.kaohsiung.code])))
    assert "Schools that fit you" in shown
    assert "Redwood Dual Language Elementary" in shown


def test_nobody_fits_is_said_with_a_way_on(world, teacher):
    Wish.objects.filter(pk=world.wish_california.pk).update(partner_countries=["JP"])
    shown = text_of(teacher.get("/en/"))
    assert "Nobody fits at present" in shown
    assert f"{reverse('matching:wish', args=[world.wish_kaohsiung.code])}#open-more" in shown
    assert "0 schools fit" in text_of(page(teacher, "wish", **wish_keys(world)))


def test_one_wish_is_opened_at_once_several_are_offered(world, teacher):
    answer = page(teacher, "recommendations")
    assert answer.url == reverse("matching:wish", kwargs=wish_keys(world))
    Wish.objects.create(code="WI-2026-9003", organization=world.kaohsiung, state="open", title="Second")
    assert "Second" in text_of(page(teacher, "recommendations"))
    Wish.objects.update(state="paused")
    assert "No open wish yet" in text_of(page(teacher, "recommendations"))


def test_the_page_of_a_wish(world, teacher):
    school_of(world, "Paris", "FR", zone="Europe/Paris")
    answer = page(teacher, "wish", **wish_keys(world))
    shown = text_of(answer)
    assert "1 school fits" in shown
    assert [change.what for change in answer.context["changes"]] == [
        "Look for schools in France, too",
        "Name no countries: any will do",
    ]
    section = reverse("profiles:wish_section", args=[world.kaohsiung.code, world.wish_kaohsiung.code, "whom"])
    assert {change.url for change in answer.context["changes"]} == {f"{section}#id_partner_countries"}
    assert "1 more school would fit." in shown


def test_a_school_is_looked_up_to_ask_why_not(world, teacher):
    answer = teacher.get(reverse("matching:wish", kwargs=wish_keys(world)), {"school": "みどり"})
    assert [one["school"] for one in answer.context["looked_up"]] == [world.tokyo]
    assert "No school of that name was found" in text_of(
        teacher.get(reverse("matching:wish", kwargs=wish_keys(world)), {"school": "xqzzk"})
    )


def test_the_number_taken_apart_adds_up(world, teacher):
    answer = page(teacher, "fit", **wish_keys(world, world.california))
    (one,) = recommended(world.wish_kaohsiung).rows
    for side, explanation in (("mine", one.mine), ("theirs", one.theirs)):
        lines = lines_of(explanation, side)
        assert len(lines) == len(PARTS)
        assert round(sum(float(line.points) for line in lines), 1) == pytest.approx(
            float(out_of_hundred(explanation)), abs=0.4
        )
    shown = text_of(answer)
    assert f"Fits you: {one.percent} of 100" in shown
    assert "Offering a language" in shown
    assert "together" in shown


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"partner_countries": ["JP"]}, "It looks for partners in other countries."),
        ({"excluded_countries": ["TW"]}, "It looks for partners in other countries."),
        ({"age_from": 16, "age_to": 18}, "The pupils are too far apart in age."),
        ({"partner_levels": ["upper_secondary"]}, "Its wish asks for schools of other levels than yours."),
        ({"languages": ["es"]}, "There is no language in which both groups can meet."),
        ({"recommend": False}, "It wants to choose for itself and not to be recommended."),
        ({"kind": "sister_school"}, "You look for different kinds of exchange."),
    ],
)
def test_why_not_in_words(world, teacher, changes, what):
    Wish.objects.filter(pk=world.wish_california.pk).update(**changes)
    shown = text_of(page(teacher, "fit", **wish_keys(world, world.california)))
    assert "Why this school does not fit" in shown
    assert what in shown


def test_why_not_at_ones_own_wish(world, teacher):
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(partner_countries=["FR"])
    shown = text_of(page(teacher, "fit", **wish_keys(world, world.california)))
    assert "Your wish asks for schools of other countries." in shown


def test_who_turned_us_down_is_not_told(world, client):
    refuse_recommendation(
        wish=world.wish_kaohsiung, school=world.california, reason="school", actor=world.teacher_kaohsiung
    )
    client.force_login(world.teacher_california)
    keys = {"wish": world.wish_california.code, "code": world.kaohsiung.code}
    shown = text_of(page(client, "fit", **keys))
    assert "At present it looks for other partners." in shown
    assert "turned" not in shown.split("<main")[1].split("</main")[0]
    pair = pair_of(world.wish_california, world.kaohsiung)
    assert failing_sides("refused", pair.asking.row, pair.row) == ("theirs",)


def test_obstacles_before_any_condition(world, teacher):
    assert "has no open wish" in text_of(page(teacher, "fit", **wish_keys(world, world.tokyo)))
    world.tokyo.verifications.all().delete()
    assert "does not take part yet" in text_of(page(teacher, "fit", **wish_keys(world, world.tokyo)))


def test_not_for_us_and_back(world, teacher):
    keys = wish_keys(world, world.california)
    assert "No schools in United States for this wish from now on" in text_of(page(teacher, "refuse", **keys))
    address = reverse("matching:refuse", kwargs=keys)
    empty = teacher.post(address)
    assert empty.status_code == 422
    assert "Choose why this school is not for you" in text_of(empty)
    assert teacher.post(address, {"reason": "level"}).status_code == 422
    answer = teacher.post(address, {"reason": "country"}, follow=True)
    assert "Schools in United States are not recommended for this wish." in text_of(answer)
    assert "0 schools fit" in text_of(answer)
    refusal = Refusal.objects.get()
    assert (refusal.reason, refusal.value, refusal.said_by) == ("country", "US", world.teacher_kaohsiung)
    assert "Your school said" in text_of(page(teacher, "fit", **keys))
    undo = reverse("matching:lesson_undo", kwargs=wish_keys(world) | {"pk": refusal.pk})
    assert "1 school fits" in text_of(teacher.post(undo, follow=True))
    verbs = list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs[-2:] == ["matching.refuse_recommendation", "matching.undo_refusal"]


def test_a_change_that_a_lesson_hinders_leads_to_the_lesson(world, teacher):
    teacher.post(reverse("matching:refuse", kwargs=wish_keys(world, world.california)), {"reason": "country"})
    school_of(world, "Oakland")
    answer = page(teacher, "wish", **wish_keys(world))
    assert ("Leave United States out no longer", "#learned") in [
        (one.what, one.url) for one in answer.context["changes"]
    ]


def test_the_count_beside_a_wish(world, teacher):
    address = reverse("profiles:wish", args=[world.kaohsiung.code, world.wish_kaohsiung.code])
    assert "school fits this wish as it is saved" in text_of(teacher.get(address))
    section = reverse("profiles:wish_section", args=[world.kaohsiung.code, world.wish_kaohsiung.code, "whom"])
    assert 'hx-trigger="mado:saved from:body"' in text_of(teacher.get(section))
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(partner_countries=["FR"])
    assert "No school fits this wish as it is saved." in text_of(page(teacher, "count", **wish_keys(world)))


def test_in_the_directory(world, teacher):
    shown = text_of(teacher.get(reverse("directory:find"), {"country": "US"}))
    fit = reverse("matching:fit", kwargs=wish_keys(world, world.california))
    assert f'<a href="{fit}">Fits you: ' in shown
    on_page = text_of(teacher.get(reverse("directory:school", args=[world.california.code])))
    assert "How the number comes about" in on_page
    assert "Does not fit your wish at present" in text_of(
        teacher.get(reverse("directory:school", args=[world.tokyo.code]))
    )
    assert "Fits you" not in text_of(teacher.get(reverse("directory:school", args=[world.kaohsiung.code])))


def test_what_fits_comes_first_in_a_list(world, teacher, settings, tmp_path):
    settings.MADO_SEARCH_DIR = tmp_path
    school_of(world, "Aaa Looks elsewhere", countries=["JP"])
    oakland, _teacher, _wish = school_of(world, "Zzz Oakland", topics=["culture", "music"])
    rebuild_index()
    address = reverse("directory:find")
    assert "What fits you first" in text_of(teacher.get(address))
    rows = [row.organization for row in teacher.get(address, {"sort": "suits", "country": "US"}).context["rows"]]
    best = [one.school for one in recommended(world.wish_kaohsiung).rows]
    assert rows[:2] == best
    assert len(rows) == 3
    assert set(best) == {world.california, oakland}
    Wish.objects.filter(organization=world.kaohsiung).update(state="paused")
    answer = teacher.get(address, {"sort": "suits"})
    assert "What fits you first" not in text_of(answer)
    assert answer.context["asked"].sort == "fit"


def test_strangers_see_none_of_it(world, client):
    assert "Fits you" not in text_of(client.get(reverse("directory:find"), {"country": "US"}))
    assert "Fits you" not in text_of(client.get(reverse("directory:school", args=[world.california.code])))


def test_others_wishes_are_nobody_elses(world, client):
    client.force_login(world.teacher_california)
    for name in ("wish", "count"):
        assert page(client, name, **wish_keys(world)).status_code == 404
    for name in ("fit", "refuse"):
        assert page(client, name, **wish_keys(world, world.tokyo)).status_code == 404
    refusal = refuse_recommendation(
        wish=world.wish_kaohsiung, school=world.tokyo, reason="school", actor=world.teacher_kaohsiung
    )
    undo = reverse("matching:lesson_undo", kwargs={"wish": world.wish_california.code, "pk": refusal.pk})
    assert client.post(undo).status_code == 404
    assert Refusal.objects.count() == 1


def test_the_weekly_mail_is_asked_for_and_ended(world, teacher):
    here = reverse("matching:wish", kwargs=wish_keys(world))
    assert "Write to me once a week" in text_of(teacher.get(reverse("notify:settings")))
    answer = teacher.post(reverse("matching:mails"), {"want": "yes", "back": here})
    assert answer.url == here
    assert RecommendationMail.objects.get().person == world.teacher_kaohsiung
    assert "Stop these mails" in text_of(teacher.get(here))
    away = teacher.post(reverse("matching:mails"), {"want": "no", "back": "https://elsewhere.example/"})
    assert away.url == reverse("notify:settings")
    assert not RecommendationMail.objects.exists()


def test_a_list_of_three_costs_what_a_list_of_one_costs(world, teacher):
    def cost(address):
        teacher.get(address)
        with CaptureQueriesContext(connection) as found:
            assert teacher.get(address).status_code == 200
        return len(found)

    addresses = ["/en/", reverse("matching:wish", kwargs=wish_keys(world)), f"{reverse('directory:find')}?country=US"]
    one = [cost(address) for address in addresses]
    school_of(world, "Oakland")
    school_of(world, "Fresno")
    assert [cost(address) for address in addresses] == one


def test_in_every_language_a_part_is_one_sentence():
    facts = {"winter": 60, "summer": 120, "mode": "both"}
    assert part_sentence("time", facts) == "Your weeks meet for 1 h in winter and 2 h in summer."
    assert part_sentence("replies", {"hundredths": 88}) == "Answers about 9 of 10 invitations."
    assert part_sentence("replies", {"hundredths": 88}, "theirs") == "You answer about 9 of 10 invitations."
    assert part_sentence("equity", {"reasons": ("rural", "first_time")}) == (
        "A small head start, to be fair: In the country, its first exchange"
    )
