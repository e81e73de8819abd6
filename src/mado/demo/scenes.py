"""What happens in the demonstration world: one row per invitation. Dates are days at home."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scene:
    """`outcome`: waiting, lapsed, declined, withdrawn, paired, active, ended, completed, half_reported, reported, verified."""

    start: dt.date
    home: str
    abroad: str
    outcome: str
    kind: str = "cultural"
    sessions: int = 0
    asked_by_abroad: bool = False
    no_show: int = -1
    reason: str = ""


_WRITTEN_ON = dt.date(2026, 11, 23)
_PRESENT_BEGINS = dt.date(2026, 8, 1)


def _d(text: str) -> dt.date:
    """A day of the story. What belongs to its present moves along with today, in whole weeks, so the demo never ages."""
    day = dt.date.fromisoformat(text)
    if day < _PRESENT_BEGINS:
        return day
    weeks = (dt.datetime.now(tz=dt.UTC).date() - _WRITTEN_ON).days // 7
    return day + dt.timedelta(weeks=weeks)


_W, _Q, _S, _H, _M = (
    "高雄市立望港國民小學",
    "高雄市立晴嵐高級中學",
    "臺北市立文窗高級中學",
    "臺中市立惠光高級中學",
    "嘉義市立木都高級工業職業學校",
)
_T, _R = "窓川区立みどり小学校", "Redwood Dual Language Elementary"

SCENES: tuple[Scene, ...] = (
    # 113th academic year: 2024-08-01 … 2025-07-31
    Scene(_d("2024-09-02"), _W, _T, "verified", sessions=4),
    Scene(_d("2024-09-09"), _Q, "東京都立朝霧高等学校", "verified", "co_teaching", 3),
    Scene(_d("2024-09-16"), _S, "서울창문중학교", "verified", sessions=3, asked_by_abroad=True),
    Scene(_d("2024-09-23"), _H, "静岡県立茶畑高等学校", "verified", sessions=4),
    Scene(_d("2024-10-01"), "新竹市立風城高級中學", "Golden Poppy High School", "verified", "co_teaching", 2),
    Scene(_d("2024-10-07"), _M, "愛媛県立みかん工業高等学校", "verified", "online_course", 4),
    Scene(_d("2024-10-14"), "新北市立和風國民小學", "인천바다초등학교", "declined", reason="full"),
    Scene(_d("2024-11-04"), "臺南市立鹽田國民小學", "Mangrove Bay Elementary", "lapsed"),
    Scene(_d("2025-02-17"), "臺北市立河畔國民中學", "宮城県立松風中学校", "verified", sessions=3),
    Scene(
        _d("2025-02-24"),
        "雲林縣立掌中國民小學",
        "Lakeside Lantern School",
        "verified",
        sessions=2,
        asked_by_abroad=True,
    ),
    Scene(_d("2025-03-03"), "國立望海大學", "瀬戸内海洋大学", "verified", "online_course", 4),
    Scene(_d("2025-03-10"), "宜蘭縣立蘭雨高級商業職業學校", "大阪府立通天高等学校", "ended", sessions=1),
    Scene(_d("2025-03-17"), "屏東縣立林邊國民中學", "熊本市立水前中学校", "verified", sessions=2, no_show=0),
    # 114th: 2025-08-01 … 2026-07-31
    Scene(_d("2025-09-08"), _W, _R, "verified", sessions=3, asked_by_abroad=True),
    Scene(_d("2025-09-10"), _W, "인천바다초등학교", "verified", sessions=3),
    Scene(_d("2025-09-15"), _Q, "부산갈매기고등학교", "verified", "co_teaching", 3, asked_by_abroad=True),
    Scene(_d("2025-09-22"), _S, "Northern Lantern High School", "verified", "co_teaching", 2),
    Scene(_d("2025-09-29"), _H, "서울한빛고등학교", "verified", "co_teaching", 3),
    Scene(_d("2025-10-06"), "桃園市立北埤高級中學", "대구사과공업고등학교", "verified", "online_course", 4),
    Scene(_d("2025-10-13"), "彰化縣立鹿港濱海高級中學", "千葉県立潮見高等学校", "verified", sessions=2),
    Scene(_d("2025-10-20"), "臺東縣立海祭國民小學", "Honu Point Intermediate", "declined", reason="ages"),
    Scene(_d("2025-11-03"), "新北市立山城高級中學", "Glen Heather Academy", "verified", sessions=2),
    Scene(_d("2026-02-23"), "山嵐醫學大學", "University of the Severn", "verified", "online_course", 2),
    Scene(_d("2026-03-02"), "臺中市立太陽國民小學", "Pacific Crest Middle School", "lapsed"),
    Scene(_d("2026-03-05"), "臺東縣立海祭國民小學", _T, "declined", reason="dates"),
    Scene(_d("2026-03-09"), "苗栗縣立木雕國民中學", "제주돌담중학교", "verified", sessions=3),
    # Three letters into silence: the school they went to is dormant today.
    Scene(_d("2026-04-13"), "臺南市立府城家事商業學校", "北海道雪窓高等学校", "lapsed"),
    Scene(_d("2026-05-11"), "彰化縣立鹿港濱海高級中學", "北海道雪窓高等学校", "lapsed"),
    Scene(_d("2026-06-01"), "桃園市立北埤高級中學", "北海道雪窓高等学校", "lapsed"),
    # 115th: since 2026-08-01
    Scene(_d("2026-09-02"), "臺南市立府城家事商業學校", "大阪府立通天高等学校", "reported", sessions=2),
    Scene(_d("2026-09-03"), _W, "窓川区立みどり小学校", "reported", sessions=2),
    Scene(
        _d("2026-09-04"),
        "新竹市立風城高級中學",
        "Golden Poppy High School",
        "half_reported",
        "co_teaching",
        2,
    ),
    Scene(_d("2026-09-07"), "臺北市立河畔國民中學", "熊本市立水前中学校", "completed", sessions=3),
    Scene(_d("2026-09-14"), _M, "愛媛県立みかん工業高等学校", "active", "online_course", 3),
    Scene(_d("2026-09-21"), _Q, "東京都立朝霧高等学校", "active", "co_teaching", 3, no_show=1),
    Scene(
        _d("2026-10-05"),
        "屏東縣立國境國民小學",
        "Harbour Street Primary School",
        "active",
        sessions=1,
        asked_by_abroad=True,
    ),
    Scene(_d("2026-10-26"), "高雄市立望港國民小學", "Pacific Crest Middle School", "declined", reason="ages"),
    Scene(_d("2026-11-02"), "新北市立和風國民小學", "窓川区立みどり小学校", "paired"),
    Scene(_d("2026-11-05"), _S, "Cascade Ridge High School", "lapsed"),
    Scene(_d("2026-11-09"), _H, "静岡県立茶畑高等学校", "paired"),
    Scene(_d("2026-11-13"), "臺中市立太陽國民小學", "Mangrove Bay Elementary", "waiting"),
    Scene(_d("2026-11-16"), _W, "Lakeside Lantern School", "waiting", asked_by_abroad=True),
    Scene(_d("2026-11-17"), "臺南市立鹽田國民小學", "Mangrove Bay Elementary", "withdrawn"),
    Scene(_d("2026-11-19"), _Q, "Cascade Ridge High School", "waiting"),
)
