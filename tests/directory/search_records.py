"""Made-up schools in five scripts and questions about them, the same on every run."""

import datetime as dt
import random

from mado.directory.engine.document import Area, SchoolDocument

TAIWAN_PLACES = [
    ("高雄市", "Kaohsiung", "Takao"),
    ("臺北市", "Taipei", "Taihoku"),
    ("臺南市", "Tainan", ""),
    ("花蓮縣", "Hualien", ""),
]
CHINA_PLACES = [("广州市", "Guangzhou", "Canton"), ("厦门市", "Xiamen", "Amoy"), ("台州市", "Taizhou", "")]
JAPAN_PLACES = [
    ("静岡県", "Shizuoka", ""),
    ("広島県", "Hiroshima", ""),
    ("東京都", "Tōkyō", "Tokyo"),
    ("沖縄県", "Okinawa", ""),
]
KOREA_PLACES = [("부산광역시", "Busan", "Pusan"), ("서울특별시", "Seoul", ""), ("경기도", "Gyeonggi-do", "Kyonggi")]
LATIN_PLACES = [("California", "CA", ""), ("Florida", "FL", ""), ("Île-de-France", "Paris", ""), ("Łódź", "Lodz", "")]

HAN = "光明中正和平仁愛信義忠孝建國大同文山永安新興鹽埕鼓龍華東門西城南港北投廣慶靜宜豐澤濱崎齋藝樂學德惠實應櫻圓"
SIMPLIFIED = (
    "光明中正和平仁爱信义忠孝建国大同文山永安新兴盐埕鼓龙华东门西城南港北投广庆静宜丰泽滨崎斋艺乐学德惠实应樱圆"
)
SHINJITAI = "光明中正和平仁愛信義忠孝建国大同文山永安新興塩鼓竜華東門西城南港北投広慶静宜豊沢浜﨑斎芸楽学徳恵実応桜円髙"
KANA = ["みどり", "さくら", "ひばり", "アリス", "インター", "あおぞら", "こども", "ﾊﾞﾅﾅ"]
HANGUL = ["한빛", "새싹", "푸른", "해운대", "동래", "강남", "무지개", "하늘", "별내", "송도"]
LATIN = [
    "Redwood",
    "Riverside",
    "Saint",
    "Mary's",
    "Oak",
    "Grove",
    "Dual",
    "Language",
    "Kōkō",
    "École",
    "Świt",
    "Lincoln",
    "O’Hara",
]
ENGLISH_KINDS = ["Elementary School", "Middle School", "High School", "Academy", "Primary"]
KIND_WORDS = {
    "primary": ("國小", "小学校", "초등학교", "elementary school"),
    "lower_secondary": ("國中", "中学校", "중학교", "junior high"),
    "upper_secondary": ("高中", "高等学校", "고등학교", "senior high"),
}
LEVELS = ("primary", "lower_secondary", "upper_secondary")


def make_records(count: int, seed: int = 7) -> list[SchoolDocument]:
    """`count` schools, a fifth of each script."""
    dice = random.Random(seed)
    makers = [_taiwanese, _simplified, _japanese, _korean, _latin]
    return [makers[pk % 5](dice, pk) for pk in range(1, count + 1)]


def _document(dice, pk, names, place, country):
    facets = [("country", country), ("level", dice.choice(LEVELS))]
    if dice.random() < 0.3:
        facets += [
            ("takes_part", "yes"),
            ("topic", dice.choice(["food", "art"])),
            ("language", dice.choice(["en", "ja"])),
        ]
    places = tuple(text for text in place if text)
    kinds = KIND_WORDS[facets[1][1]]
    texts = (dice.choice(["港口與市場的故事", "Our towns, our food", "みんなの町"]),) if dice.random() < 0.2 else ()
    own = random.Random(pk)
    if own.random() < 0.7:
        facets.append(("region", f"{country}-{own.randrange(4)}"))
    if own.random() < 0.3:
        facets.append(("level", own.choice([level for level in LEVELS if ("level", level) not in facets])))
    return SchoolDocument(
        pk,
        f"C{pk}",
        tuple(names),
        places,
        texts=texts,
        kinds=kinds,
        numbers=(f"{pk:06d}A",),
        facets=tuple(facets),
        areas=(*(Area("country", country, text) for text in COUNTRIES[country]), *_city(country, places)),
        last_active=dt.date(2026, 1, 1) + dt.timedelta(days=own.randrange(200)) if own.random() < 0.5 else None,
        dormant=own.random() < 0.3,
        pupils=own.randrange(20, 1500) if own.random() < 0.8 else None,
        # Round degrees, so that many schools stand at one point; around the whole world, 180° included.
        point=(own.randrange(-80, 81), own.randrange(-180, 181)) if own.random() < 0.9 else None,
        exact=own.random() < 0.5,
    )


