import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import urlize

from mado.notify.models import OutboxMessage
from mado.notify.services.writing import way_in


def write(number=1, **fields):
    return OutboxMessage.objects.create(
        **{
            "key": "test.mail",
            "message_id": f"<{number}@test>",
            "recipient_email": "lin@example.org",
            "recipient_name": "林雅婷",
            "language": "zh-hant",
            "subject": f"第 {number} 封信",
            "body": "您好：\n\n請打開 http://127.0.0.1:8000/zh-hant/invitations/IN-2026-0001/ 。\n<b>x</b>",
        }
        | fields
    )


@pytest.mark.django_db
def test_the_mailbox_lists_newest_first_and_filters_by_person_language_and_sending(client):
    first = write(1, sent_at=timezone.now())
    second = write(2, recipient_email="maria@example.org", recipient_name="Maria Alvarez", language="en")
    third = write(3, attempts=2, last_error="550 refused")
    fourth = write(4, attempts=9, last_error="550 refused")

    def shown(**query):
        return list(client.get(reverse("notify:mailbox"), query).context["page"].object_list)

    assert shown() == [fourth, third, second, first]
    assert shown(person="maria@example.org") == [second]
    assert shown(language="zh-hant", sent="waiting") == [third]
    assert shown(sent="failed") == [fourth]
    assert shown(sent="sent") == [first]
    assert shown(sent="nonsense", page="99") == [fourth, third, second, first]


@pytest.mark.django_db
def test_an_empty_mailbox_says_so(client):
    page = client.get(reverse("notify:mailbox"), {"person": "nobody@example.org"}).content.decode()
    assert "No mails here" in page


@pytest.mark.django_db
def test_a_mail_is_readable_in_its_language_and_its_link_can_be_followed(client):
    page = client.get(reverse("notify:mail", kwargs={"pk": write().pk})).content.decode()
    assert '<h1 lang="zh-hant">第 1 封信</h1>' in page
    assert 'href="http://127.0.0.1:8000/zh-hant/invitations/IN-2026-0001/"' in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


@pytest.mark.django_db
def test_the_mailbox_does_not_exist_outside_development(client, settings):
    mail = write()
    settings.MADO_MAILBOX_PAGE = False
    assert client.get(reverse("notify:mailbox")).status_code == 404
    assert client.get(reverse("notify:mail", kwargs={"pk": mail.pk})).status_code == 404


@pytest.mark.django_db
def test_the_list_asks_the_database_as_often_for_three_mails_as_for_one(client):
    counts = []
    for rows in (1, 3):
        while OutboxMessage.objects.count() < rows:
            write(OutboxMessage.objects.count() + 1)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("notify:mailbox"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("language", ["en", "ja", "ko", "zh-hant"])
def test_the_address_in_a_mail_can_be_pressed_whatever_the_colon_before_it(language):
    url = "http://127.0.0.1:8000/zh-hant/people/3K/"
    with translation.override(language):
        text = way_in(url)
    assert f'<a href="{url}">{url}</a>' in urlize(text)
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
