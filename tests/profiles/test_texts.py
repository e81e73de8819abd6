"""Texts in several languages: who is shown which, what a machine is sent, and that its words stay marked."""

import json

import pytest
from django.urls import reverse
from django.utils.translation import override

from mado.audit.models import AuditEntry
from mado.directory.contributions import contributions_for
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.kernel.privacy import classified
from mado.profiles import services
from mado.profiles.models import ProfileText, SchoolProfile, Wish
from mado.profiles.queries import language_states, readings_of, same_language, text_fields
from mado.profiles.queries.texts import PROFILE_TEXTS, WISH_TEXTS
from tests.profiles.translation_server import translation_server

ABOUT = "我們是靠近港口的小學。"


@pytest.fixture
def profile(world):
    return SchoolProfile.objects.select_related("organization").get(organization=world.kaohsiung)


@pytest.fixture
def machine(settings):
    with translation_server() as (address, found):
        settings.MADO_TRANSLATOR, settings.MADO_TRANSLATOR_URL = "libretranslate", address
        yield found


def save(thing, world, language="en", checked=(), **texts):
    services.save_texts(thing=thing, actor=world.teacher_kaohsiung, language=language, texts=texts, checked=checked)


def shown(profile, reader):
    found = readings_of(profile, reader)["about"]
    return found.text, found.language


# --- which one is shown ----------------------------------------------------------------------------------------


def test_the_reader_is_shown_the_own_language_else_english_else_the_original(profile, world):
    assert {shown(profile, reader) for reader in ("zh-hant", "en", "ja")} == {(ABOUT, "zh-Hant")}
    save(profile, world, about="A school by the harbour.")
    assert shown(profile, "en") == ("A school by the harbour.", "en")
    assert shown(profile, "ja") == ("A school by the harbour.", "en")
    assert shown(profile, "zh-hant") == (ABOUT, "zh-Hant")
    save(profile, world, "ja", about="港の近くの小学校です。")
    assert shown(profile, "ja") == ("港の近くの小学校です。", "ja")
    assert readings_of(profile, "ja")["about"].original == ABOUT


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("zh-hant", "zh-Hant", True),
        ("zh-TW", "zh-Hant", True),
        ("zh-Hans", "zh-Hant", False),
        ("en-GB", "en", True),
        ("ja", "ko", False),
        ("", "en", False),
        ("not a tag", "en", False),
    ],
)
def test_which_languages_are_the_same_to_a_reader(one, other, same):
    assert same_language(one, other) == same


def test_the_page_shows_the_text_with_its_lang_and_the_original_one_click_away(client, profile, world):
    save(profile, world, about="A school by the harbour.")
    with override("en"):
        page = client.get(reverse("directory:school", args=[world.kaohsiung.code])).content.decode()
    assert '<div lang="en"><p>A school by the harbour.</p></div>' in page
    assert "Show the original: Chinese (traditional)" in page
    assert f'<div lang="zh-Hant"><p>{ABOUT}</p></div>' in page
    assert "Machine translation" not in page


def test_a_wishs_title_is_found_in_every_language(world):
    save(world.wish_kaohsiung, world, title="Stories of harbour and market")
    assert "Stories of harbour and market" in contributions_for([world.kaohsiung.pk])[world.kaohsiung.pk].texts


# --- writing ---------------------------------------------------------------------------------------------------


def test_texts_are_written_changed_and_taken_away(profile, world):
    save(profile, world, about="One")
    save(profile, world, about="Two")
    assert [(row.text, row.origin) for row in profile.texts.all()] == [("Two", "own")]
    save(profile, world, about="Two")
    save(profile, world, about="  ")
    assert not profile.texts.exists()
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["profiles.save_texts"] * 3


