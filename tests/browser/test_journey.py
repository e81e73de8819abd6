"""The main job, walked in a real browser on schools imported from official lists: a teacher in California, the mission
in Los Angeles, a teacher in Kaohsiung, the regional office; two languages; the worker is killed between the steps."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.browser.deeds import arrange_session, invite
from tests.browser.people import Person
from tests.browser.stack import Stack, build_stack
from tests.directory.import_files import tw_file, tw_row, us_file, us_row

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

OFFICES = """
from mado.accounts.enums import Role
from mado.demo.primitives import appoint, give_mandate, make_organization, make_user
office = make_organization("regional_office", "高雄區辦公室", language="zh-Hant", country="TW", region="TW-KHH",
                           name_en="Kaohsiung Regional Office", zone="Asia/Taipei")
mission = make_organization("mission", "Education Division, Los Angeles", language="en", country="US", zone="America/Los_Angeles")
make_organization("ceo_office", "聯盟執行長辦公室", language="zh-Hant", country="TW")
give_mandate(office, "TW-KHH"); give_mandate(mission, "US")
appoint(make_user("officer@journey.example.org", "黃淑芬", language="zh-hant", time_zone="Asia/Taipei"), office, Role.OFFICE_STAFF)
appoint(make_user("mission@journey.example.org", "Grace Wu", time_zone="America/Los_Angeles"), mission, Role.MISSION_OFFICER)
"""

LOST_OR_WAITING = """
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from mado.notify.models import OutboxMessage
unsent, now = OutboxMessage.objects.filter(sent_at=None), timezone.now()
jobs = ProcrastinateJob.objects.filter(task_name="notify.deliver", status="todo").values_list("args__outbox_id", flat=True)
print(unsent.exclude(send_after__gt=now).count() + len(set(unsent.filter(send_after__gt=now).values_list("pk", flat=True)) - set(jobs)))
"""


def official_lists(directory: Path) -> dict[str, Path]:
    """The real lists where they are; otherwise two lists of a few made-up schools in the same formats."""
    real = {
        "tw-moe": settings.MADO_DATA_DIR / "taiwan" / "moe_111_school_directory_latlon_20230825.xlsx",
        "us-nces": settings.MADO_DATA_DIR / "usa" / "nces_ca_public_schools.csv",
    }
    if all(path.exists() for path in real.values()):
        return real
    return {
        "tw-moe": tw_file(
            directory / "tw.xlsx", tw_row("990001", name="市立晴空國小"), tw_row("990002", name="市立望海國小")
        ),
        "us-nces": us_file(directory / "us.csv", us_row(name="Redwood Dual Language Elementary")),
    }


@pytest.fixture(scope="module")
def stack(tmp_path_factory, django_db_setup, django_db_blocker):
    directory = tmp_path_factory.mktemp("journey")
    with django_db_blocker.unblock():
        stack = build_stack("mado_browser_journey", directory)
    for source, path in official_lists(directory).items():
        stack.run("import_directory", source, str(path), "--no-progress")
    stack.python(OFFICES)
    stack.run("reindex")
    stack.start_web()
    stack.start_worker()
    yield stack
    stack.stop()


def ask_for_seat(teacher: Person, school: str, position: str) -> str:
    """Pick the school in the list and say who one is; returns the claim's path."""
    teacher.go(f"/seats/ask/{school}/")
    teacher.fill(role="coordinator", position=position, school_email=teacher.email)
    teacher.save()
    assert teacher.state() == "waiting"
    return re.sub(r"^.*?/(en|zh-hant)(/.*)$", r"\2", teacher.page.url)


def approve(officer: Person, claim: str) -> None:
    officer.go("/office/claims/")
    code = claim.strip("/").split("/")[-1]
    officer.press(f'main a[href$="/office/claims/{code}/"]')
    officer.press('main form[action$="/approve/"] button[type=submit], main form[action$="/approve/"] button')
    assert officer.state() == "agreed"


def fill_profile_and_wish(
    teacher: Person, school: str, *, country: str, title: str, about: str, day: tuple[str, str]
) -> None:
    """What a profile needs and one wish, opened at the end."""
    home = f"/my-school/{school}"
    teacher.go(f"{home}/about/")
    teacher.fill(about=about)
    teacher.save()
    teacher.go(f"{home}/facts/")
    teacher.fill(pupils="400", class_size="25")
    teacher.save()
    teacher.go(f"{home}/languages/")
    teacher.fill(languages=["en"])
    teacher.save()
    teacher.go(f"{home}/topics/")
    teacher.fill(topics=["culture", "food"])
    teacher.save()
    teacher.go(f"{home}/day/")
    for weekday in range(1, 6):
        teacher.fill(**{f"day_{weekday}_start": day[0], f"day_{weekday}_end": day[1]})
    teacher.save()
    teacher.go(f"{home}/capacity/")
    teacher.fill(open_invitations_most="3")
    teacher.save()
    teacher.go(f"{home}/")
    teacher.press('main form[action$="/wishes/new/"] button')
    wish = teacher.page.url.split("/")[-3]
    today = dt.datetime.now(tz=dt.UTC).date()
    sections: dict[str, dict[str, str | list[str]]] = {
        "kind": {"title": title, "kind": "cultural", "mode": "both"},
        "whom": {"partner_countries": [country], "partner_levels": ["primary"]},
        "group": {"age_from": "10", "age_to": "12", "group_size": "25"},
        "languages": {"languages": ["en"], "language_band": "A2"},
        "topics": {"topics": ["food"], "sdgs": ["4", "11"]},
        "times": {
            "period_from": today.isoformat(), "period_to": (today + dt.timedelta(days=180)).isoformat(),
            "sessions_wanted": "4", "window_0_day": "2", "window_0_start": day[0], "window_0_end": "11:00",
        },
        "capacity": {"partners_wanted": "2", "valid_until": (today + dt.timedelta(days=180)).isoformat()},
    }  # fmt: skip
    for section, answers in sections.items():
        teacher.go(f"{home}/wishes/{wish}/{section}/")
        teacher.fill(**answers)
        teacher.save()
    teacher.go(f"{home}/wishes/{wish}/check/")
    teacher.press('main form[action*="/move/open"] button')
    teacher.go(f"{home}/wishes/{wish}/")
    assert teacher.state() == "agreed"


