"""The smallest world in which the whole journey can be walked: two schools, their two offices, the CEO office."""

from dataclasses import dataclass

from mado.accounts.enums import Role
from mado.accounts.models import User
from mado.demo.primitives import (
    appoint,
    give_mandate,
    make_organization,
    make_user,
    open_wish,
    vouch,
    write_profile,
)
from mado.directory.enums import Level, OrganizationKind
from mado.directory.models import Organization
from mado.profiles.models import Wish


@dataclass(frozen=True, slots=True)
class SmallWorld:
    """`teacher_*` hold the coordinator's seat of their school; `stranger` has an account and nothing else."""

    kaohsiung: Organization
    california: Organization
    tokyo: Organization
    office: Organization
    mission: Organization
    tokyo_mission: Organization
    county_centre: Organization
    ceo_office: Organization
    ministry: Organization
    teacher_kaohsiung: User
    deputy_kaohsiung: User
    teacher_california: User
    teacher_tokyo: User
    officer: User
    mission_officer: User
    tokyo_mission_officer: User
    county_officer: User
    ceo: User
    ministry_officer: User
    stranger: User
    wish_kaohsiung: Wish
    wish_california: Wish


def _make_offices() -> dict[str, Organization]:
    ministry = make_organization(
        OrganizationKind.MINISTRY, "教育部", language="zh-Hant", country="TW", name_en="Ministry of Education"
    )
    ceo_office = make_organization(
        OrganizationKind.CEO_OFFICE,
        "聯盟執行長辦公室",
        language="zh-Hant",
        country="TW",
        name_en="CEO Office of the Alliance",
    )
    office = make_organization(
        OrganizationKind.REGIONAL_OFFICE,
        "高雄區辦公室",
        language="zh-Hant",
        country="TW",
        region="TW-KHH",
        name_en="Kaohsiung Regional Office",
        zone="Asia/Taipei",
    )
    county_centre = make_organization(
        OrganizationKind.COUNTY_CENTRE,
        "高雄市國際教育中心",
        language="zh-Hant",
        country="TW",
        region="TW-KHH",
        name_en="Kaohsiung Local Education Centre",
        zone="Asia/Taipei",
    )
    mission = make_organization(
        OrganizationKind.MISSION,
        "Education Division, Los Angeles",
        language="en",
        country="US",
        region="US-CA",
        zone="America/Los_Angeles",
    )
    tokyo_mission = make_organization(
        OrganizationKind.MISSION,
        "Education Division, Tokyo",
        language="en",
        country="JP",
        region="JP-13",
        zone="Asia/Tokyo",
    )
    give_mandate(office, "TW-KHH")
    give_mandate(county_centre, "TW-KHH")
    give_mandate(mission, "US")
    give_mandate(tokyo_mission, "JP")
    return {
        "ministry": ministry,
        "ceo_office": ceo_office,
        "office": office,
        "county_centre": county_centre,
        "mission": mission,
        "tokyo_mission": tokyo_mission,
    }


def _make_schools() -> dict[str, Organization]:
    kaohsiung = make_organization(
        OrganizationKind.SCHOOL,
        "高雄市立港都國民小學",
        language="zh-Hant",
        country="TW",
        region="TW-KHH",
        city="鹽埕區",
        name_en="Gangdu Elementary School",
        zone="Asia/Taipei",
        levels=[Level.PRIMARY],
        point=(22.6255, 120.2835),
    )
    california = make_organization(
        OrganizationKind.SCHOOL,
        "Redwood Dual Language Elementary",
        language="en",
        country="US",
        region="US-CA",
        city="Riverside",
        zone="America/Los_Angeles",
        levels=[Level.PRIMARY],
        point=(33.9533, -117.3962),
        precision="area",
    )
    tokyo = make_organization(
        OrganizationKind.SCHOOL,
        "窓川区立みどり小学校",
        language="ja",
        country="JP",
        region="JP-13",
        city="窓川区",
        name_en="Midori Elementary School",
        zone="Asia/Tokyo",
        levels=[Level.PRIMARY],
        point=(35.68, 139.76),
        precision="area",
    )
    write_profile(
        kaohsiung,
        languages=["zh-Hant", "en"],
        topics=["culture", "food"],
        pupils=420,
        about="我們是靠近港口的小學。",
    )
    write_profile(
        california,
        day=("08:20", "15:00"),
        languages=["en", "es", "zh-Hant"],
        topics=["culture", "language"],
        pupils=380,
    )
    write_profile(tokyo, day=("08:40", "15:30"), languages=["ja", "en"], topics=["environment"], pupils=300)
    return {"kaohsiung": kaohsiung, "california": california, "tokyo": tokyo}