def test_only_the_seat_writes_and_only_in_another_language(profile, world):
    with pytest.raises(NotPermitted):
        services.save_texts(thing=profile, actor=world.teacher_california, language="en", texts={"about": "x"})
    with pytest.raises(NotPermitted):
        services.translate_texts(thing=profile, actor=world.officer, language="en")
    with pytest.raises(BadInput, match="already"):
        save(profile, world, "zh-Hant", about="x")
    with pytest.raises(BadInput, match="from the list"):
        save(profile, world, "klingon", about="x")
    with pytest.raises(BadInput, match="at most 4000"):
        save(profile, world, about="x" * 4001)
    with pytest.raises(BadInput, match="at most 320"):
        save(world.wish_kaohsiung, world, title="x" * 321)
    with pytest.raises(ValueError, match="no texts of a SchoolProfile"):
        save(profile, world, principal_name="x")


def test_a_text_older_than_its_original_says_so(profile, world):
    save(profile, world, about="A school by the harbour.")
    services.change_profile(profile=profile, actor=world.teacher_kaohsiung, changes={"about": "我們搬到山上了。"})
    profile.refresh_from_db()
    assert readings_of(profile, "en")["about"].is_outdated
    states = {row.language: row for row in language_states(profile, list(profile.texts.all()))}
    assert (states["en"].written, states["en"].outdated, states["ja"].written) == (1, 1, 0)
    assert "zh-Hant" not in states


# --- the machine -----------------------------------------------------------------------------------------------


def test_it_is_off_unless_a_deployment_sets_it(client, profile, world):
    client.force_login(world.teacher_kaohsiung)
    address = reverse("profiles:text", args=[world.kaohsiung.code, "en"])
    assert "Ask the machine" not in client.get(address).content.decode()
    with pytest.raises(NotPossible, match="no translation service"):
        services.translate_texts(thing=profile, actor=world.teacher_kaohsiung, language="en")


def test_its_words_are_marked_wherever_they_are_shown(client, profile, world, machine):
    client.force_login(world.teacher_kaohsiung)
    address = reverse("profiles:text", args=[world.kaohsiung.code, "en"])
    assert "Ask the machine" in client.get(address).content.decode()
    assert client.post(address + "translate/").status_code == 302
    assert "I have read it and it says what we mean" in client.get(address).content.decode()
    row = profile.texts.get()
    assert (row.text, row.origin, row.checked_by) == (f"<en> {ABOUT}", "machine", None)
    client.logout()
    page = reverse("directory:school", args=[world.kaohsiung.code])
    assert "Machine translation. Show the original" in client.get(page).content.decode()
    save(profile, world, checked={"about"}, about=row.text)
    row.refresh_from_db()
    assert (row.origin, row.checked_by) == ("machine", world.teacher_kaohsiung)
    assert "Machine translation, read and found right by the school." in client.get(page).content.decode()
    save(profile, world, about="Written by ourselves.")
    assert "Machine translation" not in client.get(page).content.decode()


def test_what_a_person_has_written_is_never_overwritten(profile, world, machine):
    save(profile, world, about="Our own words.")
    services.change_profile(profile=profile, actor=world.teacher_kaohsiung, changes={"clubs": "合唱團"})
    profile.refresh_from_db()
    assert services.translate_texts(thing=profile, actor=world.teacher_kaohsiung, language="en") == 1
    assert {row.field: row.text for row in profile.texts.all()} == {"about": "Our own words.", "clubs": "<en> 合唱團"}
    assert services.translate_texts(thing=profile, actor=world.teacher_kaohsiung, language="en") == 0


def test_a_machines_text_is_made_anew_when_the_original_has_changed(profile, world, machine):
    services.translate_texts(thing=profile, actor=world.teacher_kaohsiung, language="en")
    services.change_profile(profile=profile, actor=world.teacher_kaohsiung, changes={"about": "新的文字"})
    profile.refresh_from_db()
    assert services.translate_texts(thing=profile, actor=world.teacher_kaohsiung, language="en") == 1
    assert profile.texts.get().text == "<en> 新的文字"