COUNTRIES = {
    "TW": ("臺灣", "Taiwan"), "CN": ("中國", "China"), "JP": ("日本", "Japan"), "KR": ("대한민국", "South Korea"),
    "US": ("United States", "USA"),
}  # fmt: skip


def _city(country, places):
    return (Area("city", f"{country}/{places[0]}", text) for text in places)


def _letters(dice, alphabet):
    return "".join(dice.choice(alphabet) for _ in range(dice.choice([1, 2, 2, 3])))


def _taiwanese(dice, pk):
    place = dice.choice(TAIWAN_PLACES)
    name = f"{place[0]}立{_letters(dice, HAN)}{dice.choice(['國民小學', '國民中學', '高級中學', '國小'])}"
    names = [name, f"{dice.choice(LATIN)} {dice.choice(ENGLISH_KINDS)}"] if dice.random() < 0.3 else [name]
    return _document(dice, pk, names, place, "TW")


def _simplified(dice, pk):
    place = dice.choice(CHINA_PLACES)
    return _document(
        dice, pk, [f"{place[0]}{_letters(dice, SIMPLIFIED)}{dice.choice(['小学', '中学', '第12小学'])}"], place, "CN"
    )


def _japanese(dice, pk):
    place = dice.choice(JAPAN_PLACES)
    core = dice.choice(KANA) if dice.random() < 0.4 else _letters(dice, SHINJITAI)
    return _document(
        dice, pk, [f"{place[0]}立{core}{dice.choice(['小学校', '中学校', '高等学校', '学園・幼稚園'])}"], place, "JP"
    )


def _korean(dice, pk):
    place = dice.choice(KOREA_PLACES)
    return _document(
        dice, pk, [f"{dice.choice(HANGUL)}{dice.choice(['초등학교', '중학교', ' 고등학교'])}"], place, "KR"
    )


def _latin(dice, pk):
    place = dice.choice(LATIN_PLACES)
    words = [dice.choice(LATIN) for _ in range(dice.choice([1, 2, 2, 3]))]
    return _document(dice, pk, [f"{' '.join(words)} {dice.choice(ENGLISH_KINDS)}"], place, "US")


def make_questions(records: list[SchoolDocument], count: int, seed: int = 11) -> list[str]:
    """Pieces of names and places, alone and together, some in another script than the record's; and some in vain."""
    dice = random.Random(seed)
    other_script = str.maketrans(
        {**dict(zip(HAN, SIMPLIFIED, strict=False)), "臺": "台", "國": "国", "學": "学", "縣": "県"}
    )
    asked = [
        "臺",
        "台",
        "高",
        "髙",
        "学",
        "國",
        "ア",
        "あ",
        "한",
        "s",
        "K",
        "12",
        "ＫＡＯ",
        "高雄 国小",
        "静岡 みどり",
        "부산 초등",
        "Tokyo 小学校",
        "takao",
        "CANTON",
        "東京都立 学校",
        "無此學校",
        "ひば り",
        "なし",
        "zzz",
        "학 교",
        "12小",
        "第12",
    ]
    while len(asked) < count:
        record = dice.choice(records)
        text = dice.choice([*record.names, *record.places])
        if dice.random() < 0.08:
            text = dice.choice(KANA)
        start = dice.randrange(len(text))
        question = text[start : start + dice.choice([1, 2, 2, 3, 4, 6, 12])]
        if dice.random() < 0.3:
            question = question.translate(other_script)
        if dice.random() < 0.25:
            question += " " + dice.choice([*record.places, *record.names])[: dice.choice([2, 3, 5])]
        if dice.random() < 0.1:
            question = f'"{question.upper()}" AND ('
        if question.strip():
            asked.append(question)
    return asked
