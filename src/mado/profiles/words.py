"""What the words in a cell mean: choices, countries, languages, written in any of the four languages or as a code."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation

from mado.accounts.enums import SEAT_ROLES
from mado.directory.enums import Level, OrganizationKind, Sector
from mado.kernel.text import folded_heading
from mado.profiles.enums import ExchangeKind, Interpretation, MeetingMode, Setting, Topic
from mado.reference.languages import language_name, languages
from mado.reference.places import countries, country_spellings, region_from_local, regions

_MORE: Mapping[str, Mapping[str, str]] = {
    "levels": {
        Level.KINDERGARTEN: "kindergarten|preschool|nursery|幼兒園|幼稚園|유치원",
        Level.PRIMARY: "primary|elementary|elementary school|primary school|grade school|國小|國民小學|小學|小学校|小学|초등학교|초등|附設國民小學",
        Level.LOWER_SECONDARY: "lower secondary|middle school|junior high|junior high school|國中|國民中學|初中|中学校|중학교|중등|附設國民中學",
        Level.UPPER_SECONDARY: "upper secondary|high school|senior high|senior high school|secondary|高中|高職|高級中等學校|高級中學|高等学校|高校|고등학교|고등",
        Level.TERTIARY: "tertiary|university|college|higher education|大學|大専|大專校院|大学|대학교|대학",
        Level.SPECIAL: "special|special school|special education|特殊教育學校|特教|特別支援学校|특수학교",
        Level.OTHER: "other|其他|その他|기타",
    },
    "sector": {
        Sector.PUBLIC: "public|state|community school|市立|縣立|區立|町立|村立|組合立|道立|都立|府立|公立|公|公立学校|공립",
        Sector.NATIONAL: "national|國立|国立|국립",
        Sector.PRIVATE: "private|independent|私立|私|사립",
    },
    "kind": {
        OrganizationKind.SCHOOL: "school|學校|学校|학교",
        OrganizationKind.UNIVERSITY: "university|大學|大学|대학교|대학",
    },
    "wish_kind": {
        ExchangeKind.CULTURAL: "cultural|cultural exchange|online exchange|文化交流|線上交流|オンライン交流|온라인 교류",
        ExchangeKind.CO_TEACHING: "co-teaching|teaching together|共備課程|協同教學|共同授業|공동수업",
        ExchangeKind.ONLINE_COURSE: "course|線上課程|オンライン講座|온라인 강좌",
        ExchangeKind.VISIT_IN: "host|hosting|接待|接待來訪|接待參訪|受け入れ|受入|受入れ|訪問受入|訪問受け入れ|學校訪問受入|방문 맞이|초청",
        ExchangeKind.VISIT_OUT: "travel|出訪|教育旅行|修学旅行",
        ExchangeKind.SISTER_SCHOOL: "sister school|姊妹校|姉妹校|자매학교",
    },
    "contact_role": {},
    "wish_mode": {MeetingMode.LIVE: "live|同步|同期|실시간", MeetingMode.ASYNC: "async|asynchronous|in turns|非同步|非同期|비동기"},
    "wish_topics": {
        Topic.LANGUAGE: "languages|語言|語學|言語|語学|언어",
        Topic.CULTURE: "festivals|文化|節慶|祭り|문화",
        Topic.FOOD: "farming|飲食|食農|食|食文化|음식",
        Topic.ENVIRONMENT: "climate|nature|環境|氣候|自然|환경",
        Topic.SCIENCE: "technology|STEM|科學|科技|科学|과학",
        Topic.ROBOTICS: "code|coding|機器人|程式|ロボット|로봇|코딩",
        Topic.ART: "design|arts|藝術|美術|芸術|미술",
        Topic.MUSIC: "dance|音樂|舞蹈|音楽|음악",
        Topic.SPORT: "health|sports|體育|運動|スポーツ|체육|스포츠",
        Topic.READING: "stories|閱讀|読書|독서",
        Topic.HISTORY: "歷史|歴史|역사",
        Topic.CITIZENSHIP: "peace|公民|和平|平和|평화",
        Topic.CAREERS: "career|職涯|職業|キャリア|진로",
        Topic.VOCATIONAL: "技職|専門技能|직업",
    },
    "setting": {
        Setting.URBAN: "urban|city|市區|都市|都市部|도시",
        Setting.SUBURBAN: "suburban|市郊|郊外|교외",
        Setting.RURAL: "rural|countryside|鄉村|非山非市|農村部|농촌|농어촌",
        Setting.REMOTE: "remote|island|偏遠|偏鄉|特偏|離島|へき地|離島・へき地|도서벽지|벽지",
    },
    "interpretation": {
        Interpretation.NOT_NEEDED: "no|不需要|不要|必要ない|필요 없음",
        Interpretation.NEEDED: "yes|需要|必要|필요",
    },
}  # fmt: skip
_CHOICES: Mapping[str, tuple[Any, ...]] = {
    "levels": tuple(Level),
    "sector": (Sector.PUBLIC, Sector.NATIONAL, Sector.PRIVATE),
    "kind": (OrganizationKind.SCHOOL, OrganizationKind.UNIVERSITY),
    "contact_role": SEAT_ROLES,
    "wish_kind": tuple(ExchangeKind),
    "wish_mode": tuple(MeetingMode),
    "wish_topics": tuple(Topic),
    "setting": tuple(Setting),
    "interpretation": tuple(Interpretation),
}
_BETWEEN = re.compile(r"\s*[,;、，；/|\n]\s*")


@cache
def choice_words(field: str) -> Mapping[str, str]:
    """Folded word → value: the values, their labels in every language of the screens, and what else lists write."""
    found: dict[str, str] = {}
    for value, words in _MORE[field].items():
        found |= {folded_heading(word): str(value) for word in words.split("|")}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {folded_heading(str(choice.label)): str(choice.value) for choice in _CHOICES[field]}
    return found | {folded_heading(str(choice.value)): str(choice.value) for choice in _CHOICES[field]}


def choice_labels(field: str) -> list[str]:
    """The words we show for the field in the active language."""
    return [str(choice.label) for choice in _CHOICES[field]]


def parts(text: str) -> list[str]:
    """Primary, junior high / 國小、國中 → its parts."""
    return [part for part in _BETWEEN.split(text) if part]


@cache
def _country_words() -> Mapping[str, str]:
    codes = [code for code, _name in countries("en")]
    found = {folded_heading(spelling): code for code in codes for spelling in country_spellings(code)}
    return found | {folded_heading(code): code for code in codes}


def country_code(text: str) -> str:
    """ISO 3166-1 for a code or name in the four languages; "" when unknown."""
    return _country_words().get(folded_heading(text), "")


@lru_cache(maxsize=4096)
def region_code(country: str, text: str) -> str:
    """ISO 3166-2 for a code or name; "" when unknown or when the name stands for several."""
    known = {code.casefold(): code for code, _name in regions(country, "en")}
    return known.get(text.strip().casefold(), "") or region_from_local(country, text)


@lru_cache(maxsize=512)
def has_regions(country: str) -> bool:
    return bool(regions(country, "en"))


@cache
def countries_with_regions() -> tuple[str, ...]:
    return tuple(code for code, _name in countries("en") if has_regions(code))


@cache
def _language_words() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for tag, _name in languages("en"):
        for code, _label in settings.LANGUAGES:
            name = language_name(tag, code)
            found.setdefault(folded_heading(name), tag)
            if name.endswith("文"):  # 日文 is 日語 to half of Taiwan
                found.setdefault(folded_heading(f"{name[:-1]}語"), tag)
        found[folded_heading(tag)] = tag
    more = {"chinese": "zh-Hant", "mandarin": "zh-Hant", "中文": "zh-Hant", "華語": "zh-Hant", "國語": "zh-Hant", "zhtw": "zh-Hant", "zhcn": "zh-Hans", "中国語": "zh-Hant", "중국어": "zh-Hant"}  # fmt: skip
    return {folded_heading(word): tag for word, tag in more.items()} | found


def language_tag(text: str) -> str:
    """BCP 47 for a tag or a name in the four languages; "" when unknown."""
    return _language_words().get(folded_heading(text), "")
