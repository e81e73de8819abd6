"""Folding and tokens: what makes 臺, 台 and 台 the same letter to the search, and 国 the same as 國.

`fold` works letter by letter. A phrase-wise conversion (OpenCC's own way: 乾隆 keeps 乾, 乾燥 becomes 干燥) would fold a
part of a name otherwise than the whole, and a search for the part would miss it. The price: 乾 and 干 are always one.
Sources of the table: OpenCC's character dictionaries (jp2t, t2s), Unicode NFKC and case folding, and VARIANTS below.
"""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

VARIANTS = {
    "髙": "高",
    "﨑": "崎",
    "嵜": "崎",
    "碕": "崎",
    "𠮷": "吉",
    "濵": "浜",
    "邉": "辺",
    "嶌": "島",
    "嶋": "島",
    "槗": "橋",
    "栁": "柳",
    "桒": "桑",
    "冨": "富",
    "舘": "館",
    "眞": "真",
    "呉": "吳",
    "戸": "戶",
    "衞": "衛",
    "靑": "青",
    "淸": "清",
    "鄕": "鄉",
    "郞": "郎",
    "澁": "澀",
    "峯": "峰",
    "羣": "群",
    "槇": "槙",
    "德": "徳",
    "竝": "並",
    "倂": "併",
    "敍": "敘",
    "緖": "緒",
    "餠": "餅",
    "戱": "戲",
    "颕": "穎",
    "頴": "穎",
    "沪": "滬",
    "倶": "俱",
    "値": "值",
    "兎": "兔",
    "氷": "冰",
    "呪": "咒",
    "塡": "填",
    "粧": "妝",
    "姉": "姊",
    "姫": "姬",
    "曁": "暨",
    "楡": "榆",
    "汚": "污",
    "溌": "潑",
    "焔": "焰",
    "痺": "痹",
    "皐": "皋",
    "竃": "竈",
    "繋": "繫",
    "聡": "聰",
    "擧": "舉",
    "舎": "舍",
    "茘": "荔",
    "輌": "輛",
    "隣": "鄰",
    "醗": "醱",
    "舗": "鋪",
    "鬭": "鬥",
    "鼈": "鱉",
    "蕓": "芸",
    "薴": "苧",
    "ヮ": "わ",
    "ヶ": "け",
    "ヵ": "か",
    "ゖ": "け",
    "ゕ": "か",
    "ゎ": "わ",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "'": "",
    "’": "",
    "‘": "",
    "ʼ": "",
    "`": "",
    "´": "",
}
"""What neither Unicode nor OpenCC calls the same, but people who look for a school do. Apostrophes vanish: Paul's = Pauls."""

_NO_SPACES = (
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u1100-\u11ff\uac00-\ud7a3"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0eff\u1780-\u17d3"
)
"""Scripts searched by pairs of letters: Han, Kana, Bopomofo, Hangul, and Thai, Lao, Khmer, which write no spaces."""

_RUN = re.compile(f"([{_NO_SPACES}]+)|([^\\W_{_NO_SPACES}]+)")
_PUNCTUATION = re.compile(r"[\W_]+")
_COMBINING = range(0x300, 0x370)
_SURROGATES = range(0xD800, 0xE000)


@cache
def _converters() -> tuple[OpenCC, OpenCC]:
    return OpenCC("jp2t"), OpenCC("t2s")


class _Folding(dict[int, str]):
    """Code point → folded letter, worked out when first met: no start-up cost, one dictionary look-up after."""

    def __missing__(self, point: int) -> str:
        folded = self[point] = self._fold_letter(chr(point))
        return folded

    @staticmethod
    def _fold_letter(letter: str) -> str:
        point = ord(letter)
        if point in _COMBINING:
            return ""
        if point in _SURROGATES:
            return " "
        letter = VARIANTS.get(letter, letter)
        if "ァ" <= letter <= "ヴ" or letter in ("ヽ", "ヾ"):
            return chr(ord(letter) - 0x60)
        if len(letter) == 1 and ord(letter) >= 0x2E80:
            to_traditional, to_simplified = _converters()
            # What OpenCC calls traditional for Japan (衞, 緖) its other tables do not know.
            traditional = str(to_traditional.convert(letter))
            return str(to_simplified.convert(VARIANTS.get(traditional, traditional)))
        base = unicodedata.normalize("NFD", letter)[:1]
        return base if base.isascii() and base.isalpha() else letter


_FOLDING = _Folding()


_DROPPED = dict.fromkeys([*_COMBINING, *(ord(sign) for sign, letter in VARIANTS.items() if not letter)])
"""What folding leaves out is left out of the plain form too, so that both part into the same pieces."""


def plain(text: str) -> str:
    """The text as typed, width, case and apostrophes aside: what "the same script" is compared by.

    What is found in the plain form of a text is found in its folded form: both have the same pieces in the same order.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_DROPPED)


def fold(text: str) -> str:
    """NFKC, case, traditional → simplified, shinjitai, variants, katakana → hiragana, Latin without diacritics."""
    if text.isascii():
        return text.casefold().replace("'", "").replace("`", "")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return folded.translate(_FOLDING)


def folded_heading(text: str) -> str:
    """What two headings of a table are compared by: case, width, script variants, spaces and punctuation aside."""
    return _PUNCTUATION.sub("", fold(unicodedata.normalize("NFKC", text)))


def runs(folded: str) -> list[tuple[str, bool]]:
    """Maximal pieces of one kind, in order: (piece, True) where letters are searched by pairs, (word, False) otherwise."""
    return [(pairs or word, bool(pairs)) for pairs, word in _RUN.findall(folded)]


def pair_tokens(piece: str) -> list[str]:
    """高雄市 → 高雄, 雄市, 市: overlapping pairs and the last single letter, so that every letter begins a token."""
    return [piece[at : at + 2] for at in range(len(piece))]


def tokens(text: str, *, folded: bool = True) -> list[str]:
    """Search tokens of a text in order. `folded` False keeps the script as typed (see plain)."""
    found: list[str] = []
    for pairs, word in _RUN.findall(fold(text) if folded else plain(text)):
        if pairs:
            found += [pairs[at : at + 2] for at in range(len(pairs))]
        else:
            found.append(word)
    return found
