"""A message is answered from a phone, by mail: it stands in the conversation, and both sides know what is read."""

import re

import pytest

from tests.browser.people import Person
from tests.browser.stack import Stack
from tests.correspondence.mails import gmail_phone_taiwan

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

NEWEST = """
from mado.notify.models import OutboxMessage
mail = OutboxMessage.objects.filter(key="correspondence.message_posted", recipient_email={email!r}).first()
print(mail.reply_to)
"""


def unread(person: Person) -> list[str]:
    """Codes of the conversations the inbox says are unread."""
    person.go("/inbox/?show=unread")
    links = person.page.locator("main .row-title a").evaluate_all("links => links.map(l => l.pathname)")
    return [link.strip("/").split("/")[-1] for link in links]


def wait_for_unread(person: Person, code: str) -> None:
    for _ in range(60):
        if unread(person) == [code]:
            return
        person.page.wait_for_timeout(500)
    raise AssertionError(f"{code} never came to the inbox of {person.email}")


def words(person: Person) -> list[str]:
    """The conversation on the page, oldest first."""
    return [text.strip() for text in person.page.locator("main li[id^=message-] > div").all_inner_texts()]


def test_a_reply_by_mail_from_a_phone(browser, journey_stack: Stack):
    base = journey_stack.url
    maria = Person.at(browser, base, language="en", email="maria@example.org", zone="America/Los_Angeles")
    ferry = Person.at(browser, base, language="zh-hant", email="ferry@example.org", zone="Asia/Taipei", width=390)

    # 1 · An invitation waits; before answering it a teacher in California asks something.
    maria.sign_in()
    maria.go("/invitations/")
    maria.press('main a:has-text("渡船")')
    code = re.search(r"IN-\d{4}-\d{4}", maria.page.url).group(0)
    maria.fill(body="Which time of the day suits you?\nOurs ends at three.")
    maria.press("main form#write button[type=submit]")
    assert words(maria) == ["Which time of the day suits you?\nOurs ends at three."]

    # 2 · It comes to the teacher in Kaohsiung as a mail that can be answered; the inbox says unread.
    ferry.link_in_mail(f"/{code}/", saying="Ours ends at three.")
    ferry.sign_in()
    ferry.fits()
    assert unread(ferry) == [code]
    ferry.fits()

    # 3 · Answered on the way home, from the phone's mail program: what it quotes and signs is left off.
    reply_to = journey_stack.python(NEWEST.format(email=ferry.email)).strip()
    phone = gmail_phone_taiwan(f"Ferry <{ferry.email}>", reply_to, "星期二早上最好。\n謝謝！")
    journey_stack.run("receive_mail", given=phone)
    wait_for_unread(maria, code)
    assert unread(ferry) == [], "who answers has read"
    maria.press(f'main .row-title a[href$="/inbox/{code}/"]')
    assert words(maria) == ["Which time of the day suits you?\nOurs ends at three.", "星期二早上最好。\n謝謝！"]
    assert unread(maria) == []
    journey_stack.run("receive_mail", given=phone)

    # 4 · Back the same way: the mailbox page answers as a mail program would; the same mail twice was posted once.
    maria.link_in_mail(f"/{code}/", saying="星期二早上最好。")
    maria.go(f"/mailbox/?person={maria.email}")
    maria.press("main a.row-title")
    maria.sees("星期二早上最好。")
    maria.page.locator('main form[action$="/answer/"] [name="words"]').fill("Tuesday it is.")
    maria.press('main form[action$="/answer/"] button')
    wait_for_unread(ferry, code)
    ferry.press(f'main .row-title a[href$="/inbox/{code}/"]')
    assert words(ferry)[1:] == ["星期二早上最好。\n謝謝！", "Tuesday it is."]
    ferry.fits()
    assert unread(ferry) == []
