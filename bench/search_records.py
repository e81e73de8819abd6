"""Schools for the search bench: the real ones of compact/, more made from them, and questions about them."""

import csv
import lzma
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

from mado.directory.engine.document import Area, SchoolDocument
from mado.kernel.text import fold, runs
from mado.reference.places import country_spellings, region_from_local, region_spellings

ROOT = Path(__file__).resolve().parents[1]
REAL = "*schools*compact.csv.xz"
KIND_WORDS = {
    "primary": ("國小", "小學", "小学校", "초등학교", "elementary primary school"),
    "secondary": ("國中", "高中", "中学校", "高等学校", "중학교", "고등학교", "high secondary school"),
}
PRIMARY = re.compile(r"小|초등|primary|elementary|KG|PK|ประถม", re.IGNORECASE)
LOWER = re.compile(r"國民中學|國中|中学校|중학교|middle|junior|0[67]-0[89]", re.IGNORECASE)
LATIN_EXTRA = ("North", "South", "East", "West", "Saint", "New", "Lake", "Park")
HAN_EXTRA = "東西南北中新大上下光明和平永安"


def level_of(text: str) -> str:
    """The directory's level for what a compact file says of one."""
    return "primary" if PRIMARY.search(text) else "lower_secondary" if LOWER.search(text) else "upper_secondary"


def data_dir() -> Path:
    """Where the real directories lie: MADO_DATA_DIR, else beside the checkout."""
    return Path(os.environ.get("MADO_DATA_DIR", ROOT.parent / "shared" / "data"))


def real_rows() -> list[dict[str, str]]:
    """All rows of the compact files; [] when there are none."""
    rows: list[dict[str, str]] = []
    for file in sorted((data_dir() / "compact").glob(REAL)):
        with lzma.open(file, "rt", encoding="utf-8") as text:
            rows += csv.DictReader(text)
    return rows


def documents(rows: list[dict[str, str]], count: int) -> Iterator[SchoolDocument]:
    """`count` entries: the rows themselves first, then copies with a varied name, the same on every run. Fewer than the
    rows: every n-th of them."""
    dice = random.Random(20_27)
    stride = max(1, len(rows) // count)
    for pk in range(count):
        row = rows[pk * stride % len(rows)]
        name, english = row["name"], row["name_en"]
        if pk >= len(rows):
            name = _varied(name, dice)
            english = english and f"{dice.choice(LATIN_EXTRA)} {english}"
        yield _document(pk, row, name, english)


def _varied(name: str, dice: random.Random) -> str:
    if name.isascii():
        return f"{dice.choice(LATIN_EXTRA)} {name} {dice.randrange(1, 400)}"
    at = dice.randrange(len(name))
    return name[:at] + dice.choice(HAN_EXTRA) + name[at:]


def _document(pk: int, row: dict[str, str], name: str, english: str) -> SchoolDocument:
    country = row["country"]
    region = region_from_local(country, row["region"])
    kind = "primary" if PRIMARY.search(row["level"]) else "secondary"
    spelled = [row["city"], row["region"], *region_spellings(region), *country_spellings(country)]
    facets = [("country", country), ("level", kind)] + ([("region", region)] if region else [])
    return SchoolDocument(
        pk=pk,
        code=str(pk),
        names=tuple(dict.fromkeys(text for text in (name, english) if text)),
        places=tuple(dict.fromkeys(text for text in spelled if text)),
        kinds=KIND_WORDS[kind],
        numbers=(row["code"],) if row["code"] else (),
        facets=tuple(facets),
        areas=tuple(_areas(country, region, row["city"])),
    )


def _areas(country: str, region: str, city: str) -> Iterator[Area]:
    yield from (Area("country", country, text) for text in country_spellings(country))
    yield from (Area("region", region, text) for text in (region_spellings(region) if region else ()))
    if city:
        yield Area("city", f"{region or country}/{city}", city)


QUESTIONS = {
    "1 character": ["高", "臺", "東", "学", "み", "ア", "부", "한", "雄", "國", "ส", "龍"],
    "2 characters": ["高雄", "大安", "東京", "静岡", "中央", "附属", "みど", "부산", "중앙", "聖母", "廣島", "光明"],
    "several words": [
        "高雄 國小",
        "東京 小学校",
        "부산 초등",
        "台北 國中",
        "静岡 中央",
        "大阪 幼稚園",
        "九龍 小學",
        "london primary school",
        "san jose elementary",
        "서울 중학교",
        "北海道 高等学校",
        "saint mary primary",
    ],
    "Latin": [
        "elementary",
        "lincoln",
        "academy",
        "st mary",
        "redwood",
        "church",
        "international",
        "washington high",
        "grove",
        "oak",
        "montessori",
        "christian",
    ],
    "romanised place": [
        "kaohsiung",
        "taipei",
        "osaka",
        "hokkaido",
        "busan",
        "seoul",
        "tainan",
        "kyoto",
        "shizuoka",
        "taichung",
        "gyeonggi",
        "fukuoka",
    ],
}


class Reading:
    """The slow and certain way to answer: read every entry. Built once, asked often."""

    def __init__(self, entries: Iterator[SchoolDocument]) -> None:
        self.keys: list[int] = []
        self.texts: list[str] = []
        self.said: list[str] = []
        self.words: list[str] = []
        self.numbers: list[str] = []
        for entry in entries:
            self.keys.append(entry.pk)
            said = [fold(text) for text in (*entry.names, *entry.places, *entry.texts)]
            kinds = [fold(text) for text in entry.kinds]
            self.said.append("\n".join(said))
            self.texts.append("\n".join([*said, *kinds, *(fold(text) for text in entry.numbers)]))
            self.words.append(_words([*said, *kinds]))
            self.numbers.append(_words([fold(text) for text in entry.numbers]))

    def answer(self, question: str) -> set[int]:
        """Keys of the entries in which every piece stands: parts of Han, Kana, Hangul, Thai; words, the last one begun."""
        pieces = runs(fold(question))
        found: set[int] | None = None
        for at, (piece, pairs) in enumerate(pieces):
            if pairs:
                keys = self._with(self.said if len(piece) == 1 else self.texts, piece)
            else:
                keys = self._with(self.words, f" {piece}" if at == len(pieces) - 1 else f" {piece} ")
                keys |= self._with(self.numbers, f" {piece} ")
            found = keys if found is None else found & keys
        return found or set()

    def _with(self, texts: list[str], needle: str) -> set[int]:
        return {key for key, text in zip(self.keys, texts, strict=True) if needle in text}


def _words(texts: list[str]) -> str:
    return " " + " ".join(word for text in texts for word, pairs in runs(text) if not pairs) + " "
