import datetime as dt
import string

from hypothesis import given
from hypothesis import strategies as st

from mado.correspondence.engine.reply_address import ReplyToken, address, make_token, read_token, tokens_in

KEY = b"a key of thirty-two bytes, or so"
IDS = st.integers(0, 2**40 - 1)
TOKENS = st.builds(ReplyToken, IDS, IDS, st.dates(dt.date(1970, 1, 1), dt.date(2149, 6, 6)))
LETTERS = string.ascii_lowercase + "234567"


@given(token=TOKENS)
def test_what_was_signed_is_read_back_in_any_case_and_fits_a_local_part(token):
    text = make_token(KEY, token)
    assert read_token(KEY, text) == token
    assert read_token(KEY, text.upper()) == token
    assert len(address(text, "x").partition("@")[0]) == 45
    assert tokens_in(f'"Mado" <{address(text, "reply.example.org").upper()}>') == [text]


@given(token=TOKENS, place=st.integers(0, 38), letter=st.sampled_from(LETTERS))
def test_a_token_with_one_letter_changed_is_no_token(token, place, letter):
    text = make_token(KEY, token)
    changed = text[:place] + letter + text[place + 1 :]
    assert (read_token(KEY, changed) is None) == (changed != text)


@given(token=TOKENS, other=st.binary(min_size=1, max_size=40))
def test_another_key_opens_nothing(token, other):
    assert (read_token(other, make_token(KEY, token)) is None) == (other != KEY)


@given(text=st.text(max_size=60))
def test_whatever_is_written_there_is_no_token_and_no_error(text):
    assert read_token(KEY, text) is None


def test_tokens_are_found_in_headers_and_nowhere_inside_other_addresses():
    text = make_token(KEY, ReplyToken(1, 2, dt.date(2027, 1, 1)))
    assert tokens_in(f"reply+{text}@a.example, <REPLY+{text.upper()}@b.example>") == [text]
    assert tokens_in(f"noreply+{text}@a.example x.reply+{text}@b") == []
    assert tokens_in(f"reply+{text}x@a.example reply+{text[:-1]}@a.example") == []
