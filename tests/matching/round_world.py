"""Worlds for rounds: eleven schools of one prefecture and thirty of three counties; a country many seek and few are in."""

from dataclasses import dataclass, field

from mado.accounts.enums import Role
from mado.accounts.models import User
from mado.accounts.queries import seat_holders
from mado.demo.primitives import (
    appoint,
    give_mandate,
    make_organization,
    make_user,
    open_wish,
    vouch,
    write_profile,
)
from mado.directory.models import Organization
from mado.matching.queries.round_pools import PoolFilter
from mado.matching.services import rounds as services
from mado.profiles.models import Wish

COUNTIES = ("TW-KHH", "TW-TNN", "TW-PIF")
TOPICS = (("culture", "food"), ("environment", "science"), ("music", "art"), ("history", "culture"))


@dataclass
class RoundWorld:
    """`officer` works at `office` (a mission in Japan), `other_officer` at another office; `schools` by side."""

    office: Organization
    officer: User
    other_officer: User
    ministry_officer: User
    a: list[Organization] = field(default_factory=list)
    b: list[Organization] = field(default_factory=list)


def school(
    name: str,
    country: str,
    region: str,
    office: Organization,
    officer: User,
    *,
    countries: list[str],
    partners: int = 1,
    number: int = 0,
    topics: tuple[str, ...] = (),
    person: User | None = None,
) -> Organization:
    """A school that takes part, its coordinator and one open wish."""
    zone = {"TW": "Asia/Taipei", "JP": "Asia/Tokyo", "FR": "Europe/Paris"}[country]
    language = {"TW": "zh-Hant", "JP": "ja", "FR": "fr"}[country]
    made = make_organization(
        "school", name, language=language, country=country, region=region, zone=zone, levels=["lower_secondary"],
        name_en=f"School {country} {number}",
    )  # fmt: skip
    write_profile(made, languages=[language, "en"], topics=list(topics), pupils=300, about=f"{name} …")
    screen = {"TW": "zh-hant", "JP": "ja"}.get(country, "en")
    teacher = person or make_user(
        f"{country.lower()}{number}@example.org", f"Teacher {country} {number}", language=screen, time_zone=zone
    )
    appoint(teacher, made)
    vouch(made, office, officer)
    open_wish(
        made, countries=countries, title=f"Wish {country} {number}", levels=["lower_secondary"], ages=(12, 15),
        partners=partners, topics=topics or TOPICS[number % 4], group_size=20 + number % 15,
    )  # fmt: skip
    return made


def build_offices() -> RoundWorld:
    def office(kind: str, name: str, country: str, zone: str, places: tuple[str, ...]) -> Organization:
        made = make_organization(kind, name, language="zh-Hant", country=country, zone=zone, name_en=f"Office {name}")
        give_mandate(made, *places)
        return made

    mission = office("mission", "駐大阪教育組", "JP", "Asia/Tokyo", ("JP-22",))
    other = office("regional_office", "南區辦公室", "TW", "Asia/Taipei", COUNTIES)
    ministry = make_organization("ministry", "教育部", language="zh-Hant", country="TW")
    world = RoundWorld(
        office=mission,
        officer=make_user("round.officer@example.org", "Wu Grace", time_zone="Asia/Tokyo"),
        other_officer=make_user("other.officer@example.org", "Huang", language="zh-hant"),
        ministry_officer=make_user("reads.all@example.org", "Hsu", language="zh-hant"),
    )
    appoint(world.officer, mission, Role.MISSION_OFFICER)
    appoint(world.other_officer, other, Role.OFFICE_STAFF)
    appoint(world.ministry_officer, ministry, Role.MINISTRY_OFFICER)
    return world


def build_round_world(*, first: int = 11, second: int = 30) -> RoundWorld:
    """`first` schools of Shizuoka with a place each, `second` of three counties in Taiwan with one or two."""
    world = build_offices()
    where = {"office": world.office, "officer": world.officer}
    for number in range(first):
        world.a.append(school(f"静岡県立第{number + 1}中学校", "JP", "JP-22", countries=["TW"], number=number, **where))
    for number in range(second):
        world.b.append(
            school(
                f"第{number + 1}國民中學",
                "TW",
                COUNTIES[number % 3],
                countries=["JP"],
                partners=1 + number % 2,
                number=number,
                **where,
            )
        )
    return world


def begin(world: RoundWorld, **more):
    """A draft of all Shizuoka schools and all of the three counties."""
    from django.utils import timezone

    today = timezone.localdate()
    facts = {
        "office": world.office,
        "actor": world.officer,
        "name": "Shizuoka and the south",
        "kind": "cultural",
        "period_from": today,
        "period_to": today.replace(year=today.year + 1),
        "pool_a": PoolFilter(countries=("JP",), in_care=True),
        "pool_b": PoolFilter(countries=("TW",)),
    }
    return services.begin_round(**(facts | more))


def fresh(found):
    return type(found).objects.get(pk=found.pk)


def computed(world: RoundWorld, found=None):
    """A round with its three results, computed as the worker does it."""
    found = found or begin(world)
    services.compute_round(found=found, actor=world.officer)
    services.run_round(round_id=found.pk, user_id=world.officer.pk)
    return fresh(found)


def announced(world: RoundWorld, rule: str = "fair", found=None):
    found = computed(world, found)
    services.choose_rule(found=found, actor=world.officer, rule=rule)
    services.write_announcement(
        found=found, actor=world.officer, reply_by=services.reply_span()[1], letter="Have a good time."
    )
    found = fresh(found)
    services.announce_round(found=found, actor=world.officer, seen=services.digest_of(found))
    posted(found)
    return fresh(found)


def posted(found):
    """The letters of an announcement, written as the worker does it."""
    services.write_proposals(list(found.pairs.values_list("pk", flat=True)))
    services.write_regrets(list(found.schools.values_list("pk", flat=True)))


def teacher(organization: Organization) -> User:
    return seat_holders(organization)[0]


def wish_of(organization: Organization) -> Wish:
    return Wish.objects.get(organization=organization)
