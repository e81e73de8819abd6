import pytest

from mado.matching.round_words import share_text


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(3, 4, "75%"), (1, 3, "33%"), (9.59, 9.6, "99.8%"), (999_999, 1_000_000, "99.9%"), (5, 5, "100%"), (0, 0, "–")],
)
def test_nearly_all_is_not_said_to_be_all(part, whole, said):
    assert share_text(part, whole) == said
