"""The world of the journeys: the smallest world, a mission for Czech schools, and a pair of schools for each journey, so
that the journeys share one running Mado and none stands in another's way."""

WORLD = '''
import datetime as dt
from django.utils import timezone
from mado.accounts.enums import Role
from mado.demo.clock import at
from mado.demo.primitives import appoint, give_mandate, make_organization, make_user, open_wish, vouch, write_profile
from mado.demo.small_world import build_small_world
from mado.partnerships.services import accept_invitation, send_invitation

world = build_small_world()
prague = make_organization("mission", "Education Division, Prague", language="en", country="CZ", zone="Europe/Prague")
give_mandate(prague, "CZ")
appoint(make_user("prague@example.org", "Jana Wang", time_zone="Europe/Prague"), prague, Role.MISSION_OFFICER)


def school(name, name_en, region, teacher, office, officer, *, countries, country="TW", zone="Asia/Taipei", language="zh-Hant"):
    """A school that takes part, its coordinator and an open wish."""
    found = make_organization("school", name, language=language, country=country, region=region, name_en=name_en,
                              zone=zone, levels=["primary"])
    write_profile(found, languages=[language, "en"], topics=["culture"], pupils=300)
    person = make_user(f"{teacher}@example.org", teacher.title(), language="zh-hant", time_zone=zone)
    appoint(person, found)
    vouch(found, office, officer)
    return found, person, open_wish(found, countries=countries, title=f"{name_en}: our street")


def invite(sender, recipient, *, days):
    """Sent by the school's coordinator today, to be answered in `days`."""
    found, person, wish = sender
    return send_invitation(
        sender=found, recipient=recipient, actor=person, wish=wish, kind="cultural", mode="both",
        about_us="We are a fourth-grade class of twenty-five pupils.", proposal="Four meetings about our street.",
        first_step="One minute of video.", language="en", group_size=25,
        reply_by=timezone.localdate() + dt.timedelta(days=days),
    )


home = {"office": world.office, "officer": world.officer}
harbour, lighthouse, bridge, ferry = (
    school(name, name_en, "TW-KHH", teacher, countries=["JP", "US"], **home)
    for name, name_en, teacher in (
        ("高雄市立晴港國民小學", "Harbour Elementary", "harbour"), ("高雄市立燈塔國民小學", "Lighthouse Elementary", "lighthouse"),
        ("高雄市立大橋國民小學", "Bridge Elementary", "bridge"), ("高雄市立渡船國民小學", "Ferry Elementary", "ferry"),
    )
)

# Schools that fit: a school that looks to Korea, two there (one says in which region), two in Australia.
school("高雄市立市場國民小學", "Market Elementary", "TW-KHH", "market", countries=["KR"], **home)
for name, name_en, teacher, country, region, zone, language in (
    ("한빛초등학교", "Hanbit Elementary", "hanbit", "KR", "KR-11", "Asia/Seoul", "ko"),
    ("누리초등학교", "Nuri Elementary", "nuri", "KR", "", "Asia/Seoul", "ko"),
    ("Wattle Primary School", "", "wattle", "AU", "", "Australia/Sydney", "en"),
    ("Banksia Primary School", "", "banksia", "AU", "", "Australia/Sydney", "en"),
):
    school(name, name_en, region, teacher, countries=["TW"], country=country, zone=zone, language=language, **home)

# A coordinator leaves: an exchange that has begun.
accept_invitation(invitation=invite(
    (world.california, world.teacher_california, world.wish_california), world.kaohsiung, days=20), actor=world.teacher_kaohsiung)

# A silent school: two invitations of forty days ago, to be answered within twenty; nobody did.
with at(timezone.now() - dt.timedelta(days=40)):
    for sender in (harbour, lighthouse):
        invite(sender, world.tokyo, days=20)

# An answer from a phone: an invitation that waits.
invite(ferry, world.california, days=20)
'''
