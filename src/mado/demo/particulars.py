"""What the demonstration schools say of themselves beyond the first lines. All of it is invented."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from mado.directory.models import Organization
from mado.profiles.engine.photo import clean_logo
from mado.profiles.models import Award, ProfileText, SchoolProfile, SisterSchool, TaughtLanguage, Wish

_DATA = Path(__file__).parent / "data"
_AGES = {"primary": (6, 12), "lower_secondary": (12, 15), "upper_secondary": (15, 18), "tertiary": (18, 24)}
_TOOLS = {"TW": ["meet", "teams", "padlet"], "JP": ["teams", "zoom"], "KR": ["zoom", "webex"]}
_BLOCKED = {"TW": ["zoom"], "JP": ["meet", "youtube"], "KR": []}
_SETTINGS = ("urban", "suburban", "rural", "remote")
_PHOTO_RULES = ("with_consent", "no_faces", "no_faces", "none")

_GOALS = {
    "citizenship": (16,), "careers": (8,), "culture": (11,), "environment": (13, 14), "food": (2, 12), "history": (11, 16),
    "robotics": (9,), "science": (9, 13), "vocational": (8, 9),
}  # fmt: skip
"""Topic of a wish → the Sustainable Development Goals it touches; all touch education and partnership."""

# own name of the school → picture, its words, and texts in its own language with their English
_STORIES: dict[str, dict[str, Any]] = {
    "高雄市立望港國民小學": {
        "picture": ("harbour", "從教室窗戶望出去的港口，兩艘漁船正要出海"),
        "logo": "harbour",
        "own": {
            "short_name": "望港國小",
            "local_features": "學校離第三船渠五分鐘。清晨有魚市場，冬天有黑鮪魚季，夏天港邊放天燈船。",
            "special_programmes": "三至六年級的海洋課程：每學期出海一次，每班養一缸潮間帶生物。",
            "clubs": "划船隊、說故事社、菜市場小記者、歌仔戲班",
            "consent_practice": "每學年開學時請家長簽一份紙本同意書，每次活動再以通訊軟體確認一次。",
            "nearest_station": "鹽埕埔站，步行 8 分鐘",
            "nearest_airport": "高雄國際機場，車程 25 分鐘",
            "grades_taught": "一至六年級",
            "principal_name": "吳海生",
            "department": "教務處",
            "chat_app": "line",
            "chat_id": "wanggang-school",
            "safeguarding_lead": "林雅婷（輔導室）",
            "website": "https://wanggang.example.edu.tw/",
            "intro_video": "https://video.example.org/wanggang",
            "brochure": "https://wanggang.example.edu.tw/prospectus.pdf",
            "safeguarding_policy": "https://wanggang.example.edu.tw/safe",
            "connection_note": "圖書館和電腦教室很穩定，普通教室偶爾斷線。",
        },
        "en": {
            "local_features": "Five minutes from the third boat canal. A fish market before dawn, bluefin tuna in winter.",
            "special_programmes": "Ocean lessons from grade 3 to 6: one day at sea each term, a tide pool in every classroom.",
            "clubs": "Rowing, story-telling, young market reporters, Taiwanese opera",
            "consent_practice": "A paper form at the beginning of the school year, and one message before each activity.",
        },
        "ja": {"about": "港の見える小学校です。市場と海がわたしたちの教科書です。"},
        "ties": [("sister", "JP", "窓川区立みどり小学校", 2024), ("exchange", "KR", "인천바다초등학교", 2022)],
        "awards": [("國際學校獎 初階認證", 2023), ("海洋教育推手獎", 2021)],
    },
    "臺東縣立海祭國民小學": {
        "picture": ("hills", "山坡上的校舍與梯田"),
        "logo": "hills",
        "own": {"short_name": "海祭國小", "local_features": "全校有一半的孩子來自阿美族部落，每年七月全村一起過海祭。"},
        "en": {"local_features": "Half of our pupils are Amis; every July the whole village keeps the sea festival."},
    },
    "Redwood Dual Language Elementary": {
        "picture": ("yard", "The school yard with two oaks, the mountains behind it"),
        "logo": "redwood",
        "own": {
            "short_name": "Redwood",
            "local_features": "Orange groves at the end of the street, snow on the mountains in January.",
            "special_programmes": "Half of the day in English, half in Spanish or Chinese, from kindergarten on.",
            "clubs": "School garden, mariachi, chess",
            "consent_practice": "Parents sign one form a year and are asked again for anything that goes on line.",
            "nearest_station": "Riverside–Downtown, 12 minutes by bus",
            "nearest_airport": "Ontario International",
            "grades_taught": "Kindergarten to grade 5",
            "principal_name": "Dolores Whitaker",
            "chat_app": "whatsapp",
            "chat_id": "Redwood exchange desk",
            "safeguarding_lead": "Tom Okafor",
            "website": "https://redwood.example.org/",
        },
        "zh-Hant": {
            "about": "我們是一所雙語小學，孩子一半的時間用英語，一半用西班牙語或中文上課。",
            "clubs": "校園菜園、墨西哥街頭樂隊、西洋棋",
        },
        "ties": [("agreement", "MX", "Escuela Primaria Benito Juárez", 2018)],
        "awards": [("California Green Ribbon School", 2022)],
    },
    "窓川区立みどり小学校": {
        "picture": ("yard", "二本の木と山が見える校庭"),
        "own": {
            "short_name": "みどり小",
            "local_features": "学校のすぐ横を窓川が流れ、子どもたちは毎月水質を調べています。",
            "clubs": "飼育、合唱、将棋",
            "consent_practice": "年度はじめに書面で同意をいただき、活動ごとに確認します。",
        },
        "en": {
            "local_features": "The Mado river runs beside the school; the pupils test its water every month.",
            "clubs": "Animals, choir, shogi",
        },
        "ties": [("sister", "TW", "高雄市立望港國民小學", 2024)],
    },
    "서울창문중학교": {
        "picture": ("hills", "교실 창밖으로 보이는 산"),
        "own": {"short_name": "창문중", "clubs": "방송반, 사물놀이, 코딩", "local_features": "한강까지 걸어서 십 분."},
        "en": {"clubs": "Broadcasting, samul nori, coding", "local_features": "Ten minutes on foot to the Han river."},
    },
}

# title of a wish → (title in English, what comes out, in the language of the school, the same in English)
_WISHES: dict[str, tuple[str, str, str]] = {
    "港口與市場的故事": ("Stories of harbour and market", "一本雙語的市場小書，兩邊各印一百本。", "A small bilingual book of the market, a hundred copies on each side."),
    "海洋與塑膠：共同研究": ("Sea and plastic: a joint study", "一份共同的調查報告與海報。", "A joint report and a poster."),
    "兩座城市的民主記憶": ("Two cities remember democracy", "兩座城市的街頭錄音導覽。", "An audio walk through both cities."),
    "河邊的聲音地圖": ("A sound map of the river", "一張可以聽的地圖。", "A map one can listen to."),
    "便當裡的一天": ("A day in a lunch box", "一本便當食譜。", "A cookery book of lunch boxes."),
    "布袋戲與我": ("Glove puppets and I", "一齣十分鐘的戲。", "A play of ten minutes."),
    "海與歌": ("The sea and songs", "一場線上的合唱。", "A choir across the sea."),
    "わたしたちの川": ("Our river", "川の絵本を一冊つくります。", "A picture book of both rivers."),
    "お茶でつながる": ("Joined by tea", "二つの産地のお茶新聞。", "A newspaper of two tea countries."),
    "두 도시 이야기": ("A tale of two cities", "두 도시의 골목 사진집.", "A book of photographs of both cities' lanes."),
    "섬에서 섬으로": ("From island to island", "섬 이야기 오디오북.", "An audio book of island stories."),
}  # fmt: skip


_ASKED: dict[str, dict[str, Any]] = {
    "港口與市場的故事": {"evaluation": "兩邊的學生各回答五個問題，老師們最後再談一次。"},
    "兩座城市的民主記憶": {"partner_language_band": "B1"},
    "海洋與塑膠：共同研究": {"partners_again": True},
    "海ごみを一緒に調べる": {"partners_again": True},
    "台湾への教育旅行": {"partner_regions": ["TW-CHA", "TW-CYI", "TW-KHH", "TW-PIF", "TW-TNN", "TW-YUN"]},
}
"""What some wishes ask of their partners; the two about the sea are of schools that are partners, the journey goes to the
south."""


def profile_particulars(school: Organization, number: int) -> dict[str, Any]:
    """Further fields of the school's profile; what partners ask first is said by all, the rest by some."""
    ages = [_AGES[level] for level in school.levels if level in _AGES]
    found: dict[str, Any] = {
        "age_youngest": min((low for low, _high in ages), default=None),
        "age_oldest": max((high for _low, high in ages), default=None),
        "teachers": max(8, (school.enrolment or 200) // 13),
        "class_size": 18 + number % 14,
        "setting": _SETTINGS[number % len(_SETTINGS)],
        "video_tools": _TOOLS.get(school.country, ["meet", "zoom"]),
        "video_tools_blocked": _BLOCKED.get(school.country, []),
        "pupil_devices": ("class_set", "own", "room", "screen")[number % 4],
        "photo_rule": _PHOTO_RULES[number % len(_PHOTO_RULES)],
        "pupil_mix": "mixed",
        "school_types": ["vocational"] if "vocational" in school.name_en.lower() else ["general"],
    }
    return found | _STORIES.get(school.name, {}).get("own", {})


def tell_story(profile: SchoolProfile, languages: list[str]) -> None:
    """Languages, ties, awards, texts in further languages and the picture of one school."""
    school = profile.organization
    story = _STORIES.get(school.name, {})
    profile.answering_languages = languages[:2]
    if "picture" in story:
        name, profile.photo_alt = story["picture"]
        profile.photo_size = [1200, 800]
        data = (_DATA / f"picture_{name}.jpg").read_bytes()
        profile.photo.save(f"{school.code.lower()}-{name}.jpg", ContentFile(data), save=False)
    if "logo" in story:
        logo = clean_logo((_DATA / f"logo_{story['logo']}.png").read_bytes())
        profile.logo_size = [logo.width, logo.height]
        profile.logo.save(f"{school.code.lower()}-{story['logo']}.png", ContentFile(logo.data), save=False)
    profile.save()
    foreign = [tag for tag in languages if tag != school.name_language]
    TaughtLanguage.objects.bulk_create(
        TaughtLanguage(profile=profile, language=tag, years=6 - 2 * place, band=("B1", "A2", "A1")[min(place, 2)])
        for place, tag in enumerate(foreign[:3])
    )
    SisterSchool.objects.bulk_create(
        SisterSchool(profile=profile, country=country, name=name, year=year, tie=tie)
        for tie, country, name, year in story.get("ties", ())
    )
    Award.objects.bulk_create(Award(profile=profile, title=title, year=year) for title, year in story.get("awards", ()))
    ProfileText.objects.bulk_create(
        ProfileText(profile=profile, field=field, language=tag, text=text)
        for tag in ("en", "ja", "zh-Hant")
        for field, text in story.get(tag, {}).items()
        if tag != school.name_language
    )


def wish_particulars(title: str, topics: Collection[str], number: int) -> dict[str, Any]:
    """Further fields of an open wish."""
    found: dict[str, Any] = {
        "sdgs": sorted({4, 17, *(goal for topic in topics for goal in _GOALS.get(topic, ()))}),
        "forms": [["video_messages", "joint_product"], ["letters", "packages"], ["live_lessons", "presentations"]][
            number % 3
        ],
        "frequency": ("fortnightly", "monthly", "weekly")[number % 3],
        "sessions_least": 2,
        "groups": 1 + number % 3,
        "reciprocity": ("welcome", "wanted", "not_needed")[number % 3],
        "who_pays": ("no_cost", "each_own", "grant")[number % 3],
        "interpretation": ("not_needed", "welcome", "offered", "")[number % 4],
    }
    if title in _WISHES:
        found["outcomes"] = _WISHES[title][1]
    return found | _ASKED.get(title, {})


def tell_wish(wish: Wish) -> None:
    """The wish's words in English, where they are not English already."""
    if wish.title in _WISHES:
        title, _own, outcomes = _WISHES[wish.title]
        for field, text in (("title", title), ("outcomes", outcomes)):
            ProfileText.objects.create(wish=wish, field=field, language="en", text=text)
