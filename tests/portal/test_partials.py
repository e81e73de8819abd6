"""The parts other screens are made of: a field tied to its words, errors on top, pages of a list, clocks."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import timezone, translation

from mado.portal.clock import pane_clock, season_of
from mado.portal.context import shell
from mado.portal.ladder import rungs
from mado.portal.templatetags.shell import day, days_until, page_numbers

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


class Letter(forms.Form):
    title = forms.CharField(label="Title", help_text="What a partner reads first.")
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Online"), ("b", "Visit")], widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label="Topics", choices=[("f", "Food")], widget=forms.CheckboxSelectMultiple, help_text="As many as fit."
    )
    agreed = forms.BooleanField(label="Agreed")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(name: str, data: dict | None = None) -> str:
    return render_to_string("shell/field.html", {"field": Letter(data)[name]})


def test_a_field_ties_label_hint_and_control():
    html = drawn("title")
    assert '<label for="id_title">Title</label>' in html
    assert 'id="id_title_helptext">What a partner reads first.' in html
    assert 'aria-describedby="id_title_helptext"' in html


def test_an_error_stands_at_its_field_and_is_read_with_it():
    html = drawn("title", {})
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert '<div id="id_title_error"><p class="field-error">This field is required.</p></div>' in html
    assert 'class="field has-error"' in html


def test_what_may_stay_empty_says_so():
    assert "(optional)" in drawn("note")
    assert "(optional)" not in drawn("title")


def test_choices_are_a_group_with_a_legend():
    html = drawn("kind", {"kind": "b"})
    assert "<legend>Kind</legend>" in html
    assert html.count('type="radio"') == 2
    assert '<label for="id_kind_1">Visit</label>' in html
    assert html.count("checked") == 1
    assert 'aria-describedby="id_topics_helptext"' in drawn("topics")


def test_one_box_stands_before_its_label():
    html = drawn("agreed")
    assert html.index('type="checkbox"') < html.index('<label for="id_agreed">')


def test_a_hidden_field_brings_no_words():
    assert drawn("token").strip() == '<input type="hidden" name="token" id="id_token">'


def test_the_summary_leads_to_each_field():
    html = render_to_string("shell/error_summary.html", {"form": Letter({"note": "x"})})
    for target in ("id_title", "id_kind", "id_topics", "id_agreed"):
        assert f'href="#{target}"' in html
    assert render_to_string("shell/error_summary.html", {"form": Letter()}).strip() == ""


def test_pages_keep_the_rest_of_the_address(rf):
    page = Paginator(range(95), 10).get_page(5)
    html = render_to_string("shell/pagination.html", {"page": page}, rf.get("/en/?q=高雄&page=5"))
    assert "41–50 of 95" in html
    assert "q=%E9%AB%98%E9%9B%84&amp;page=6" in html
    assert '<span aria-current="page">5</span>' in html
    assert page_numbers(page.paginator, 5) == [1, 0, 4, 5, 6, 0, 10]


def test_one_page_needs_no_pages(rf):
    page = Paginator(range(3), 10).get_page(1)
    assert render_to_string("shell/pagination.html", {"page": page}, rf.get("/")).strip() == ""


def test_a_pane_speaks_its_own_language_on_its_own_clock():
    with translation.override("en"):
        taipei = pane_clock("Asia/Taipei", "zh-Hant", NOON, 25.0)
        angeles = pane_clock("America/Los_Angeles", "en-US", NOON, 34.0)
    assert (taipei.time, taipei.language, taipei.city) == ("20:00", "zh-Hant", "臺北")
    assert "2026年11月23日" in taipei.day.replace(" ", "")
    assert (angeles.time, angeles.city, angeles.day) == ("04:00", "Los Angeles", "Mon, Nov 23, 2026")


def test_a_pane_whose_language_we_do_not_have_speaks_the_readers():
    with translation.override("en"):
        assert pane_clock("Europe/Prague", "cs", NOON, 50.0).language == "en"


@pytest.mark.parametrize(
    ("month", "latitude", "season"),
    [(12, 25.0, "winter"), (3, 25.0, "spring"), (7, None, "summer"), (11, 60.0, "autumn"), (12, -33.9, "summer"),
     (11, -33.9, "spring"), (5, 1.3, "")],
)  # fmt: skip
def test_seasons_follow_the_half_of_the_earth(month, latitude, season):
    with translation.override("en"):
        assert season_of(dt.date(2026, month, 15), latitude) == season


def test_without_a_point_the_season_is_that_of_the_country():
    with translation.override("en"):
        july = dt.date(2026, 7, 15)
        assert (season_of(july, None, "AU"), season_of(july, None, "JP"), season_of(july, 40.0, "AU")) == (
            "winter",
            "summer",
            "summer",
        )


def test_days_are_said_with_their_weekday():
    with translation.override("en"):
        assert day(dt.date(2026, 12, 4)) == "Fri, Dec 4, 2026"
    assert day(None) == ""


def test_an_instant_is_shown_on_the_readers_clock_and_a_placed_moment_on_its_own():
    instant = dt.datetime(2026, 12, 3, 17, 0, tzinfo=dt.UTC)
    with translation.override("en"):
        assert (day(instant, "Asia/Taipei"), day(instant)) == ("Fri, Dec 4, 2026", "Thu, Dec 3, 2026")
        assert day(instant.astimezone(ZoneInfo("America/Los_Angeles")), "Asia/Taipei") == "Thu, Dec 3, 2026"


def test_the_readers_clock_is_their_own_else_their_schools(rf, world):
    def zone_for(user):
        request = rf.get("/en/")
        request.user = user
        return shell(request)["reader_zone"]

    teacher = world.teacher_california
    assert zone_for(teacher) == (teacher.time_zone or world.california.time_zone)
    teacher.time_zone = "Asia/Tokyo"
    assert zone_for(teacher) == "Asia/Tokyo"
    teacher.time_zone = ""
    assert zone_for(teacher) == world.california.time_zone
    assert zone_for(AnonymousUser()) == "UTC"


def test_days_until_counts_calendar_days():
    assert days_until(timezone.now()) == 0
    assert days_until(timezone.now() + dt.timedelta(days=2)) == 2
    assert days_until(None) is None


def test_the_rails_of_the_ladder_come_nearer():
    lengths = [rung.bottom - rung.top for rung in rungs()]
    assert len(lengths) == 6
    assert lengths == sorted(lengths, reverse=True)
    assert min(lengths) > 0
