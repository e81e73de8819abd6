import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mado.accounts.queries import draft_data
from mado.correspondence.models import Message
from mado.correspondence.queries import unread_count
from mado.partnerships.services import send_invitation
from mado.profiles.models import Wish

PAYLOADS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg/onload=alert(1)>', "<a href='javascript:alert(1)'>x</a>",
    "javascript:alert(1)", 'https://x.example/"onmouseover=alert(1)', "{{ 7*7 }}{% load x %}", "</textarea><script>1</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "<!--<script>-->", "http://x.example/?q=<script>alert(1)</script>",
    "\u202e<script>\u202c", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
]  # fmt: skip


@pytest.fixture
def lin(client, world):
    client.force_login(world.teacher_kaohsiung)
    return client


def url(thing):
    return reverse("correspondence:thread", kwargs={"code": thing.code})


def test_reading_a_thread_marks_it_read_for_a_side_and_nobody_else(world, invitation, say, lin, client):
    say(world.teacher_california, invitation, "Good morning from Riverside")
    assert unread_count(world.teacher_kaohsiung) == 1
    page = lin.get(url(invitation)).content.decode()
    assert "Good morning from Riverside" in page
    assert unread_count(world.teacher_kaohsiung) == 0
    client.force_login(world.officer)
    page = client.get(url(invitation)).content.decode()
    assert "Good morning from Riverside" in page
    assert "<textarea" not in page
    assert unread_count(world.deputy_kaohsiung) == 1
    client.force_login(world.teacher_tokyo)
    assert client.get(url(invitation)).status_code == 404


def test_messages_are_sent_to_no_translator_and_the_page_says_so(world, invitation, say, lin, settings):
    settings.MADO_TRANSLATOR, settings.MADO_TRANSLATOR_URL = "libretranslate", "http://127.0.0.1:9"
    say(world.teacher_california, invitation, "Good morning", language="en")
    assert "sent to no translation service" not in lin.get(url(invitation)).content.decode()
    say(world.teacher_california, invitation, "おはようございます", language="ja")
    page = lin.get(url(invitation)).content.decode()
    assert page.count("sent to no translation service") == 1
    assert "translate/" not in page
    record = lin.get(reverse("partnerships:invitation", kwargs={"code": invitation.code})).content.decode()
    assert record.count("sent to no translation service") == 1


def test_a_message_is_sent_from_the_page_of_the_thing_and_its_draft_goes(world, invitation, lin):
    invitation_url = reverse("partnerships:invitation", kwargs={"code": invitation.code})
    page = lin.get(invitation_url).content.decode()
    key = f"thread:{invitation.code.lower()}"
    assert reverse("accounts:draft", kwargs={"key": key}) in page
    lin.post(reverse("accounts:draft", kwargs={"key": key}), {"body": "Half a sent", "language": "en"})
    assert "Half a sent</textarea>" in lin.get(invitation_url).content.decode()
    answer = lin.post(url(invitation), {"body": "A sentence", "language": "zh-Hant", "back": "record"})
    assert (answer.status_code, answer["Location"]) == (302, invitation_url)
    message = Message.objects.get()
    assert (message.body, message.language, message.answer_by) == ("A sentence", "zh-Hant", None)
    assert not draft_data(world.teacher_kaohsiung, key)
    page = lin.get(invitation_url).content.decode()
    assert '<div lang="zh-Hant" dir="auto"><p>A sentence</p></div>' in page


def test_the_exchange_page_holds_the_conversation(world, invitation, exchange, say, lin):
    say(world.teacher_california, exchange, "See you on Monday")
    page = lin.get(reverse("exchanges:exchange", kwargs={"code": exchange.code})).content.decode()
    assert "See you on Monday" in page


