"""The index answers exactly as reading every record would."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mado.directory.engine.document import FACETS, SchoolDocument
from mado.directory.engine.index import IndexMissing, SchoolIndex
from mado.directory.engine.spelling import distance, nearest
from mado.kernel.text import fold, plain, runs

from .search_records import make_questions, make_records

RECORDS = make_records(3000)
QUESTIONS = make_questions(RECORDS, 320)
SPACELESS = re.compile(r"[々-〇ぁ-ゟァ-ヺー-ヿ㐀-䶿一-鿿가-힣]+|[^\W々-〇ぁ-ゟァ-ヺー-ヿ㐀-䶿一-鿿가-힣_]+")


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    made = SchoolIndex(tmp_path_factory.mktemp("search"))
    assert made.replace_all(RECORDS) == len(RECORDS)
    return made


def is_hit(record, question):
    """Read the record: each piece of the question stands in one of its texts, words whole, the last word begun.

    Numbers are found only whole. Single letters are looked for in what is said of the school, single Latin ones in names.
    """
    said = (*record.names, *record.places, *record.texts)
    pieces = SPACELESS.findall(fold(question))
    for at, piece in enumerate(pieces):
        searched = (*said, *record.kinds, *record.numbers) if len(piece) > 1 else said
        if len(piece) == 1 and piece.isascii():
            searched = record.names
        texts = [fold(text) for text in searched]
        words = {word for text in texts for word in SPACELESS.findall(text)}
        whole = {word for text in record.numbers for word in SPACELESS.findall(fold(text))}
        if re.match(r"[々-〇ぁ-ゟァ-ヺー-ヿ㐀-䶿一-鿿가-힣]", piece):
            if not any(piece in text for text in texts):
                return False
        elif at == len(pieces) - 1:
            if piece not in whole and not any(word.startswith(piece) for word in words - whole):
                return False
        elif piece not in words:
            return False
    return bool(pieces)


def hits_of(index, question, filters=None):
    found = index.search(question, filters, limit=len(RECORDS))
    assert found.total == len(found.hits)
    return found


def test_the_questions_cover_five_scripts():
    scripts = {
        "Hangul": "[가-힣]",
        "Kana": "[ぁ-ヿ]",
        "Latin": "[a-z]",
        "Traditional": "[臺國學縣廣靜龍東門愛義實應興華]",
        "Simplified or shinjitai": "[国学广県静]",
    }
    asked = [
        sum(bool(re.search(letters, question, re.IGNORECASE)) for question in QUESTIONS) for letters in scripts.values()
    ]
    assert len(QUESTIONS) >= 200
    assert min(asked) >= 20


@pytest.mark.parametrize("start", range(0, len(QUESTIONS), 40))
def test_answers_equal_a_reading_of_every_record(index, start):
    for question in QUESTIONS[start : start + 40]:
        expected = {record.pk for record in RECORDS if is_hit(record, question)}
        found = hits_of(index, question)
        assert {pk for pk, _said in found.hits if not found.rung} == expected, question


def test_facets_equal_counting_every_record(index):
    for question in ["", "高雄", "小学校", "elementary", "학교", "s", "無此學校"]:
        for filters in [
            {},
            {"country": ["TW"]},
            {"country": ["JP", "KR"], "level": ["primary"]},
            {"takes_part": ["yes"], "topic": ["art"]},
            {"region": ["TW-1", "JP-2"]},
            {"country": ["TW"], "region": ["TW-0"], "level": ["primary", "upper_secondary"], "language": ["en"]},
            {"country": ["TW"], "region": ["JP-1"]},
        ]:
            found = index.search(question, filters, limit=1)
            assert found.total == len(index.search(question, filters, limit=3000, facets=()).hits)
            matching = [r for r in RECORDS if not question or is_hit(r, question)]
            for facet in FACETS:
                others = {name: set(values) for name, values in filters.items() if name != facet}
                kept = [
                    r
                    for r in matching
                    if all({v for f, v in r.facets if f == name} & values for name, values in others.items())
                ]
                assert found.facets[facet] == Counter(v for r in kept for f, v in r.facets if f == facet), (
                    question,
                    filters,
                    facet,
                )


def test_pages_together_are_the_whole_without_doubles(index):
    whole = [pk for pk, _said in index.search("小", limit=3000).hits]
    pages = [
        pk for offset in range(0, len(whole) + 20, 20) for pk, _said in index.search("小", limit=20, offset=offset).hits
    ]
    assert pages == whole
    assert len(set(whole)) == len(whole)


def test_the_script_as_typed_comes_first(tmp_path):
    index = SchoolIndex(tmp_path)
    index.replace_all(
        [
            SchoolDocument(1, "A", ("台北小学",)),
            SchoolDocument(2, "B", ("臺北國小",)),
            SchoolDocument(3, "C", ("學校",), ("台北",)),
        ]
    )
    assert [pk for pk, _said in index.search("臺北").hits] == [2, 1, 3]
    assert [pk for pk, _said in index.search("台北").hits] == [1, 2, 3]
    assert [pk for pk, _said in index.search("臺").hits] == [2, 1, 3]


def rung_of(record, question):
    """0…6, read from the record: own script, standing, folded names."""
    standing = 2 if ("takes_part", "yes") not in record.facets else int(record.dormant)
    own = all(
        any(standing_in(piece, name, begun=at == last) for name in map(plain, record.names))
        for last in [len(runs(plain(question))) - 1]
        for at, (piece, _pairs) in enumerate(runs(plain(question)))
    )
    if own:
        return standing
    named = is_hit(SchoolDocument(1, "", record.names), question)
    return 3 + standing if standing < 2 else 5 if named else 6


def standing_in(piece, text, *, begun):
    """Parts of Han, Kana and Hangul anywhere; words whole, or as a beginning."""
    of_pairs = dict(runs(piece))[piece]
    if of_pairs:
        return piece in text
    words = [word for word, pairs in runs(text) if not pairs]
    return any(word.startswith(piece) if begun else word == piece for word in words)


def test_answers_stand_rung_by_rung(index):
    by_key = {record.pk: record for record in RECORDS}
    for question in [*QUESTIONS[:120], "臺", "台", "小", "elementary", "saint", "高雄 小学"]:
        found = index.search(question, limit=len(RECORDS), facets=())
        if not found.rung:
            order = [rung_of(by_key[entry.pk], question) for entry in found.hits]
            assert order == sorted(order), question


def test_names_that_hold_more_of_what_is_typed_come_first(tmp_path):
    index = SchoolIndex(tmp_path)
    place = ("橋頭", "Kaohsiung")
    index.replace_all(
        [
            SchoolDocument(1, "A", ("仕隆國小",), place, kinds=("elementary",)),
            SchoolDocument(2, "B", ("橋頭國小",), place, kinds=("elementary",)),
        ]
    )
    assert [pk for pk, _said in index.search("橋頭 elementary Kaohsiung").hits] == [2, 1]


def test_a_name_that_answers_only_without_its_apostrophe_is_found_as_any_other(tmp_path):
    index = SchoolIndex(tmp_path)
    index.replace_all([SchoolDocument(1, "A", ("Paul's School",)), SchoolDocument(2, "B", ("Paul School",))])
    assert [pk for pk, _said in index.search("paul school").hits] == [2]
    assert [pk for pk, _said in index.search("paul's school").hits] == [1]
    assert index.search("paul s").total == len(index.search("paul s").hits) == 1


def test_schools_that_take_part_come_before_others_of_the_same_kind(tmp_path):
    index = SchoolIndex(tmp_path)
    index.replace_all(
        [
            SchoolDocument(1, "A", ("Oak Elementary",)),
            SchoolDocument(2, "B", ("Oak Grove Elementary",), facets=(("takes_part", "yes"),)),
        ]
    )
    assert [pk for pk, _said in index.search("oak").hits] == [2, 1]


def test_sorted_by_name(index):
    found = index.search("elementary", limit=3000, order="name")
    names = {record.pk: fold(record.names[0]) for record in RECORDS}
    assert [names[pk] for pk, _said in found.hits] == sorted(names[pk] for pk, _said in found.hits)


@pytest.mark.parametrize("typed", ["kaohsuing", "Kaohsung", "kaohsiungg", "kaohsiunh", "Kaohiusng"])
def test_typos_find_what_was_meant_and_say_so(index, typed):
    found = hits_of(index, typed)
    assert (found.rung, found.spelling) == ("typo", "kaohsiung")
    assert {pk for pk, _said in found.hits} == {record.pk for record in RECORDS if "Kaohsiung" in record.places}


def test_typos_are_tried_only_when_nothing_is_spelled_so(index):
    assert index.search("Oak").rung == ""
    assert index.search("oxk").total == 0
    assert index.search("kaohsuing", {"country": ["JP"]}).total == 0
    assert index.search("kaohsiung", {"country": ["JP"]}).rung == ""


def test_a_reading_nobody_wrote_is_found_last(tmp_path):
    index = SchoolIndex(tmp_path)
    index.replace_all([SchoolDocument(1, "A", ("港都國小",), hints=("gang du guo xiao", "gangdu duguo guoxiao"))])
    assert (index.search("Gangdu").total, index.search("Gangdu").rung) == (1, "romanised")


@given(text=st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_the_search(index, text):
    assert index.search(text).total >= 0


@pytest.mark.parametrize(
    "text",
    [
        "\0",
        '"',
        "AND OR NOT",
        "a" * 10_000,
        "高" * 10_000,
        "*",
        "name:高雄",
        "(((",
        "\ud800",
        "a " * 5_000,
        "\\",
        "/.*/",
        "[a TO z]",
        "~2",
    ],
)
def test_nothing_typed_is_taken_for_a_language(index, text):
    assert index.search(text, {"country": ['"', "\0", "x" * 9999]}).total == 0


def test_a_change_is_seen_by_another_reader_at_once(tmp_path):
    writer, reader = SchoolIndex(tmp_path), SchoolIndex(tmp_path)
    writer.replace_all([SchoolDocument(1, "A", ("高雄國小",)), SchoolDocument(2, "B", ("花蓮國小",))])
    assert reader.search("高雄").total == 1
    before = reader.generation()
    writer.update([SchoolDocument(1, "A", ("臺東國小",))], gone=[2])
    assert [reader.search(text).total for text in ("高雄", "花蓮", "台東", "")] == [0, 0, 1, 1]
    assert reader.generation() != before


def test_a_writer_that_fails_leaves_the_old_state(tmp_path):
    index = SchoolIndex(tmp_path)
    index.replace_all([SchoolDocument(1, "A", ("高雄國小",))])

    def broken():
        yield SchoolDocument(2, "B", ("花蓮國小",))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        index.replace_all(broken())
    assert [pk for pk, _said in index.search("").hits] == [1]
    index.update([SchoolDocument(3, "C", ("臺東國小",))])
    assert index.count() == 2


def test_missing_and_broken_indexes_say_so_and_can_be_made_again(tmp_path):
    index = SchoolIndex(tmp_path / "not-there")
    with pytest.raises(IndexMissing):
        index.search("高雄")
    with pytest.raises(IndexMissing):
        index.update([SchoolDocument(1, "A", ("高雄國小",))])
    index.replace_all([SchoolDocument(1, "A", ("高雄國小",))])
    (index.path / "meta.json").write_text("{")
    with pytest.raises(IndexMissing):
        index.search("高雄")
    assert index.replace_all([SchoolDocument(1, "A", ("高雄國小",))]) == 1
    for file in index.path.iterdir():
        if file.suffix not in (".json", ".lock"):
            file.write_bytes(b"")
    with pytest.raises(IndexMissing):
        SchoolIndex(tmp_path / "not-there").search("高雄")
    index.replace_all([SchoolDocument(1, "A", ("高雄國小",))])
    assert SchoolIndex(tmp_path / "not-there").search("高雄").total == 1


def test_one_caller_claims_the_rebuild(tmp_path):
    one, other = SchoolIndex(tmp_path / "search"), SchoolIndex(tmp_path / "search")
    assert [one.claim_rebuild(600), other.claim_rebuild(600), one.claim_rebuild(0)] == [True, False, True]
    one.replace_all([])
    assert other.claim_rebuild(600) is True


def test_edits_count_exchanged_neighbours_once():
    assert [
        distance(*pair)
        for pair in [
            ("kaohsuing", "kaohsiung"),
            ("a", "a"),
            ("ab", "ba"),
            ("abc", "abd"),
            ("", "abc"),
            ("abcd", "acbd"),
        ]
    ] == [1, 0, 1, 1, 3, 1]
    assert nearest("kaohsuing", [("kaohsiung", 3), ("kaohsung", 9), ("kobe", 50)], 1) == "kaohsung"
    assert nearest("x", [], 1) == ""


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("高雄港都国小", "高雄市立港都國民小學"),
        ("高雄港都", "高雄市立港都國民小學"),
    ],
)
def test_what_is_written_in_one_is_found_by_its_parts(tmp_path, typed, found):
    index = SchoolIndex(tmp_path)
    index.replace_all(
        [
            SchoolDocument(1, "A", ("高雄市立港都國民小學",), places=("鹽埕區", "高雄市"), kinds=("國小",)),
            SchoolDocument(2, "B", ("臺北市立港都國民小學",), places=("臺北市",), kinds=("國小",)),
        ]
    )
    answer = index.search(typed)
    assert [entry.pk for entry in answer.hits] == [1], found
    assert answer.rung == "parted"


def test_parts_are_tried_only_when_the_whole_stands_nowhere(tmp_path):
    index = SchoolIndex(tmp_path)
    index.replace_all(
        [SchoolDocument(1, "A", ("港都國民小學",)), SchoolDocument(2, "B", ("港都中學",), places=("國民小學路",))]
    )
    answer = index.search("港都國民小學")
    assert ([entry.pk for entry in answer.hits], answer.rung) == ([1], "")