def let_time_pass(stack: Stack) -> None:
    """The day of the session has come and gone: its dates are moved back, as nobody here can wait for them."""
    stack.python(
        "import datetime as dt\n"
        "from django.db.models import F\n"
        "from mado.exchanges.models import Session\n"
        "Session.objects.update(starts_at=F('starts_at') - dt.timedelta(days=120), ends_at=F('ends_at') - dt.timedelta(days=120))\n"
    )


def report(teacher: Person, exchange: str, pupils: int) -> None:
    teacher.go(f"/exchanges/{exchange}/report/")
    for control in teacher.page.locator('main input[type=number][name^="count_"]').all():
        control.fill(str(pupils) if control.get_attribute("name").endswith("pupils") else "2")
    teacher.fill(pupils="40", adults="2", made="A cookbook in two languages.", learned="To ask.", go_on="yes")
    teacher.save()
    assert teacher.page.locator(".error-summary").count() == 1, "forty pupils of a group of twenty-five are refused"
    teacher.go(f"/exchanges/{exchange}/report/")
    teacher.fill(pupils=str(pupils))
    teacher.save()
    assert teacher.page.locator(".error-summary").count() == 0
    teacher.save()


def test_from_finding_a_school_to_a_verified_exchange(browser, stack: Stack) -> None:
    base = stack.url
    maria = Person.at(browser, base, language="en", email="maria@journey.example.org", zone="America/Los_Angeles")
    lin = Person.at(browser, base, language="zh-hant", email="lin@journey.example.org", zone="Asia/Taipei", width=390)
    grace = Person.at(browser, base, language="en", email="mission@journey.example.org", zone="America/Los_Angeles")
    officer = Person.at(browser, base, language="zh-hant", email="officer@journey.example.org", zone="Asia/Taipei")

    # 1 · Find: romanised, traditional and simplified names lead to the same schools.
    found = {}
    for query in ("Kaohsiung", "高雄", "kaohsuing"):
        maria.go(f"/find/?q={query}&level=primary")
        found[query] = maria.page.locator("main .row-title a").evaluate_all("links => links.map(l => l.pathname)")
        assert found[query], query
    maria.page.goto(base + found["Kaohsiung"][0])
    kaohsiung = found["Kaohsiung"][0].strip("/").split("/")[-1]
    maria.go("/find/?q=Dual Language&country=US")
    california = maria.page.locator("main .row-title a").first.get_attribute("href").strip("/").split("/")[-1]
    stack.kill_worker()

    # 2 · Seats: the mission vets the school abroad, the regional office the one at home.
    maria.sign_up("Maria Alvarez")
    lin.sign_up("林雅婷")
    maria_claim = ask_for_seat(maria, california, "4th grade teacher")
    lin_claim = ask_for_seat(lin, kaohsiung, "教務組長")
    stack.kill_worker()
    grace.sign_in()
    officer.sign_in()
    approve(grace, maria_claim)
    approve(officer, lin_claim)

    # 3 · Profile and wish.
    fill_profile_and_wish(
        maria,
        california,
        country="TW",
        title="Our towns, our food",
        about="We are a school in California.",
        day=("08:20", "15:00"),
    )
    fill_profile_and_wish(
        lin, kaohsiung, country="US", title="港口與市場", about="我們是靠近港口的小學。", day=("08:00", "16:00")
    )
    stack.kill_worker()

    # 4 · Invitation and answer.
    invitation = invite(maria, kaohsiung)
    lin.go("/")
    lin.press(f'main a[href*="/invitations/{invitation}/"]')
    lin.press('main form[action$="/accept/"] button')
    exchange = stack.python("from mado.exchanges.models import Exchange; print(Exchange.objects.get().code)").strip()
    stack.kill_worker()

    # 5 · A session at a time that exists on both clocks.
    assert "TZID=Asia/Taipei" in arrange_session(maria, lin, exchange)
    let_time_pass(stack)
    maria.go(f"/exchanges/{exchange}/sessions/1/")
    maria.press('main form[action$="/move/hold/"] button')
    assert maria.state() == "agreed"

    # 6 · Reports and verification.
    maria.go(f"/exchanges/{exchange}/")
    maria.press('main form[action$="/move/complete/"] button')
    report(maria, exchange, 24)
    report(lin, exchange, 23)
    stack.kill_worker()
    officer.go(f"/office/exchanges/{exchange}/")
    officer.press('main form[action$="/move/verify/"] button')
    assert officer.state() == "agreed"

    # 7 · Figures, down to the case.
    held = stack.python(
        "from mado.exchanges.models import Session; print(Session.objects.get().starts_at.date().isoformat())"
    ).strip()
    day = dt.date.fromisoformat(held)
    roc = (day.year if day.month >= 8 else day.year - 1) - 1911
    officer.go(f"/figures/person_times_home/records/?year={roc}")
    officer.sees(exchange)
    officer.sees("25")

    # Nothing was lost on the way: every mail written is sent once the last worker has had its time, or has a job that
    # sends it when its reader's night is over.
    for _ in range(60):
        if stack.python(LOST_OR_WAITING).strip() == "0":
            break
        maria.page.wait_for_timeout(2000)
    assert stack.python(LOST_OR_WAITING).strip() == "0"
