"""A tag from anywhere finds one of the languages of the screens."""

import pytest

from mado.reference.screen_languages import screen_language


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("zh-Hant-TW", "zh-hant"),
        ("zh-Hans", "zh-hant"),
        ("zh", "zh-hant"),
        ("ja", "ja"),
        ("en-US", "en"),
        ("ko_KR", "ko"),
        ("english", "en"),
        ("cs", "en"),
        ("", "en"),
    ],
)
def test_a_tag_finds_its_screen_language(tag, code):
    assert screen_language(tag) == code


def test_otherwise_stands_for_languages_the_screens_have_not():
    assert (screen_language("cs", otherwise="ja"), screen_language("ko", otherwise="ja")) == ("ja", "ko")
