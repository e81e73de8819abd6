"""Cases and an enquiry in different states, so that a desk has something to show on the first day."""

import datetime as dt

from django.utils import timezone

from mado.accounts.queries import officers_of
from mado.demo.clock import at
from mado.demo.world import World
from mado.desks import services
from mado.desks.enums import CaseKind
from mado.desks.permissions import LinkHolder
from mado.profiles.models import SchoolProfile


def _ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def make_cases(world: World) -> None:
    """A partner looked for by hand and proposed, one just opened, a question asked back, an enquiry from abroad."""
    _proposed_to_kaohsiung(world)
    _opened_in_kaohsiung(world)
    _asked_back_in_japan(world)
    _enquiry_from_prague(world)


def _proposed_to_kaohsiung(world: World) -> None:
    school = world.organizations["高雄市立晴嵐高級中學"]
    officer = world.people["officer@demo.example.org"]
    with at(_ago(9)):
        case = services.open_case(
            kind=CaseKind.MANUAL_MATCH,
            organization=school,
            actor=world.teachers[school.name],
            subject="想找可以在週五下午進行的日本高中，主題為海洋環境",
            text="我們的海洋專題課只排在週五第七、八節，希望對方也有海洋或水產相關課程。系統裡沒有可以這樣篩選的條件。",
            language="zh-Hant",
            wish=world.wishes.get(school.name),
        )
    with at(_ago(8)):
        services.take_case(case=case, actor=officer)
    partners = SchoolProfile.objects.filter(organization__country="JP").select_related("organization").order_by("id")
    chosen = [profile.organization for profile in partners if "upper_secondary" in profile.organization.levels][:2]
    with at(_ago(3)):
        services.propose_schools(
            case=case,
            actor=officer,
            proposals=[(one, "學制相同，週五下午可以上線，去年也做過環境主題的交流。") for one in chosen],
            text="兩校的承辦老師都已口頭詢問過，歡迎直接邀請。",
        )


def _opened_in_kaohsiung(world: World) -> None:
    school = world.organizations["高雄市立望港國民小學"]
    with at(_ago(2)):
        services.open_case(
            kind=CaseKind.MANUAL_MATCH,
            organization=school,
            actor=world.teachers[school.name],
            subject="法語區的小學",
            text="我們有兩位學生的母語是法語，想找法國或比利時的小學，系統目前沒有開放的學校。",
            language="zh-Hant",
        )


def _asked_back_in_japan(world: World) -> None:
    name = next(school for school in world.teachers if world.organizations[school].country == "JP")
    school, officer = world.organizations[name], world.people["mission.jp@demo.example.org"]
    with at(_ago(6)):
        case = services.open_case(
            kind=CaseKind.OTHER,
            organization=school,
            actor=world.teachers[name],
            subject="教育旅行の事前交流について",
            text="来年度の教育旅行で訪問する前に、オンラインで一度顔合わせをしたいと考えています。",
            language="ja",
        )
    with at(_ago(5)):
        services.ask_about_case(case=case, actor=officer, text="訪問の予定時期と、参加する生徒の人数を教えてください。")


def _enquiry_from_prague(world: World) -> None:
    central = world.organizations["聯盟執行長辦公室"]
    officer = officers_of(central)[0]
    with at(_ago(4)):
        case = services.open_case(
            kind=CaseKind.ENQUIRY,
            subject="Škola v Praze hledá partnera",
            text="Dobrý den, učím zeměpis na základní škole v Praze. Můžeme se zapojit, i když naše škola v adresáři není?",
            language="cs",
            country="CZ",
            contact_email="jana.novakova@demo.example.org",
            contact_name="Jana Nováková",
            contact_school="ZŠ Vltavská",
        )
    with at(_ago(3)):
        services.ask_about_case(
            case=case,
            actor=officer,
            text="Dear Ms Nováková, yes. Please send us the official number (IZO) of your school.",
        )
    with at(_ago(1)):
        services.reply_in_case(case=case, actor=LinkHolder(case.pk), text="Naše IZO je 600000001. Děkuji.")
