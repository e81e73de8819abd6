import datetime as dt
import itertools

import pytest
from django import forms
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mado.accounts.models import Draft, User
from mado.accounts.prefill import fill_from_draft
from mado.accounts.queries import draft_data
from mado.accounts.services import delete_old_drafts, drop_draft, keep_draft
from mado.kernel.errors import BadInput


def test_the_last_one_to_save_wins_and_a_dropped_draft_is_gone(world):
    keep_draft(user=world.stranger, key="wish:1", data={"title": "a"})
    keep_draft(user=world.stranger, key="wish:1", data={"title": "b", "topics": ["x", "y"]})
    data = draft_data(world.stranger, "wish:1")
    assert (data["title"], data.getlist("topics")) == ("b", ["x", "y"])
    assert dict(draft_data(world.teacher_tokyo, "wish:1")) == {}
    drop_draft(user=world.teacher_tokyo, key="wish:1")
    assert Draft.objects.count() == 1
    drop_draft(user=world.stranger, key="wish:1")
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("key", ["", "A", "a b", "a/b", "x" * 121, "ä", "a\n"])
def test_an_odd_key_is_refused(world, key):
    with pytest.raises(BadInput):
        keep_draft(user=world.stranger, key=key, data={})


def test_fifty_fields_and_forty_thousand_bytes_are_the_most(world):
    keep_draft(user=world.stranger, key="k", data={str(n): "" for n in range(50)})
    for data in ({str(n): "" for n in range(51)}, {"a": "窓" * 14_000}, {"a": "x\x00"}):
        with pytest.raises(BadInput):
            keep_draft(user=world.stranger, key="k", data=data)
    assert len(draft_data(world.stranger, "k")) == 50


def test_drafts_nobody_touched_for_thirty_days_are_deleted(world):
    keep_draft(user=world.stranger, key="old", data={})
    keep_draft(user=world.stranger, key="new", data={})
    Draft.objects.filter(key="old").update(updated_at=timezone.now() - dt.timedelta(days=31))
    assert delete_old_drafts() == 1
    assert [draft.key for draft in Draft.objects.all()] == ["new"]


class Everything(forms.Form):
    word = forms.CharField()
    many = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")])
    yes = forms.BooleanField(required=False)
    moment = forms.SplitDateTimeField()


def test_a_form_is_filled_with_every_kind_of_field(world):
    keep_draft(
        user=world.stranger, key="f", data={"word": "窓", "many": ["b"], "moment_0": "2026-11-23", "moment_1": "09:00"}
    )
    form = Everything()
    assert fill_from_draft(form, draft_data(world.stranger, "f"))
    html = form.as_p()
    assert 'value="窓"' in html
    assert '<option value="b" selected>' in html
    assert 'value="2026-11-23"' in html
    assert not fill_from_draft(Everything({"word": "typed"}), draft_data(world.stranger, "f"))
    assert not fill_from_draft(Everything(), draft_data(world.stranger, "none"))


def test_the_page_keeps_ones_own_draft_only(client, world):
    client.force_login(world.teacher_california)
    answer = client.post(
        "/en/drafts/claim:abc/", {"position": "Grade 4", "topics": ["a", "b"], "csrfmiddlewaretoken": "x"}
    )
    assert answer.json()["saved"] is True
    assert answer.json()["message"].startswith("Saved at ")
    draft = Draft.objects.get()
    assert (draft.user, draft.key, draft.data) == (
        world.teacher_california,
        "claim:abc",
        {"position": ["Grade 4"], "topics": ["a", "b"]},
    )


def test_without_a_time_zone_no_time_is_claimed(client, world):
    client.force_login(world.stranger)
    assert client.post("/en/drafts/a/", {}).json() == {"saved": True, "message": "Saved"}


def test_what_cannot_be_kept_is_said(client, world):
    client.force_login(world.stranger)
    answer = client.post("/en/drafts/A/", {})
    assert (answer.status_code, answer.json()["saved"]) == (422, False)
    assert client.get("/en/drafts/a/").status_code == 405


def test_signed_out_nothing_is_kept(client, world):
    answer = client.post("/en/drafts/a/", {"x": "y"})
    assert (answer.status_code, answer.url) == (302, "/en/account/login/?next=/en/drafts/a/")
    assert Draft.objects.count() == 0


class AnythingTyped(TestCase):
    @given(st.dictionaries(st.text(max_size=20), st.lists(st.text(max_size=40), max_size=4), max_size=8))
    def test_what_is_kept_comes_back_as_it_was(self, data):
        user, _created = User.objects.get_or_create(email="typist@example.org")
        try:
            keep_draft(user=user, key="k", data=data)
        except BadInput:
            typed = [*data, *itertools.chain.from_iterable(data.values())]
            assert any("\x00" in text for text in typed)
        else:
            assert dict(draft_data(user, "k").lists()) == data
