"""What is suggested while one types, against reading every record."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mado.directory.engine.document import Area, SchoolDocument
from mado.directory.engine.index import SchoolIndex
from mado.directory.engine.schema import LONGEST_START, compact
from mado.kernel.text import fold

from .search_records import make_questions, make_records
from .test_search_engine import SPACELESS

RECORDS = make_records(2500)
BY_KEY = {record.pk: record for record in RECORDS}
LIMIT = 8


def typed_texts():
    """Questions as they come out of the keyboard: every beginning of them."""
    return sorted({q[:size].strip() for q in make_questions(RECORDS, 120) for size in range(1, min(len(q), 12) + 1)})


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    made = SchoolIndex(tmp_path_factory.mktemp("search"))
    made.replace_all(RECORDS)
    return made


def is_named(record, text):
    """Every piece stands in the names: parts of Han, Kana, Hangul; words whole, the last one begun."""
    names = [fold(name) for name in record.names]
    words = {word for name in names for word in SPACELESS.findall(name)}
    pieces = SPACELESS.findall(fold(text))
    for at, piece in enumerate(pieces):
        if piece[0] >= "\u3000":
            if not any(piece in name for name in names):
                return False
        elif at == len(pieces) - 1:
            if not any(word.startswith(piece) for word in words):
                return False
        elif piece not in words:
            return False
    return bool(pieces)


def rung(record, text):
    """0 living and begins so, 1 living, 2 begins so, 3 the rest."""
    living = ("takes_part", "yes") in record.facets and not record.dormant
    begins = any(compact(name).startswith(compact(text)[:LONGEST_START]) for name in record.names)
    return (0 if living else 2) + (0 if begins else 1)


def places_of(text):
    counts = Counter()
    start = compact(text)
    for record in RECORDS if start else ():
        counts.update({(area.kind, area.value) for area in record.areas if compact(area.spelling).startswith(start)})
    return counts


def test_suggestions_equal_a_reading_of_every_record(index):
    for text in typed_texts():
        found = index.suggest(text, LIMIT)
        if found.rung:
            assert not any(is_named(record, text) for record in RECORDS)
            continue
        named = [record for record in RECORDS if is_named(record, text)]
        assert len(set(found.schools)) == len(found.schools)
        by_name = [key for key in found.schools if is_named(BY_KEY[key], text)]
        assert len(by_name) == min(len(named), LIMIT), text
        assert [rung(BY_KEY[key], text) for key in by_name] == sorted(rung(r, text) for r in named)[: len(by_name)], (
            text
        )
        begun = [r for key in found.schools if key not in by_name for r in [BY_KEY[key]]]
        assert all(compact(number).startswith(compact(text)) for r in begun for number in r.numbers)


def test_places_equal_counting_every_record(index):
    for text in typed_texts():
        found = index.suggest(text, LIMIT)
        if found.rung:
            continue
        counts = places_of(text)
        best = sorted(counts.values(), reverse=True)[:3]
        assert [counts[place.kind, place.value] for place in found.places] == best, text
        for place in found.places:
            assert place.total >= counts[place.kind, place.value], text


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("高雄", ("city", "TW/高雄市")),
        ("kaoh", ("city", "TW/高雄市")),
        ("Tak", ("city", "TW/高雄市")),
        ("静岡", ("city", "JP/静岡県")),
        ("靜岡", ("city", "JP/静岡県")),
        ("부산", ("city", "KR/부산광역시")),
        ("pus", ("city", "KR/부산광역시")),
        ("united s", ("country", "US")),
        ("일", None),
        ("日本", ("country", "JP")),
    ],
)
def test_places_are_suggested_across_scripts_and_old_names(index, typed, place):
    found = [(one.kind, one.value) for one in index.suggest(typed).places]
    assert (place in found) if place else (found == [])


def test_codes_and_numbers_by_their_beginning(index):
    assert index.suggest("000012").schools == (12,)
    assert set(index.suggest("00001", limit=20).schools) == set(range(10, 20))
    assert index.suggest("000").schools == ()


def test_readings_and_typos_only_when_nothing_is_written_so(tmp_path):
    index = SchoolIndex(tmp_path)
    index.replace_all(
        [
            SchoolDocument(1, "A", ("港都國小",), hints=("gang du guo xiao", "gangdu duguo guoxiao")),
            SchoolDocument(
                2, "B", ("Redwood Academy",), ("Kaohsiung",), areas=(Area("city", "TW/高雄市", "Kaohsiung"),)
            ),
        ]
    )
    assert (index.suggest("gangd").schools, index.suggest("gangd").rung) == ((1,), "romanised")
    assert (index.suggest("redwodo").schools, index.suggest("redwodo").spelling) == ((2,), "redwood")
    assert [place.value for place in index.suggest("kaohsuing").places] == []
    assert index.suggest("redw").rung == ""
    assert index.suggest("zzzzzz").is_empty


@given(text=st.text(max_size=40))
def test_nothing_typed_breaks_the_suggestions(index, text):
    assert len(index.suggest(text, LIMIT).schools) <= LIMIT


@pytest.mark.parametrize("text", ["", " ", "\0", "(((", "\x1f", "\x1e", "a" * 10_000, "\ud800", "高" * 500])
def test_nothing_is_taken_for_a_language(index, text):
    assert index.suggest(text).schools == ()