def _make_people() -> dict[str, User]:
    return {
        "teacher_kaohsiung": make_user(
            "lin@example.org", "林雅婷", language="zh-hant", romanised="Lin Ya-ting", time_zone="Asia/Taipei"
        ),
        "deputy_kaohsiung": make_user(
            "chen@example.org",
            "陳志明",
            language="zh-hant",
            romanised="Chen Chih-ming",
            time_zone="Asia/Taipei",
        ),
        "teacher_california": make_user("maria@example.org", "Maria Alvarez", time_zone="America/Los_Angeles"),
        "teacher_tokyo": make_user(
            "sato@example.org", "佐藤 美咲", language="ja", romanised="Sato Misaki", time_zone="Asia/Tokyo"
        ),
        "officer": make_user(
            "officer@example.org",
            "黃淑芬",
            language="zh-hant",
            romanised="Huang Shu-fen",
            time_zone="Asia/Taipei",
        ),
        "mission_officer": make_user("mission@example.org", "Grace Wu", time_zone="America/Los_Angeles"),
        "tokyo_mission_officer": make_user("tokyo@example.org", "渡辺 健", language="ja", time_zone="Asia/Tokyo"),
        "county_officer": make_user("county@example.org", "蔡宜君", language="zh-hant", time_zone="Asia/Taipei"),
        "ceo": make_user("ceo@example.org", "周明德", language="zh-hant", time_zone="Asia/Taipei"),
        "ministry_officer": make_user("ministry@example.org", "許文華", language="zh-hant", time_zone="Asia/Taipei"),
        "stranger": make_user("stranger@example.org", "Sam Porter"),
    }


def build_small_world() -> SmallWorld:
    """Every school vetted, with profile and an open wish; no claim, invitation or exchange yet."""
    offices, schools, people = _make_offices(), _make_schools(), _make_people()
    appoint(people["teacher_kaohsiung"], schools["kaohsiung"], position="教務組長")
    appoint(people["deputy_kaohsiung"], schools["kaohsiung"], Role.DEPUTY)
    appoint(people["teacher_california"], schools["california"], position="4th grade teacher")
    appoint(people["teacher_tokyo"], schools["tokyo"])
    appoint(people["officer"], offices["office"], Role.OFFICE_STAFF)
    appoint(people["mission_officer"], offices["mission"], Role.MISSION_OFFICER)
    appoint(people["tokyo_mission_officer"], offices["tokyo_mission"], Role.MISSION_OFFICER)
    appoint(people["county_officer"], offices["county_centre"], Role.COUNTY_OFFICER)
    appoint(people["ceo"], offices["ceo_office"], Role.CEO)
    appoint(people["ministry_officer"], offices["ministry"], Role.MINISTRY_OFFICER)
    vouch(schools["kaohsiung"], offices["office"], people["officer"])
    vouch(schools["california"], offices["mission"], people["mission_officer"])
    vouch(schools["tokyo"], offices["tokyo_mission"], people["tokyo_mission_officer"])
    return SmallWorld(
        kaohsiung=schools["kaohsiung"],
        california=schools["california"],
        tokyo=schools["tokyo"],
        ministry=offices["ministry"],
        ceo_office=offices["ceo_office"],
        office=offices["office"],
        county_centre=offices["county_centre"],
        mission=offices["mission"],
        tokyo_mission=offices["tokyo_mission"],
        wish_kaohsiung=open_wish(
            schools["kaohsiung"], countries=["US", "JP"], title="港口與市場的故事", windows=[(2, "08:00", "09:30")]
        ),
        wish_california=open_wish(
            schools["california"],
            countries=["TW"],
            title="Our towns, our food",
            windows=[(1, "16:00", "17:30"), (3, "16:00", "17:30")],
        ),
        **people,
    )
