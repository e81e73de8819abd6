"""A Czech teacher without an account: how to begin, look for a school, ask, read the answer, follow it by the link."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from mado.desks.follow_links import SENT, case_of_token, follow_token, sent_token
from mado.desks.models import DeskCase, RateMark
from mado.notify.models import OutboxMessage

FORM = {
    "country": "CZ",
    "subject": "Škola v Praze hledá partnera",
    "text": "Dobrý den, můžeme se zapojit?",
    "language": "cs",
    "contact_name": "Jana Nováková",
    "contact_email": "jana@example.org",
    "contact_school": "ZŠ Vltavská",
    "leave_empty": "",
}
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"


def link_in(mail):
    """The path of the link at the end of a mail."""
    return re.search(r"https?://[^/]+(/\S+)", mail.body)[1]


def newest(key):
    return OutboxMessage.objects.filter(key=f"desks.{key}").first()


@pytest.mark.django_db
def test_a_czech_teacher_asks_and_is_answered_without_an_account(world):
    her, office = Client(headers={"accept-language": "cs-CZ,cs;q=0.9,en;q=0.5"}), Client()
    chooser = her.get("/en/begin/")
    assert 'hreflang="cs">Česko' in chooser.content.decode()
    landing = her.get("/en/begin/cz/").content.decode()
    assert '<article lang="cs"' in landing
    assert "Partnerská škola na Tchaj-wanu" in landing
    find = re.search(r'href="(/en/find/\?country=TW)"', landing)[1]
    assert her.get(find).status_code == 200
    ask = re.search(r'href="(/en/ask/\?[^"]+)"', landing)[1].replace("&amp;", "&")
    form = her.get(ask).content.decode()
    assert '<option value="CZ" selected>' in form
    assert '<option value="cs" selected>' in form

    sent = her.post("/en/ask/", FORM, follow=True)
    case = DeskCase.objects.get()
    assert sent.redirect_chain == [(reverse("desks:enquired", kwargs={"token": sent_token(case)}), 302)]
    assert case.code in sent.content.decode()
    followed = link_in(newest("case_received"))
    assert "The office answers. You need do nothing now." in her.get(followed).content.decode()

    office.force_login(world.ceo)
    page = f"/zh-hant/cases/{case.code}/"
    assert "jana@example.org" in office.get(page).content.decode()
    assert office.post(f"{page}ask/", {"text": "Which number has your school?"}).status_code == 302
    question = newest("case_question")
    assert (question.recipient_email, question.language) == ("jana@example.org", "en")
    assert her.post(f"{link_in(question)}reply/", {"text": "IZO 600000001"}).status_code == 302
    assert "IZO 600000001" in office.get(page).content.decode()
    office.post(f"{page}answer/", {"text": "Yes, you can."})
    answer = newest("case_answered")
    assert "Yes, you can." in answer.body
    assert "Yes, you can." in her.get(link_in(answer)).content.decode()
    her.post(f"{link_in(answer)}settle/")
    case.refresh_from_db()
    assert case.state == "solved"


@pytest.mark.django_db
def test_the_link_shows_no_line_meant_for_the_office_and_is_not_kept_by_browsers(world, enquiry):
    client = Client()
    client.force_login(world.ceo)
    client.post(f"/en/cases/{enquiry.code}/note/", {"text": "She called twice."})
    page = Client().get(reverse("desks:follow", kwargs={"token": follow_token(enquiry)}))
    assert "She called twice." not in page.content.decode()
    assert "jana@example.org" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in page.content.decode()


@pytest.mark.django_db
def test_a_changed_link_or_that_of_a_case_with_an_account_opens_nothing(world, enquiry, match_case):
    good = follow_token(enquiry)
    for token in (good[:-1] + ("a" if good[-1] != "a" else "b"), enquiry.code, f"{enquiry.code}.", sent_token(enquiry)):
        assert Client().get(f"/en/ask/{token}/").status_code == 404
    assert Client().get(f"/en/ask/{follow_token(match_case)}/").status_code == 404
    assert case_of_token(good, SENT) is None


@pytest.mark.django_db
def test_whoever_holds_the_link_cannot_do_the_offices_work(world, enquiry):
    base = reverse("desks:follow", kwargs={"token": follow_token(enquiry)})
    for move in ("take", "answer", "close", "hand_on", "assign", "note", "propose"):
        assert Client().post(f"{base}{move}/", {"text": "x"}).status_code == 404
    assert Client().post(f"{base}reply/", {"text": "x"}).status_code in (403, 409)


@pytest.mark.django_db
def test_one_address_and_one_mail_address_ask_five_times_an_hour(world):
    client = Client()
    for number in range(5):
        assert client.post("/en/ask/", FORM | {"contact_email": f"jana{number}@example.org"}).status_code == 302
    refused = client.post("/en/ask/", FORM | {"contact_email": "jana9@example.org"})
    assert refused.status_code == 429
    assert "Dobrý den, můžeme se zapojit?" in refused.content.decode()
    assert DeskCase.objects.count() == 5
    for number in range(5):
        other = Client(REMOTE_ADDR=f"198.51.100.{number}")
        other.post("/en/ask/", FORM)
    assert Client(REMOTE_ADDR="198.51.100.99").post("/en/ask/", FORM).status_code == 429
    assert DeskCase.objects.count() == 10


@pytest.mark.django_db
def test_no_network_address_is_kept_readable(world):
    Client(REMOTE_ADDR="203.0.113.9").post("/en/ask/", FORM)
    assert [
        mark for mark in RateMark.objects.values_list("fingerprint", flat=True) if "203" in mark[:3] and len(mark) < 64
    ] == []
    assert set(map(len, RateMark.objects.values_list("fingerprint", flat=True))) == {64}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("leave_empty", "http://spam.example.org"),
        ("contact_email", "nobody"),
        ("country", ""),
        ("subject", ""),
        ("text", "hid\u202eden"),
        ("text", "bell\x07"),
        ("contact_name", "J\u202eana"),
        ("text", "nul\0"),
    ],
)
def test_what_is_to_be_mended_stays_typed_and_opens_no_case(world, field, value):
    answer = Client().post("/en/ask/", FORM | {field: value})
    assert answer.status_code == 422
    assert 'class="field-error"' in answer.content.decode()
    assert DeskCase.objects.count() == 0


@pytest.mark.django_db
def test_scripts_in_every_text_stay_words(world):
    evil = FORM | {"subject": EVIL, "text": EVIL, "contact_name": EVIL[:100], "contact_school": EVIL}
    Client().post("/en/ask/", evil)
    case = DeskCase.objects.get()
    office = Client()
    office.force_login(world.ceo)
    home = office.get("/en/").content.decode()
    assert "alert(1)" in home
    assert "<script>alert" not in home
    for deed in ("note", "ask"):
        office.post(f"/en/cases/{case.code}/{deed}/", {"text": EVIL})
    followed = reverse("desks:follow", kwargs={"token": follow_token(case)})
    for client, path in (
        (office, f"/en/cases/{case.code}/"),
        (office, "/en/office/desk/"),
        (office, "/en/office/desk/?section=cases"),
        (Client(), followed),
    ):
        shown = client.get(path).content.decode()
        assert "alert(1)" in shown
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


@pytest.mark.django_db
def test_a_subject_of_two_lines_cannot_write_headers_of_a_mail(world):
    Client().post("/en/ask/", FORM | {"subject": "Hello\r\nBcc: all@example.org"})
    assert "\n" not in newest("case_received").subject


@pytest.mark.django_db
def test_a_concern_without_an_account_goes_to_the_ceo_office(world):
    Client().post("/en/ask/", FORM | {"country": "US", "concern": "on"})
    case = DeskCase.objects.get()
    assert (case.kind, case.office) == ("concern", world.ceo_office)
    assert FORM["subject"] not in newest("case_opened").subject