def test_only_public_texts_are_ever_sent(world, machine):
    secret = {
        "principal_name": "SECRET-principal",
        "department": "SECRET-department",
        "chat_app": "line",
        "chat_id": "SECRET-chat",
        "safeguarding_lead": "SECRET-lead",
        "tools": "SECRET-tools",
        "connection_note": "SECRET-connection",
    }
    public = {name: f"public {name}" for name in PROFILE_TEXTS}
    profile = SchoolProfile.objects.get(organization=world.kaohsiung)
    services.change_profile(profile=profile, actor=world.teacher_kaohsiung, changes=secret | public)
    profile.refresh_from_db()
    services.translate_texts(thing=profile, actor=world.teacher_kaohsiung, language="en")
    services.translate_texts(thing=world.wish_kaohsiung, actor=world.teacher_kaohsiung, language="en")
    sent = json.dumps([body for _path, _headers, body in machine.asked], ensure_ascii=False)
    assert "SECRET" not in sent
    assert all(f"public {name}" in sent for name in PROFILE_TEXTS)
    for person in (world.teacher_kaohsiung, world.deputy_kaohsiung):
        assert person.name not in sent
        assert person.email not in sent


def test_the_list_of_texts_holds_public_fields_only():
    for model, named in ((SchoolProfile, PROFILE_TEXTS), (Wish, WISH_TEXTS)):
        assert {classified()[model._meta.label][name][0] for name in named} == {"public"}
    assert dict(text_fields(SchoolProfile())).keys() == PROFILE_TEXTS.keys()


def test_a_field_that_stops_being_public_is_no_longer_sent(profile, monkeypatch):
    rows = dict(classified()["profiles.SchoolProfile"]) | {"about": ("case", "lasting")}
    monkeypatch.setitem(classified(), "profiles.SchoolProfile", rows)
    assert "about" not in text_fields(profile)


def test_when_the_machine_fails_a_sentence_says_so_and_nothing_is_written(client, profile, world, machine):
    machine.status = 429
    client.force_login(world.teacher_kaohsiung)
    address = reverse("profiles:text_translate", args=[world.kaohsiung.code, "en"])
    answer = client.post(address, follow=True)
    assert "has no more to give" in answer.content.decode()
    assert not ProfileText.objects.exists()


# --- pages -----------------------------------------------------------------------------------------------------


def test_the_pages_of_texts_open_save_as_typed_and_are_the_schools_own(client, world):
    client.force_login(world.teacher_kaohsiung)
    code, wish = world.kaohsiung.code, world.wish_kaohsiung
    for name, args in (
        ("texts", [code]),
        ("text", [code, "ja"]),
        ("wish_texts", [code, wish.code]),
        ("wish_text", [code, wish.code, "ja"]),
    ):
        assert client.get(reverse(f"profiles:{name}", args=args)).status_code == 200
    typed = client.post(
        reverse("profiles:text", args=[code, "ja"]), {"about": "港の小学校"}, headers={"X-Autosave": "1"}
    )
    assert typed.json()["saved"] is True
    assert ProfileText.objects.get(language="ja").text == "港の小学校"
    open_wish = reverse("profiles:wish_text", args=[code, wish.code, "ja"])
    client.post(open_wish, {"title": "港と市場"}, headers={"X-Autosave": "1"})
    assert not wish.texts.exists()
    assert client.post(open_wish, {"title": "港と市場"}).status_code == 302
    assert wish.texts.get().text == "港と市場"
    assert client.get(reverse("profiles:text", args=[code, "zh-Hant"])).status_code == 404
    assert client.get(reverse("profiles:text", args=[code, "xx"])).status_code == 404
    client.force_login(world.teacher_california)
    assert client.get(reverse("profiles:text", args=[code, "ja"])).status_code == 404


def test_another_language_is_chosen_from_the_whole_list(client, world):
    client.force_login(world.teacher_kaohsiung)
    address = reverse("profiles:texts", args=[world.kaohsiung.code])
    assert client.get(address, {"language": "tr"}).url == reverse("profiles:text", args=[world.kaohsiung.code, "tr"])
    assert client.get(address, {"language": "//evil.example"}).url == address
