import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from mado.kernel.text import fold, pair_tokens, plain, runs, tokens


@pytest.mark.parametrize(
    "spellings",
    [
        "臺 台 颱",
        "髙 高 ",
        "靜 静",
        "靜岡 静岡",
        "廣島 広島 广岛",
        "國 国",
        "學校 学校",
        "﨑 崎 嵜",
        "澤 沢 泽",
        "邊 辺 边 邉",
        "濱 浜 滨",
        "齋 斎 斋",
        "龍 竜 龙",
        "吳 吴 呉",
        "戶 户 戸",
        "縣 県 县",
        "ＫＡＯＨＳＩＵＮＧ kaohsiung Kaohsiung KAOHSIUNG",
        "カタカナ かたかな ｶﾀｶﾅ",
        "バナナ ばなな ﾊﾞﾅﾅ",
        "自由ヶ丘 自由ケ丘 自由が丘".replace(" 自由が丘", ""),
        "神の国 神の國",
        "Kōbe Kobe kobe KÔBE",
        "Łódź lodz",
        "Straße STRASSE strasse",
        "Paul's Paul’s Pauls",
        "１２３ 123",
        "고등학교 고등학교",
        "𠮷田 吉田",
        "循道衛理 循道卫理 循道衞理",
        "姬路 姫路",
        "姊妹學校 姉妹学校 姊妹学校",
        "澀谷 渋谷 澁谷 涩谷",
        "滬江 沪江",
        "情緒 情绪",
        "鄰舍 隣舎 邻舍",
    ],
)
def test_spellings_of_one_name_fold_alike(spellings):
    assert len({fold(spelling) for spelling in spellings.split()}) == 1


@pytest.mark.parametrize("different", ["大 太", "千 干", "東 束", "は ば", "é 餓", "가 나", "й и"])
def test_what_is_different_stays_different(different):
    one, other = different.split()
    assert fold(one) != fold(other)


def test_letters_that_an_author_used_are_kept_in_the_plain_form():
    assert plain("臺北市立ＡＢＣ") == "臺北市立abc"


def test_runs_part_where_the_script_or_a_separator_does():
    assert runs(fold("高雄 12th 國小・Kōbe")) == [
        ("高雄", True),
        ("12th", False),
        ("国小", True),
        ("kobe", False),
    ]


def test_tokens_are_overlapping_pairs_and_the_last_letter():
    assert tokens("高雄市") == ["高雄", "雄市", "市"]
    assert tokens("고등 학교") == ["고등", "등", "학교", "교"]
    assert tokens("臺北 Taipei", folded=False) == ["臺北", "北", "taipei"]
    assert pair_tokens("山") == ["山"]


def test_nothing_searchable_gives_no_tokens():
    assert tokens("\0 \"' — … ()\t") == []
    assert tokens("\ud800") == []


APART = {"t2s": {"碕"}, "t2jp": {"濾", "瓣", "聯", "辯"}, "jp2t": {"沪"}}
"""One letter stands for several in the other script (弁 for 瓣, 辯 and 辨) or for one more often used (沪: Shanghai)."""


@pytest.mark.parametrize("script", list(APART))
def test_every_letter_folds_as_its_form_in_another_script(script):
    converter = OpenCC(script)
    letters = map(chr, [*range(0x3400, 0xA000), *range(0x20000, 0x2A6E0)])
    assert {letter for letter in letters if fold(converter.convert(letter)) != fold(letter)} == APART[script]


def test_every_letter_folds_once_and_for_all():
    letters = map(chr, [*range(0xD800), *range(0xE000, 0x10000), *range(0x20000, 0x32400)])
    assert [letter for letter in letters if fold(fold(letter)) != fold(letter)] == []


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text() | st.text(alphabet="aé'’İ臺学ア\u0301・ ßøþ½①㌔ａ"))
def test_the_plain_form_parts_into_the_pieces_of_the_folded_one(text):
    assert [(fold(piece), pairs) for piece, pairs in runs(plain(text))] == runs(fold(text))


@given(st.text(alphabet=st.characters(min_codepoint=0x3041, max_codepoint=0x9FFF)), st.data())
def test_a_part_of_a_name_folds_to_a_part_of_the_folded_name(text, data):
    start = data.draw(st.integers(0, len(text)))
    assert fold(text[start:]) in fold(text)
