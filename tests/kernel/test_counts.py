import pytest
from django.utils import translation

from mado.kernel.counts import count_text


@pytest.mark.parametrize("language", ["en", "zh-hant", "ja", "ko"])
def test_counts_stand_in_groups_of_thousands_in_every_language_of_the_screens(language):
    with translation.override(language):
        assert [count_text(number) for number in (0, 25, 999, 7300, 1_234_567)] == [
            "0",
            "25",
            "999",
            "7,300",
            "1,234,567",
        ]


def test_another_language_has_its_own_sign():
    with translation.override("de"):
        assert count_text(7300) == "7.300"
