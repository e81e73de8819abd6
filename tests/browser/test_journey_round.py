"""A pairing round walked by an officer: eleven schools of one prefecture and thirty of three counties, until two schools are
partners, one has declined, and the second pass has paired who was left. And 183 schools that seek 60."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person
from tests.browser.stack import Stack, build_stack

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

COMPUTED = 180_000
"""Milliseconds in which a busy machine's worker has computed a round, its loops compiled for the first time."""

CONFIRM_THE_REST = """
from tests.matching.round_world import teacher
from mado.matching.models import RoundPair
from mado.matching.services import rounds
for pair in RoundPair.objects.filter(state="asked").select_related("a__organization", "b__organization"):
    for school in (pair.a, pair.b):
        rounds.confirm_pair(pair=RoundPair.objects.get(pk=pair.pk), actor=teacher(school.organization))
"""


@pytest.fixture(scope="module")
def round_stack(tmp_path_factory: pytest.TempPathFactory, django_db_setup, django_db_blocker) -> Iterator[Stack]:
    """A running Mado with the world of tests.matching.round_world."""
    with django_db_blocker.unblock():
        stack = build_stack("mado_browser_rounds", tmp_path_factory.mktemp("rounds"))
    stack.python("from tests.matching.round_world import build_round_world; build_round_world()")
    stack.start_web()
    stack.start_worker()
    yield stack
    stack.stop()


def at(browser, stack: Stack, email: str, *, width: int = 1280) -> Person:
    person = Person.at(browser, stack.url, language="en", email=email, zone="Asia/Tokyo", width=width)
    person.sign_in()
    return person


def begin(officer: Person, name: str, *, first: str, second: str) -> str:
    """From the list to the schools of a new round; returns its code."""
    officer.go("/office/rounds/")
    officer.press('main a[href$="/office/rounds/new/"]')
    officer.fill(name=name, a_countries=[first], b_countries=[second])
    expect(officer.page.locator("#round-count")).to_contain_text("Second side")
    officer.save()
    return officer.page.url.strip("/").split("/")[-2]


def compute(officer: Person, rule: str) -> None:
    officer.press('main form[action$="/compute/"] button')
    officer.page.wait_for_url("**/rules/", timeout=COMPUTED)
    officer.press(f'main form[action$="/choose/"]:has(input[value="{rule}"]) button')


def send(officer: Person) -> None:
    """Date and words, every recipient, then the letters."""
    officer.press('main a.button-primary[href$="/letters/"]')
    officer.fill(letter="Have a good time together.")
    officer.save()
    officer.sees("would be written to")
    officer.press('main form:has(input[name="seen"]) button')
    assert officer.page.url.endswith("/answers/")


def answers(officer: Person) -> dict[str, int]:
    """State → pairs, from the chips over the table."""
    chips = officer.page.locator('main a.chip[href^="?state="]')
    return dict(
        chips.evaluate_all("links => links.map(l => [l.search.slice(7), Number(l.querySelector('span').innerText)])")
    )


def schools_of(stack: Stack, number: int) -> tuple[str, str, str]:
    """Code of the pair and the addresses of its two coordinators."""
    told = stack.python(
        "from tests.matching.round_world import teacher; from mado.matching.models import RoundPair\n"
        f"pair = RoundPair.objects.order_by('a_id')[{number}]\n"
        "print(pair.code, teacher(pair.a.organization).email, teacher(pair.b.organization).email)"
    )
    pair, first, second = told.split()[-3:]
    return pair, first, second