def test_a_question_needs_a_day_and_what_was_typed_stays(invitation, lin):
    data = {"body": "Can you come?", "language": "en", "needs_answer": "on"}
    answer = lin.post(url(invitation), data)
    assert answer.status_code == 422
    assert "Can you come?</textarea>" in answer.content.decode()
    past = lin.post(url(invitation), data | {"answer_by": "2020-01-01"})
    assert past.status_code == 422
    day = timezone.localdate() + dt.timedelta(days=7)
    assert lin.post(url(invitation), data | {"answer_by": day.isoformat()}).status_code == 302
    assert Message.objects.get().answer_by == day
    assert "due" in lin.get(url(invitation)).content.decode()


def test_a_day_without_the_tick_asks_for_nothing(invitation, lin):
    day = timezone.localdate() + dt.timedelta(days=7)
    lin.post(url(invitation), {"body": "Hello", "language": "en", "answer_by": day.isoformat()})
    assert Message.objects.get().answer_by is None


def test_who_only_reads_along_cannot_write(world, invitation, client):
    client.force_login(world.officer)
    assert client.post(url(invitation), {"body": "x", "language": "en"}).status_code == 403
    assert Message.objects.count() == 0


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_word_of_a_message_is_markup(world, invitation, say, lin, payload):
    """S16: in the thread, in the inbox and on the page of the invitation."""
    say(world.teacher_california, invitation, f"{payload} {payload}")
    pages = [
        lin.get(path).content.decode()
        for path in (url(invitation), reverse("correspondence:inbox"), f"/en/invitations/{invitation.code}/")
    ]
    for page in pages:
        for bad in (
            "<script>alert",
            "<script>1",
            "onerror=alert(1)>",
            "<svg/",
            "<img src=x",
            "<math>",
            "href='javascript",
            'href="javascript',
            '"onmouseover',
        ):
            assert bad not in page.replace("&quot;", "”"), (payload, bad)


def test_an_empty_inbox_says_what_to_do(lin, client, world):
    assert "No messages yet" in lin.get("/en/inbox/").content.decode()
    client.force_login(world.officer)
    assert client.get("/en/inbox/").status_code == 200


@pytest.mark.parametrize(
    "query", ["?show=us", "?show=nonsense&page=99", "?q=%00", "?q=" + "x" * 300, "?show=unread&q=a+b+c+d+e+f"]
)
def test_any_address_of_the_inbox_answers(world, invitation, say, lin, query):
    say(world.teacher_california, invitation)
    assert lin.get(f"/en/inbox/{query}").status_code == 200


def queries_of(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_inbox_asks_the_database_as_often_for_three_threads_as_for_one(world, invitation, say, lin):
    Wish.objects.update(partners_wanted=9)
    say(world.teacher_california, invitation)
    lin.get("/en/inbox/")
    one = queries_of(lin, "/en/inbox/")
    for sender, person in ((world.california, world.teacher_california), (world.tokyo, world.teacher_tokyo)):
        from mado.demo.primitives import open_wish

        wish = Wish.objects.filter(organization=sender).first() or open_wish(sender, countries=["TW"], title="みどり")
        invitation.__class__.objects.filter(sender=sender).update(state="lapsed")
        another = send_invitation(
            sender=sender, recipient=world.kaohsiung, actor=person, wish=wish, kind="cultural", mode="both", about_us="We.",
            proposal="Let us.", first_step="", language="en", group_size=25, reply_by=timezone.localdate() + dt.timedelta(days=14),
        )  # fmt: skip
        say(person, another)
    assert lin.get("/en/inbox/").content.decode().count('<li class="row">') == 3
    assert queries_of(lin, "/en/inbox/") == one


def test_a_thread_asks_the_database_as_often_for_three_messages_as_for_one(world, invitation, say, lin):
    say(world.teacher_california, invitation)
    lin.get(url(invitation))
    one = queries_of(lin, url(invitation))
    for _more in range(2):
        say(world.teacher_california, invitation)
    lin.get(url(invitation))
    assert queries_of(lin, url(invitation)) == one
