"""The demonstration world before its story begins: offices, schools, people, profiles, wishes. Read from data."""

import csv
import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from mado.accounts.enums import Role
from mado.accounts.models import User
from mado.demo.offices import ABOUT, COUNTY_CENTRES, MISSIONS, NAMES, REGIONAL_OFFICES, ROLE_PEOPLE, ZONES
from mado.demo.particulars import profile_particulars, tell_story, tell_wish, wish_particulars
from mado.demo.primitives import (
    appoint,
    give_mandate,
    make_organization,
    make_user,
    open_wish,
    vouch,
    write_profile,
)
from mado.directory.enums import LocationPrecision, OrganizationKind, RelationKind
from mado.directory.models import Organization, OrganizationRelation
from mado.profiles.models import Wish
from mado.reference.services import set_alliance_setting

_SINCE = dt.date(2023, 8, 1)
"""Before the first scene of the story."""

_DATA = Path(__file__).parent / "data" / "schools.csv"


@dataclass(slots=True)
class World:
    """Everything by its own name; `teachers` by the school's name; `people` by e-mail."""

    organizations: dict[str, Organization] = field(default_factory=dict)
    teachers: dict[str, User] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    wishes: dict[str, Wish] = field(default_factory=dict)


def school_rows() -> list[dict[str, str]]:
    """The rows of data/schools.csv (separator |)."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="|"))


def _split(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


def _windows(row: dict[str, str]) -> list[tuple[int, str, str]]:
    """When a school would meet, "2 08:00-11:30" each; the mornings of Tuesday and Thursday where it says nothing."""
    told = _split(row["wish_times"]) or [f"{weekday} {row['start']}-11:30" for weekday in (2, 4)]
    found = []
    for text in told:
        weekday, _space, hours = text.partition(" ")
        start, _dash, end = hours.partition("-")
        found.append((int(weekday), start, end))
    return found


def build_world() -> World:
    """All records the story rests on. Call it inside a transaction on an empty directory."""
    world = World()
    set_alliance_setting(key="name", value="臺灣國際教育交流聯盟（示範）")
    _make_offices(world)
    for number, row in enumerate(school_rows()):
        _make_school(world, row, number)
    for own, _english, _places, host in REGIONAL_OFFICES:
        OrganizationRelation.objects.create(
            source=world.organizations[own], target=world.organizations[host], kind=RelationKind.HOSTED_IN
        )
    return world


def _make_offices(world: World) -> None:
    def office(kind: str, own: str, english: str, **place: str) -> Organization:
        made = make_organization(kind, own, language="zh-Hant", name_en=english, **place)  # type: ignore[arg-type]
        world.organizations[own] = made
        return made

    home = {"country": "TW", "zone": "Asia/Taipei"}
    ministry = office(OrganizationKind.MINISTRY, "教育部（示範）", "Ministry of Education (demonstration)", **home)
    ceo = office(OrganizationKind.CEO_OFFICE, "聯盟執行長辦公室", "CEO Office of the Alliance", **home)
    for own, english, places, _host in REGIONAL_OFFICES:
        give_mandate(office(OrganizationKind.REGIONAL_OFFICE, own, english, region=places[0], **home), *places)
    for own, english, region in COUNTY_CENTRES:
        give_mandate(office(OrganizationKind.COUNTY_CENTRE, own, english, region=region, **home), region)
    for own, english, country, zone, places in MISSIONS:
        give_mandate(office(OrganizationKind.MISSION, own, english, country=country, zone=zone), *places)
    seats = {
        "ministry": ministry, "auditor": ministry, "ceo": ceo, "ceo.staff": ceo,
        "county": world.organizations["高雄市國際教育中心"],
        "officer": world.organizations["高雄區辦公室"], "head": world.organizations["高雄區辦公室"],
        "mission.us": world.organizations["駐洛杉磯教育組"], "mission.jp": world.organizations["駐東京教育組"],
        "mission.kr": world.organizations["駐首爾教育組"],
    }  # fmt: skip
    for email, name, romanised, language, role in ROLE_PEOPLE:
        organization = seats[email.split("@")[0]]
        user = make_user(email, name, language=language, romanised=romanised, time_zone=organization.time_zone)
        appoint(user, organization, role, since=_SINCE)
        world.people[email] = user
    for number, (own, *_rest) in enumerate(REGIONAL_OFFICES):
        if own != "高雄區辦公室":
            name, romanised = NAMES["TW"][number % len(NAMES["TW"])]
            user = make_user(
                f"office{number + 1}@demo.example.org",
                name,
                language="zh-hant",
                romanised=romanised,
                time_zone="Asia/Taipei",
            )
            appoint(user, world.organizations[own], Role.OFFICE_STAFF, since=_SINCE)
            world.people[user.email] = user


def _make_school(world: World, row: dict[str, str], number: int) -> None:
    exact = row["country"] in ("TW", "KR")
    school = make_organization(
        row["kind"],
        row["name"],
        language=row["language"],
        country=row["country"],
        name_en=row["name_en"],
        region=row["region"],
        city=row["city"],
        zone=ZONES.get(row["region"], ZONES.get(row["country"], "UTC")),
        levels=_split(row["levels"]),
        point=(float(row["lat"]), float(row["lon"])),
        precision=LocationPrecision.EXACT if exact else LocationPrecision.AREA,
        enrolment=int(row["pupils"]),
    )
    world.organizations[school.name] = school
    if row["part"] != "yes":
        return
    name, romanised = NAMES[row["country"]][number % len(NAMES[row["country"]])]
    language = {"zh-Hant": "zh-hant"}.get(row["language"], row["language"])
    teacher = make_user(
        f"teacher{number + 1}@demo.example.org",
        name,
        language=language,
        romanised=romanised,
        time_zone=school.time_zone,
    )
    world.teachers[school.name] = world.people[teacher.email] = teacher
    appoint(teacher, school, since=_SINCE)
    office, officer = _voucher(school)
    vouch(school, office, officer)
    own, english = (text.format(place=row["city"], pupils=row["pupils"]) for text in ABOUT[row["language"]])
    profile = write_profile(
        school,
        day=(row["start"], row["end"]),
        languages=_split(row["languages"]),
        topics=_split(row["topics"]),
        about=own,
        about_en=english if own != english else "",
        pupils=int(row["pupils"]),
        **profile_particulars(school, number),
    )
    tell_story(profile, _split(row["languages"]))
    ages = {
        "primary": (10, 12),
        "lower_secondary": (12, 15),
        "upper_secondary": (15, 18),
        "tertiary": (19, 23),
    }
    levels = _split(row["levels"])
    world.wishes[school.name] = open_wish(
        school,
        countries=_split(row["wish_countries"]),
        title=row["wish_title"],
        kind=row["wish_kind"],
        levels=_split(row["wish_levels"]) or levels,
        ages=ages[levels[-1]],
        group_size=30,
        languages=_split(row["languages"])[:2],
        topics=_split(row["topics"]),
        partners=int(row["partners"]),
        windows=_windows(row),
        alternative_kinds=_split(row["wish_also"]),
        **wish_particulars(row["wish_title"], _split(row["topics"]), number),
    )
    tell_wish(world.wishes[school.name])


def _voucher(school: Organization) -> tuple[Organization, User]:
    """The office in care of the school and one of its people."""
    from mado.accounts.queries import officers_of, responsible_office  # noqa: PLC0415  # needs the records made above

    office = responsible_office(school)
    if office is None:
        raise LookupError(f"no office cares for {school}")
    return office, officers_of(office)[0]