def test_eleven_schools_of_a_prefecture(browser, round_stack):
    officer = at(browser, round_stack, "round.officer@example.org")

    # 1 · Two pools, their supply and demand, three rules, one chosen.
    code = begin(officer, "Shizuoka and the south", first="JP", second="TW")
    assert officer.page.locator("main tbody tr").count() == 41
    officer.go(f"/office/rounds/{code}/balance/")
    assert officer.page.locator("main figure.picture svg").count() == 5
    officer.go(f"/office/rounds/{code}/")
    compute(officer, "fair")
    assert officer.page.locator('section[aria-labelledby="pairs"] tbody tr').count() == 11

    # 2 · A change: its consequences first, then kept, then undone.
    officer.press('main table button[value="forbid"]')
    expect(officer.page.locator('form[action$="/keep/"]')).to_be_visible(timeout=COMPUTED)
    officer.sees("would go")
    officer.press('form[action$="/keep/"] button')
    officer.sees("are not to be paired")
    officer.press('form[action$="/undo/"] button')

    # 3 · Letters: seen, then sent.
    send(officer)
    assert answers(officer) == {"asked": 11}

    # 4 · Two schools say yes, one says no; both from a phone.
    pair, first, second = schools_of(round_stack, 0)
    for email in (first, second):
        teacher = at(browser, round_stack, email, width=390)
        teacher.go(f"/rounds/pairs/{pair}/")
        teacher.fits()
        teacher.press('main form[action$="/confirm/"] button')
    assert teacher.state() == "agreed"
    teacher.press('main .sill a[href*="/invitations/"]')
    assert teacher.state() == "agreed"
    pair, _first, second = schools_of(round_stack, 1)
    teacher = at(browser, round_stack, second, width=390)
    teacher.go(f"/rounds/pairs/{pair}/")
    teacher.fill(reason="staffing", note="Next year, gladly.")
    teacher.press('main form[action$="/decline/"] button')
    assert teacher.state() == "ended"
    officer.go(f"/office/rounds/{code}/answers/")
    assert answers(officer) == {"asked": 9, "confirmed": 1, "declined": 1}

    # 5 · All answers are in: a second pass pairs the one that is left, with another school.
    round_stack.python(CONFIRM_THE_REST)
    officer.go(f"/office/rounds/{code}/answers/")
    assert answers(officer) == {"confirmed": 10, "declined": 1}
    officer.press('main form[action$="/follow/"] button')
    compute(officer, "fair")
    assert officer.page.locator('section[aria-labelledby="pairs"] tbody tr').count() == 1
    send(officer)

    # 6 · The first pass is computed again from what was frozen, and published: numbers for everybody.
    officer.go(f"/office/rounds/{code}/answers/")
    officer.press('main form[action$="/replay/"] button')
    expect(officer.page.locator("#replay-box .notice-success")).to_be_visible(timeout=COMPUTED)
    officer.go(f"/office/rounds/{code}/answers/")
    officer.press('main form[action$="/publish/"] button')
    stranger = Person.at(browser, round_stack.url, language="en", email="", zone="Asia/Tokyo")
    stranger.go(f"/rounds/{code}/")
    numbers = stranger.page.locator('section[aria-labelledby="numbers"] tbody .figure-number').all_inner_texts()
    assert numbers[:6] == ["11", "30", "11", "10", "1", "0"]
    assert not re.search(r"静岡県立第\d+中学校", stranger.page.content())


def test_183_schools_seek_60(browser, round_stack):
    """Places hold, and everybody has an offer or a reason with what can help; who has waited longest is served."""
    round_stack.python(
        "from tests.matching.test_round_scarcity import build_france; from mado.directory.models import Organization\n"
        "from mado.accounts.models import User\n"
        "build_france(Organization.objects.get(kind='mission'), User.objects.get(email='round.officer@example.org'))"
    )
    officer = at(browser, round_stack, "round.officer@example.org")
    officer.go("/office/rounds/new/")
    officer.fill(name="France", a_countries=["TW"], a_seeks="FR", b_countries=["FR"])
    expect(officer.page.locator("#round-count")).to_contain_text("183 schools")
    officer.save()
    compute(officer, "fair")
    pairs = officer.page.locator('section[aria-labelledby="pairs"] tbody tr')
    assert pairs.count() == 70
    links = officer.page.locator('section[aria-labelledby="pairs"] tbody td:nth-child(2) a')
    taken = links.evaluate_all("links => links.map(l => l.getAttribute('href'))")
    assert max(taken.count(school) for school in taken) == 2
    officer.press('main a[href*="show=unpaired_a"]')
    left = officer.page.locator('section[aria-labelledby="shown"] tbody tr')
    assert left.count() == 183 - 70
    assert all(cell.strip() for cell in left.locator("td.prose").all_inner_texts())
