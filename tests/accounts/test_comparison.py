import pytest
from hypothesis import given
from hypothesis import strategies as st

from mado.accounts.engine.comparison import host_of, same_house, same_phone


@pytest.mark.parametrize(
    ("email", "website", "agrees"),
    [
        ("a@elm.k12.example.org", "https://www.elm.k12.example.org/home", True),
        ("a@mail.gdps.kh.edu.tw", "http://gdps.kh.edu.tw", True),
        ("a@kh.edu.tw", "www.gdps.kh.edu.tw", True),
        ("a@gmail.com", "www.gdps.kh.edu.tw", False),
        ("a@gmail.com", "https://gmail.com", False),
        ("a@other.example.org", "https://elm.example.org", False),
        ("a@notelm.example.org", "https://elm.example.org", False),
        ("", "https://elm.example.org", None),
        ("a@elm.example.org", "", None),
    ],
)
def test_mail_and_website_of_one_house(email, website, agrees):
    assert same_house(email, website) is agrees


@pytest.mark.parametrize(
    ("said", "listed", "agrees"),
    [
        ("+886 7 551 2345 #12", "(07)5512345", True),
        ("07-551-2345分機12", "０７－５５１２３４５", True),
        ("+1 (951) 555-0101", "9515550101", True),
        ("07-551-2346", "07-551-2345", False),
        ("", "07-551-2345", None),
        ("110", "110", None),
    ],
)
def test_telephones_that_reach_the_same_line(said, listed, agrees):
    assert same_phone(said, listed) is agrees


@given(st.text(), st.text())
def test_anything_typed_is_compared_without_falling_over(said, listed):
    assert same_phone(said, listed) == same_phone(listed, said)
    assert same_house(said, listed) in (True, False, None)
    assert "/" not in host_of(listed)
