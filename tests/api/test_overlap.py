import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mado.api.v1.errors import NotJSONError, read_json

URL = "/api/v1/overlap"


def question(**changes):
    body = {
        "a": {
            "zone": "Asia/Taipei",
            "days": [1, 2, 3, 4, 5],
            "start": "08:00",
            "end": "16:00",
            "closed": ["2025-09-03"],
        },
        "b": {"zone": "Pacific/Honolulu", "days": [1, 2, 3, 4, 5], "start": "08:00", "end": "16:00"},
        "from": "2025-09-01",
        "to": "2025-09-03",
    }
    for path, value in changes.items():
        *parents, last = path.split("__")
        part = body
        for name in parents:
            part = part[name]
        part[last] = value
    return body


def ask(client, body):
    return client.post(URL, json.dumps(body), content_type="application/json")


def test_one_entry_per_date_of_side_a(client, db):
    answer = ask(client, question())
    assert answer.status_code == 200
    assert answer.json() == [
        {"date": "2025-09-01", "minutes": 0, "windows": []},
        {
            "date": "2025-09-02",
            "minutes": 120,
            "windows": [
                {
                    "utc_start": "2025-09-02T00:00:00Z",
                    "utc_end": "2025-09-02T02:00:00Z",
                    "a_local": ["2025-09-02T08:00:00+08:00", "2025-09-02T10:00:00+08:00"],
                    "b_local": ["2025-09-01T14:00:00-10:00", "2025-09-01T16:00:00-10:00"],
                }
            ],
        },
        {"date": "2025-09-03", "minutes": 0, "windows": []},
    ]


BAD = [
    ({"a__zone": "Asia/Taipeh"}, ["a", "zone"], "not a known time zone"),
    ({"a__zone": "America"}, ["a", "zone"], "not a known time zone"),
    ({"a__zone": "../../etc/passwd"}, ["a", "zone"], "not a known time zone"),
    ({"b__end": "08:00"}, ["b", "end"], "ends (08:00) before it starts (08:00)"),
    ({"b__end": "24:00"}, ["b", "end"], "from 00:00 to 23:59"),
    ({"b__start": "８:00"}, ["b", "start"], "HH:MM"),
    ({"a__days": [8]}, ["a", "days"], "1 (Monday) to 7 (Sunday)"),
    ({"a__days": [0]}, ["a", "days"], "1 (Monday) to 7 (Sunday)"),
    ({"from": "2025-09-04"}, ["to"], "ends before it starts"),
    ({"to": "2027-12-01"}, ["to"], "At most 800 days"),
    ({"to": "2025-02-30"}, ["to"], "not a day of the calendar"),
    ({"from": "0001-01-01"}, ["from"], "between the years"),
    ({"to": "9999-12-31"}, ["to"], "between the years"),
    ({"a__closed": ["1. September"]}, ["a", "closed"], "YYYY-MM-DD"),
    ({"a__closed": ["2025-01-01"] * 2001}, ["a", "closed"], "At most 2000 closed days"),
]


@pytest.mark.parametrize(("changes", "where", "sentence"), BAD)
def test_bad_input_gets_a_sentence_where_it_is(client, db, changes, where, sentence):
    answer = ask(client, question(**changes))
    assert answer.status_code == 422
    (problem,) = answer.json()["detail"]
    assert problem["loc"] == ["body", "question", *where]
    assert sentence in problem["msg"]
    assert problem["msg"].endswith(".")


@pytest.mark.parametrize("body", [{}, {"a": 1, "b": [], "from": 3, "to": None}, [], "x"])
def test_a_body_of_another_shape_is_422(client, db, body):
    assert ask(client, body).status_code == 422


NOT_JSON = [
    (b"  \n", "The body is empty. Send a JSON object."),
    (
        b"{",
        "The body is not JSON: in line 1, column 2, a name in double quotes should stand. There nothing more stands.",
    ),
    (
        b'{"a": 1,\n "b" 2}',
        "The body is not JSON: in line 2, column 6, a colon should stand between the name and its value. There “2}” stands.",
    ),
    (b"{'a': 1}", "column 2, a name in double quotes should stand"),
    (b'{"a": 1,}', "There “}” stands."),
    (b'{"a": }', "column 7, a value should stand"),
    (b'{"a": 1 "b": 2}', "column 9, a comma or the closing bracket should stand"),
    (b"{} {}", "column 4, the value has ended and more follows"),
    (b'{"a": "x', "column 7, a text begins that never ends"),
    (b'{"a": "x\ny"}', "a line break or another control character stands in a text"),
    (b'{"a": "\\x"}', "a backslash stands before a letter that has no meaning there"),
    (b'{"a": "\\u12"}', "four hexadecimal digits"),
    ('{"a": "高雄"'.encode("big5"), "byte 8 does not belong to UTF-8"),
    (b"[" * 100_000, "nested too deeply"),
    (b'{"a": ' + b"9" * 5000 + b"}", "a number with too many digits"),
]


@pytest.mark.parametrize(("body", "sentence"), NOT_JSON)
def test_what_is_not_json_is_refused_with_what_is_wrong_and_where(client, db, body, sentence):
    answer = client.post(URL, body, content_type="application/json")
    assert answer.status_code == 400
    (problem,) = answer.json()["detail"]
    assert (problem["loc"], problem["type"]) == (["body"], "json_invalid")
    assert sentence in problem["msg"]
    assert problem["msg"].endswith(".")


def test_no_body_and_too_large_a_body(client, db):
    empty = client.post(URL, b"", content_type="application/json")
    assert empty.status_code == 422
    assert empty.json()["detail"][0]["msg"] == "The body is empty. Send a JSON object."
    large = client.post(URL, b'{"a": "' + b"x" * 3_000_000 + b'"}', content_type="application/json")
    assert large.status_code == 413
    assert large.json()["detail"] == [
        {"loc": ["body"], "msg": "The body is larger than 2.5 MiB. Ask for less at a time.", "type": "too_large"}
    ]


def test_a_missing_field_is_named(client, db):
    body = question()
    del body["b"]["zone"]
    (problem,) = ask(client, body).json()["detail"]
    assert problem == {"loc": ["body", "question", "b", "zone"], "msg": "“zone” is missing.", "type": "missing"}


@given(st.binary(max_size=60))
def test_no_body_breaks_the_reader(body):
    try:
        read_json(body)
    except NotJSONError as wrong:
        assert str(wrong).startswith("The body ")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=4)))
def test_what_is_json_is_read(value):
    assert read_json(json.dumps(value).encode()) == value
    assert read_json(b"\xef\xbb\xbf" + json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")) == value
