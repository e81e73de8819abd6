"""The school's own pages, as their people use them: saved as typed, and nothing lost."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from mado.accounts.models import Draft
from mado.audit.models import AuditEntry
from mado.profiles.models import ClosedSpan, SchoolProfile, Wish
from mado.profiles.queries import profile_of, profile_tasks, strength_of, wish_tasks
from mado.profiles.services import start_wish

TODAY = timezone.localdate()


def url(name, *args):
    return reverse(f"profiles:{name}", args=args)


def type_into(client, address, data):
    """What the browser sends while somebody types."""
    answer = client.post(address, data, headers={"X-Autosave": "1"})
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


@pytest.fixture
def teacher(client, world):
    client.force_login(world.teacher_kaohsiung)
    return client


@pytest.fixture
def draft_wish(world):
    """A draft in which nothing is said: what was taken over from the last wish is taken out again."""
    made = start_wish(organization=world.kaohsiung, actor=world.teacher_kaohsiung)
    made.windows.all().delete()
    Wish.objects.filter(pk=made.pk).update(age_from=None, age_to=None, group_size=None, languages=[], language_band="")
    made.refresh_from_db()
    return made


def section(world, name):
    return url("section", world.kaohsiung.code, name)


def wish_section(wish, name):
    return url("wish_section", wish.organization.code, wish.code, name)


# --- who may ---------------------------------------------------------------------------------------------------


def pages_of(world):
    code, wish = world.kaohsiung.code, world.wish_kaohsiung.code
    return [
        url("tasks", code),
        url("section", code, "about"),
        url("section", code, "day"),
        url("calendar", code),
        url("wish", code, wish),
        url("wish_section", code, wish, "kind"),
        url("wish_check", code, wish),
    ]


def test_seat_holders_find_their_pages_and_others_find_nothing(client, world):
    for person, status in (
        (world.teacher_kaohsiung, 200),
        (world.deputy_kaohsiung, 200),
        (world.teacher_california, 404),
        (world.officer, 403),
        (world.stranger, 403),
    ):
        client.force_login(person)
        assert [client.get(page).status_code for page in pages_of(world)] == [status] * 7


def test_another_schools_wish_cannot_be_moved_or_written(client, world):
    client.force_login(world.teacher_california)
    code, wish = world.kaohsiung.code, world.wish_kaohsiung.code
    assert client.post(url("wish_move", code, wish, "pause")).status_code == 404
    assert client.post(url("wish_new", code)).status_code == 404
    assert client.post(url("calendar_add", code)).status_code == 404
    mixed = url("wish_move", world.california.code, wish, "pause")
    assert client.post(mixed).status_code == 404
    assert Wish.objects.get(pk=world.wish_kaohsiung.pk).state == "open"


def test_signed_out_people_are_asked_to_sign_in(client, world):
    answer = client.post(section(world, "about"), {"about": "x"}, headers={"X-Autosave": "1"})
    assert answer.status_code == 302
    assert "login" in answer.url


# --- saved as typed --------------------------------------------------------------------------------------------


def test_what_is_typed_is_saved_at_once_and_stands_after_a_closed_tab(teacher, world):
    answer = type_into(teacher, section(world, "facts"), {"short_name": "港邊的小學", "pupils": "420"})
    assert answer == {"saved": True, "message": "Saved"}
    profile = SchoolProfile.objects.get(organization=world.kaohsiung)
    assert (profile.short_name, profile.pupils) == ("港邊的小學", 420)
    teacher.logout()
    teacher.force_login(world.teacher_kaohsiung)
    assert "港邊的小學" in teacher.get(section(world, "facts")).content.decode()


def test_what_is_wrong_is_kept_and_shown_again_with_its_sentence(teacher, world):
    answer = type_into(teacher, section(world, "facts"), {"short_name": "新的文字", "pupils": "about 420"})
    assert answer["saved"] is True
    assert "Write a whole number" in answer["message"]
    profile = SchoolProfile.objects.get(organization=world.kaohsiung)
    assert (profile.short_name, profile.pupils) == ("新的文字", 420)
    page = teacher.get(section(world, "facts")).content.decode()
    assert 'value="about 420"' in page
    assert "Write a whole number" in page
    assert "新的文字" in page
    type_into(teacher, section(world, "facts"), {"short_name": "新的文字", "pupils": "430"})
    assert not Draft.objects.exists()
    assert SchoolProfile.objects.get(organization=world.kaohsiung).pupils == 430


def test_a_draft_is_its_persons_own(teacher, client, world):
    type_into(teacher, section(world, "facts"), {"short_name": "x", "pupils": "many"})
    client.force_login(world.deputy_kaohsiung)
    assert "umpteen" not in client.get(section(world, "facts")).content.decode()


def test_without_javascript_the_save_button_does_the_same(teacher, world):
    data = {"languages": ["zh-Hant", "ja"], "answering_languages": ["ja"]}
    answer = teacher.post(section(world, "languages"), data)
    assert answer.status_code == 302
    assert answer.url == section(world, "taught")
    profile = SchoolProfile.objects.get(organization=world.kaohsiung)
    assert (profile.languages, profile.answering_languages) == (["zh-Hant", "ja"], ["ja"])


def test_handing_in_what_is_wrong_gives_sentences_and_loses_nothing(teacher, world):
    answer = teacher.post(section(world, "capacity"), {"open_invitations_most": "0"})
    assert answer.status_code == 422
    assert "Say a number from 1 to 50" in answer.content.decode()
    assert 'value="0"' in teacher.get(section(world, "capacity")).content.decode()
    assert SchoolProfile.objects.get(organization=world.kaohsiung).open_invitations_most == 3


def test_the_first_word_typed_makes_the_profile(teacher, world):
    SchoolProfile.objects.filter(organization=world.kaohsiung).delete()
    assert teacher.get(url("tasks", world.kaohsiung.code)).status_code == 200
    assert not SchoolProfile.objects.filter(organization=world.kaohsiung).exists()
    type_into(teacher, section(world, "about"), {"about": "你好"})
    assert SchoolProfile.objects.get(organization=world.kaohsiung).about == "你好"
    assert list(AuditEntry.objects.order_by("id").values_list("verb", flat=True)) == [
        "profiles.make_profile",
        "profiles.change_profile",
    ]


def test_what_the_directory_knows_is_shown_and_not_asked(teacher, world):
    page = teacher.get(section(world, "about")).content.decode()
    assert "Asia/Taipei" in page
    assert 'name="time_zone"' not in teacher.get(section(world, "day")).content.decode()


def test_a_country_of_several_clocks_may_say_which(client, world):
    client.force_login(world.teacher_california)
    address = url("section", world.california.code, "day")
    assert 'name="time_zone"' in client.get(address).content.decode()
    data = {"day_1_start": "08:00", "day_1_end": "14:00", "time_zone": "America/Denver"}
    type_into(client, address, data)
    assert SchoolProfile.objects.get(organization=world.california).time_zone == "America/Denver"
    type_into(client, address, {**data, "time_zone": "America/Los_Angeles"})
    assert SchoolProfile.objects.get(organization=world.california).time_zone == ""


# --- school day ------------------------------------------------------------------------------------------------


def bells(world):
    profile = SchoolProfile.objects.get(organization=world.kaohsiung)
    return {bell.weekday: f"{bell.start:%H:%M}-{bell.end:%H:%M}" for bell in profile.bell_days.all()}


def test_bell_times_of_each_day_are_saved_as_typed(teacher, world):
    type_into(
        teacher,
        section(world, "day"),
        {"day_1_start": "07:50", "day_1_end": "16:00", "day_3_start": "08:00", "day_3_end": "12:00"},
    )
    assert bells(world) == {1: "07:50-16:00", 3: "08:00-12:00"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"day_1_start": "16:00", "day_1_end": "08:00"}, "Monday: It ends before it starts"),
        ({"day_1_start": "08:00", "day_1_end": ""}, "Monday: Say when it ends"),
        ({"day_1_start": "", "day_1_end": "16:00"}, "Monday: Say when it starts"),
        ({"day_1_start": "25:00", "day_1_end": "16:00"}, "Write a time from 00:00 to 23:59"),
        ({}, "Give the times of at least one day"),
    ],
)
def test_bell_times_that_cannot_be_are_kept_but_not_used(teacher, world, data, sentence):
    before = bells(world)
    answer = type_into(
        teacher, section(world, "day"), {**data, **({"day_2_start": "08:00", "day_2_end": "15:00"} if data else {})}
    )
    assert sentence in answer["message"]
    assert bells(world) == before
    assert sentence in teacher.get(section(world, "day")).content.decode()


# --- calendar --------------------------------------------------------------------------------------------------


def test_a_closed_time_is_added_and_removed_and_can_be_taken_back(teacher, world):
    data = {"kind": "exam", "name": "期末考", "first": "2027-01-11", "last": "2027-01-13"}
    assert teacher.post(url("calendar_add", world.kaohsiung.code), data).status_code == 302
    span = ClosedSpan.objects.get()
    assert (span.kind, span.name, str(span.first), str(span.last)) == ("exam", "期末考", "2027-01-11", "2027-01-13")
    assert teacher.post(url("calendar_remove", world.kaohsiung.code, span.pk)).status_code == 302
    assert not ClosedSpan.objects.exists()
    assert 'value="2027-01-13"' in teacher.get(url("calendar", world.kaohsiung.code)).content.decode()


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        ("2027-01-10", "It ends before it starts"),
        ("2028-01-13", "at most 150 days"),
        ("2027-02-30", "day of the calendar"),
    ],
)
def test_a_closed_time_that_cannot_be_gets_a_sentence(teacher, world, last, sentence):
    data = {"kind": "exam", "first": "2027-01-11", "last": last}
    answer = teacher.post(url("calendar_add", world.kaohsiung.code), data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ClosedSpan.objects.exists()
    assert 'value="2027-01-11"' in teacher.get(url("calendar", world.kaohsiung.code)).content.decode()


@pytest.mark.parametrize(("day", "sentence"), [("9999-12-31", "Is the year right?"), ("0001-01-01", "already over")])
def test_a_closed_time_of_a_mistyped_year_gets_a_sentence(teacher, world, day, sentence):
    answer = teacher.post(
        url("calendar_add", world.kaohsiung.code), {"kind": "exam", "name": "", "first": day, "last": day}
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ClosedSpan.objects.exists()


def test_a_text_too_long_even_for_a_draft_stays_in_the_form_with_its_sentence(teacher, world):
    page, text = section(world, "about"), "窓" * 30_000
    answer = teacher.post(page, {"about": text})
    assert answer.status_code == 422
    assert "at most 4000 characters" in answer.content.decode()
    assert text in answer.content.decode()
    typed = teacher.post(page, {"about": text}, headers={"X-Autosave": "1"})
    assert (typed.status_code, typed.json()["saved"]) == (422, False)
    added = teacher.post(url("calendar_add", world.kaohsiung.code), {"name": text}, headers={"X-Autosave": "1"})
    assert (added.status_code, added.json()["saved"]) == (422, False)
    assert teacher.post(url("calendar_add", world.kaohsiung.code), {"name": text}).status_code == 422


def test_a_closed_time_half_typed_waits_in_the_draft(teacher, world):
    answer = type_into(teacher, url("calendar_add", world.kaohsiung.code), {"kind": "blocked", "first": "2027-03-01"})
    assert answer["message"].startswith("Kept for you")
    assert not ClosedSpan.objects.exists()
    assert 'value="2027-03-01"' in teacher.get(url("calendar", world.kaohsiung.code)).content.decode()


def test_typical_breaks_are_shown_with_their_source_copied_and_confirmed(teacher, world):
    code = world.kaohsiung.code
    page = teacher.get(url("calendar", code)).content.decode()
    assert "Ministry of Education: classes" in page
    assert "not yet confirmed by the school" in page
    teacher.post(url("calendar_typical", code))
    copied = ClosedSpan.objects.count()
    assert copied >= 2
    teacher.post(url("calendar_typical", code))
    assert ClosedSpan.objects.count() == copied
    teacher.post(url("calendar", code), {"calendar_confirmed": "yes"})
    assert profile_of(world.kaohsiung).calendar_confirmed is True
    teacher.post(url("calendar", code), {"calendar_confirmed": "no"})
    assert profile_of(world.kaohsiung).calendar_confirmed is False


def test_another_schools_closed_time_cannot_be_removed(client, world):
    span = ClosedSpan.objects.create(profile=world.kaohsiung.profile, kind="exam", first=TODAY, last=TODAY)
    client.force_login(world.teacher_california)
    assert client.post(url("calendar_remove", world.california.code, span.pk)).status_code == 404
    assert ClosedSpan.objects.count() == 1


# --- wishes ----------------------------------------------------------------------------------------------------

FULL = {
    "kind": {"title": "我們的港口", "kind": "cultural", "mode": "both"},
    "forms": {"forms": ["letters"], "note": ""},
    "whom": {"partner_countries": ["US"], "partner_levels": ["primary"]},
    "group": {"age_from": "10", "age_to": "12", "group_size": "25"},
    "languages": {"languages": ["en"], "language_band": "A2"},
    "topics": {"topics": ["food"], "sdgs": ["4", "11"]},
    "times": {
        "period_from": str(TODAY),
        "period_to": str(TODAY + dt.timedelta(days=120)),
        "window_0_day": "2",
        "window_0_start": "08:00",
        "window_0_end": "09:30",
        "sessions_wanted": "6",
        "sessions_least": "4",
    },
    "goals": {"outcomes": "一本食譜", "evaluation": "兩邊各填一張問卷"},
    "terms": {"who_pays": "each_own"},
    "capacity": {"partners_wanted": "2", "valid_until": str(TODAY + dt.timedelta(days=90))},
}


def test_a_wish_is_written_section_by_section_checked_and_opened(teacher, world):
    code = world.kaohsiung.code
    answer = teacher.post(url("wish_new", code))
    wish = Wish.objects.exclude(pk=world.wish_kaohsiung.pk).get(organization=world.kaohsiung)
    assert answer.url == wish_section(wish, "kind")
    for name, data in FULL.items():
        answer = teacher.post(wish_section(wish, name), data)
        assert answer.status_code == 302, answer.content.decode()
    assert answer.url == url("wish_check", code, wish.code)
    page = teacher.get(answer.url).content.decode()
    assert "Tuesday 08:00–09:30" in page
    assert "4 Quality education" in page
    assert teacher.post(url("wish_move", code, wish.code, "open")).status_code == 302
    wish.refresh_from_db()
    assert (wish.state, wish.sdgs, wish.partner_countries) == ("open", [4, 11], ["US"])
    assert [(row.weekday, str(row.start), str(row.end)) for row in wish.windows.all()] == [(2, "08:00:00", "09:30:00")]


def test_an_unfinished_wish_says_why_it_cannot_be_opened(teacher, world, draft_wish):
    page = teacher.get(url("wish", world.kaohsiung.code, draft_wish.code)).content.decode()
    assert "Say how old your pupils are and how many take part." in page
    assert 'disabled aria-describedby="why-open"' in page
    teacher.post(url("wish_move", world.kaohsiung.code, draft_wish.code, "open"))
    draft_wish.refresh_from_db()
    assert draft_wish.state == "draft"


YESTERDAY = str(TODAY - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("group", {"age_from": "12", "age_to": "10"}, "is younger than the youngest"),
        ("group", {"group_size": "0"}, "from 1 to 500"),
        ("group", {"age_from": "2"}, "from 4 to 30"),
        ("times", {"period_from": "2027-05-01", "period_to": "2027-04-01"}, "ends before it starts"),
        ("times", {"period_to": YESTERDAY}, "already over"),
        ("times", {"period_from": str(TODAY), "period_to": "9999-12-31"}, "Is the year right?"),
        ("capacity", {"valid_until": "9999-12-31"}, "Is the year right?"),
        ("times", {"window_0_day": "2", "window_0_start": "10:00", "window_0_end": "09:00"}, "ends before it starts"),
        ("times", {"window_0_start": "10:00", "window_0_end": "11:00"}, "Choose the weekday"),
        ("times", {"window_0_day": "2"}, "Say from when until when"),
        ("times", {"sessions_wanted": "0"}, "from 1 to 60"),
        ("capacity", {"valid_until": YESTERDAY}, "in the past"),
        ("capacity", {"partners_wanted": "0"}, "from 1 to 20"),
        ("kind", {"kind": "holiday"}, "Select a valid choice"),
        ("topics", {"sdgs": ["18"]}, "Select a valid choice"),
    ],
)
def test_bad_input_gets_its_sentence_is_kept_and_never_saved(teacher, draft_wish, name, data, sentence):
    before = Wish.objects.filter(pk=draft_wish.pk).values().get()
    base = {"partners_wanted": "1", "mode": "both", "recommend": "on"}
    answer = type_into(teacher, wish_section(draft_wish, name), {**base, **data})
    assert sentence in answer["message"]
    after = Wish.objects.filter(pk=draft_wish.pk).values().get()
    assert {k: v for k, v in after.items() if k != "updated_at"} == {
        k: v for k, v in before.items() if k != "updated_at"
    }
    assert not draft_wish.windows.exists()
    page = teacher.get(wish_section(draft_wish, name)).content.decode()
    assert sentence in page
    handed_in = teacher.post(wish_section(draft_wish, name), {**base, **data})
    assert handed_in.status_code == 422
    assert sentence in handed_in.content.decode()


def test_both_ages_wait_together_while_they_are_reversed(teacher, draft_wish):
    Wish.objects.filter(pk=draft_wish.pk).update(age_from=8, age_to=9)
    type_into(teacher, wish_section(draft_wish, "group"), {"age_from": "12", "age_to": "10", "group_size": "20"})
    draft_wish.refresh_from_db()
    assert (draft_wish.age_from, draft_wish.age_to, draft_wish.group_size) == (8, 9, 20)
    page = teacher.get(wish_section(draft_wish, "group")).content.decode()
    assert 'value="12"' in page
    assert 'value="10"' in page


def test_a_wrong_weekly_time_does_not_push_out_its_neighbours(teacher, draft_wish):
    right = {
        "window_0_day": "1",
        "window_0_start": "08:00",
        "window_0_end": "09:00",
        "window_1_day": "2",
        "window_1_start": "08:00",
        "window_1_end": "09:00",
    }
    type_into(teacher, wish_section(draft_wish, "times"), right)
    assert draft_wish.windows.count() == 2
    type_into(teacher, wish_section(draft_wish, "times"), {**right, "window_0_end": "07:00"})
    assert draft_wish.windows.count() == 2
    form = teacher.get(wish_section(draft_wish, "times")).context["form"]
    assert [form.data[f"window_{n}_{part}"] for n in (0, 1) for part in ("day", "end")] == ["1", "07:00", "2", "09:00"]


def test_an_open_wish_is_only_changed_by_pressing_save(teacher, world):
    wish = world.wish_kaohsiung
    address = wish_section(wish, "kind")
    data = {"title": "新標題", "kind": "cultural", "mode": "both"}
    assert type_into(teacher, address, data)["message"].startswith("Kept for you")
    wish.refresh_from_db()
    assert wish.title == "港口與市場的故事"
    page = teacher.get(address).content.decode()
    assert "新標題" in page
    assert "changes here that are not yet saved" in page
    assert teacher.post(address, data).status_code == 302
    wish.refresh_from_db()
    assert wish.title == "新標題"
    assert not Draft.objects.exists()


def test_an_open_wish_stays_complete(teacher, world):
    wish = world.wish_kaohsiung
    answer = teacher.post(wish_section(wish, "topics"), {"sdgs": ["4"]})
    assert answer.status_code == 422
    wish.refresh_from_db()
    assert (wish.topics, wish.sdgs) == (["culture"], [4, 11])


def test_a_wish_is_paused_opened_again_and_withdrawn(teacher, world):
    wish, code = world.wish_kaohsiung, world.kaohsiung.code
    states = []
    for move in ("pause", "open", "withdraw"):
        assert teacher.post(url("wish_move", code, wish.code, move)).status_code == 302
        states.append(Wish.objects.get(pk=wish.pk).state)
    assert states == ["paused", "open", "withdrawn"]
    assert teacher.get(wish_section(wish, "kind")).status_code == 404
    assert list(AuditEntry.objects.order_by("id").values_list("verb", flat=True)) == [
        "profiles.pause_wish",
        "profiles.open_wish",
        "profiles.withdraw_wish",
    ]


def test_an_empty_draft_is_taken_up_again(teacher, world, draft_wish):
    teacher.post(url("wish_new", world.kaohsiung.code))
    assert Wish.objects.filter(organization=world.kaohsiung, state="draft").count() == 1


# --- lists -----------------------------------------------------------------------------------------------------


def test_the_task_list_takes_the_same_queries_for_one_and_three_wishes(teacher, world):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries():
        with CaptureQueriesContext(connection) as caught:
            teacher.get(url("tasks", world.kaohsiung.code))
        return len(caught)

    queries()
    one = queries()
    for title in ("一", "二"):
        made = start_wish(organization=world.kaohsiung, actor=world.teacher_kaohsiung)
        Wish.objects.filter(pk=made.pk).update(title=title)
    assert queries() == one


def test_progress_counts_what_is_done(teacher, world):
    needed = [task.key for task in profile_tasks(world.kaohsiung) if task.needed and not task.done]
    assert needed == ["languages", "safety", "calendar"]
    page = teacher.get(url("tasks", world.kaohsiung.code)).content.decode()
    strength = strength_of(profile_of(world.kaohsiung))
    assert f"{strength.per_cent} % of what partners look for" in page
    assert all(task.done for task in wish_tasks(world.wish_kaohsiung) if task.needed)


def test_home_says_the_next_step(teacher, world):
    page = teacher.get(reverse("portal:home")).content.decode()
    assert "Languages you work in" in page
    assert "Nothing stops a partner sooner" in page
    Wish.objects.update(state="withdrawn")
    assert "Write a wish" in teacher.get(reverse("portal:home")).content.decode()
