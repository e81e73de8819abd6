import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse

from mado.accounts.models import User
from mado.demo.primitives import DEMO_PASSWORD
from mado.notify.models import OutboxMessage
from mado.reference.tasks import delete_old_counts
from tests.accounts.conftest import fresh

PASSWORD = "a window between two schools"
LOGIN = "/en/account/login/"


def newest(key):
    return OutboxMessage.objects.filter(key=key).order_by("-id").first()


def code_in(mail):
    """The one line of a mail that is neither a sentence nor a link."""
    return next(line for line in mail.body.splitlines() if re.fullmatch(r"[A-Z0-9-]{6,12}", line))


def sign_in(client, email="maria@example.org", password=DEMO_PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_signing_up_takes_a_name_an_address_and_a_code(client, db):
    page = client.get("/ja/account/signup/").content.decode()
    assert "placeholder" not in page
    answer = client.post(
        "/ja/account/signup/", {"name": "佐藤 美咲", "email": "Misaki@Example.org", "password1": PASSWORD}
    )
    assert answer.url == "/ja/account/confirm-email/"
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("misaki@example.org", "佐藤 美咲", "ja")
    mail = newest("accounts.address_code")
    assert (mail.recipient_email, mail.language) == ("misaki@example.org", "ja")
    assert "_auth_user_id" not in client.session
    wrong = client.post(answer.url, {"code": "AAAAAA"})
    assert wrong.status_code == 200
    done = client.post(answer.url, {"code": code_in(mail)})
    assert (done.status_code, done.url) == (302, "/ja/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_new_code_can_be_asked_for(client, db):
    client.post("/en/account/signup/", {"name": "Sam", "email": "sam@example.org", "password1": PASSWORD})
    page = text_of(client.get("/en/account/confirm-email/"))
    assert "We have sent a mail to sam@example.org." in page
    assert "Send a new code" in page
    client.post("/en/account/confirm-email/", {"action": "resend"})
    assert OutboxMessage.objects.filter(key="accounts.address_code").count() == 2


@pytest.mark.parametrize("password", ["short", "x" * 14, "123456789987654321", ""])
def test_a_weak_password_is_refused_with_a_sentence(client, db, password):
    answer = client.post("/en/account/signup/", {"name": "Sam", "email": "sam@example.org", "password1": password})
    assert answer.status_code == 200
    assert User.objects.count() == 0
    assert "At least 15 characters." in text_of(answer)


def test_fifteen_plain_letters_are_enough(client, db):
    client.post("/en/account/signup/", {"name": "Sam", "email": "sam@example.org", "password1": "quietharbourrain"})
    assert User.objects.count() == 1


def test_signing_up_with_a_known_address_looks_the_same_and_tells_its_owner(client, world):
    before = User.objects.count()
    answer = client.post("/en/account/signup/", {"name": "Eve", "email": "lin@example.org", "password1": PASSWORD})
    assert answer.url == "/en/account/confirm-email/"
    page = text_of(client.get(answer.url))
    other = Client()
    other.post("/en/account/signup/", {"name": "Eve", "email": "new@example.org", "password1": PASSWORD})
    assert page == text_of(other.get(answer.url)).replace("new@example.org", "lin@example.org")
    assert User.objects.count() == before + 1
    mail = newest("accounts.account_exists")
    assert (mail.recipient_email, mail.language) == ("lin@example.org", "zh-hant")


def test_a_password_signs_in_and_leads_home_in_ones_own_language(client, world):
    answer = sign_in(client, "LIN@example.org")
    assert (answer.status_code, answer.url) == (302, "/zh-hant/")
    key = client.session.session_key
    assert client.get("/en/me/").status_code == 200
    assert client.post("/en/account/logout/").url == "/en/"
    assert client.get("/en/me/").status_code == 302
    thief = Client()
    thief.cookies["sessionid"] = key
    assert thief.get("/en/me/").status_code == 302


def test_the_session_changes_at_sign_in(client, world):
    client.get(LOGIN)
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in(client)
    assert client.session.session_key != before


def test_an_unknown_address_and_a_wrong_password_look_the_same(world):
    one = sign_in(Client(), "maria@example.org", "not the password at all")
    two = sign_in(Client(), "nobody@example.org", "not the password at all")
    assert one.status_code == two.status_code == 200
    assert text_of(one) == text_of(two)
    assert "The e-mail address and the password do not fit together." in text_of(one)
    assert OutboxMessage.objects.count() == 0


def test_asking_for_a_code_looks_the_same_for_an_unknown_address(world):
    known, unknown = Client(), Client()
    assert (
        known.post("/en/account/login/code/", {"email": "maria@example.org"}).url
        == unknown.post("/en/account/login/code/", {"email": "nobody@example.org"}).url
    )
    url = "/en/account/login/code/confirm/"
    assert text_of(known.get(url)) == text_of(unknown.get(url)).replace("nobody@", "maria@")
    assert [mail.key for mail in OutboxMessage.objects.order_by("id")] == [
        "accounts.sign_in_code",
        "accounts.no_account",
    ]


def test_asking_for_a_new_password_looks_the_same_for_an_unknown_address(world):
    one = Client().post("/en/account/password/reset/", {"email": "maria@example.org"}, follow=True)
    two = Client().post("/en/account/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert one.redirect_chain == two.redirect_chain
    assert text_of(one) == text_of(two)
    assert OutboxMessage.objects.count() == 2


def test_a_code_sent_by_mail_signs_in_once(client, world):
    client.post("/en/account/login/code/", {"email": "lin@example.org"})
    mail = newest("accounts.sign_in_code")
    assert mail.language == "zh-hant"
    code = code_in(mail)
    answer = client.post("/en/account/login/code/confirm/", {"code": code})
    assert answer.url == "/zh-hant/"
    client.post("/en/account/logout/")
    assert client.post("/en/account/login/code/confirm/", {"code": code}).url == "/en/account/login/code/"
    assert "_auth_user_id" not in client.session


def test_a_wrong_code_three_times_ends_the_try(client, world):
    client.post("/en/account/login/code/", {"email": "lin@example.org"})
    code = code_in(newest("accounts.sign_in_code"))
    for _attempt in range(3):
        client.post("/en/account/login/code/confirm/", {"code": "WRONG1"})
    client.post("/en/account/login/code/confirm/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_too_many_tries_are_told_to_wait(client, world):
    for _attempt in range(6):
        answer = sign_in(client, "maria@example.org", "not the password at all")
    assert "Too many tries in a short time." in text_of(answer)


def test_tries_are_counted_for_all_web_processes_and_name_no_address(client, world):
    for _attempt in range(6):
        sign_in(client, "maria@example.org", "not the password at all")
    caches["process"].clear()
    assert "Too many tries in a short time." in text_of(sign_in(Client(), "maria@example.org"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM shared_counts")
        names = [name for (name,) in cursor.fetchall()]
        assert names
        assert [name for name in names if not re.fullmatch("[0-9a-f]{64}", name)] == []
        cursor.execute("UPDATE shared_counts SET expires = now() - interval '1 second'")
        delete_old_counts(timestamp=0)
        cursor.execute("SELECT count(*) FROM shared_counts")
        assert cursor.fetchone() == (0,)


def test_a_new_password_by_the_link_in_the_mail_and_the_link_works_once(client, world, settings):
    settings.MADO_SITE_URL = "https://mado.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    other_device = Client()
    sign_in(other_device, "lin@example.org")
    client.post(
        "/en/account/password/reset/",
        {"email": "lin@example.org"},
        HTTP_HOST="evil.example.com",
        HTTP_X_FORWARDED_HOST="evil.example.com",
    )
    mail = newest("accounts.new_password")
    link = re.search(r"https://mado\.example\.org(/zh-hant/account/password/reset/key/\S+)", mail.body)[1]
    assert "evil" not in mail.body
    form = client.get(link)
    assert client.post(form.url, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    assert other_device.get("/en/me/").status_code == 302
    assert fresh(world.teacher_kaohsiung).check_password(PASSWORD)
    assert "_auth_user_id" not in client.session
    assert newest("accounts.account_changed").recipient_email == "lin@example.org"
    again = Client().get(link)
    assert again.status_code == 200
    assert "account/password/reset/" in again.content.decode()


@pytest.mark.parametrize(
    "host", ["evil.example.com", "testserver:99", "user@testserver", "testserver.evil.example.com"]
)
def test_no_mail_takes_its_link_from_the_host_header(client, world, settings, host):
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/en/account/password/reset/", {"email": "nobody@example.org"}, HTTP_HOST=host)
    client.post("/en/account/login/code/", {"email": "maria@example.org"}, HTTP_HOST=host)
    for mail in OutboxMessage.objects.all():
        assert re.findall(r"https?://[^/\s]+", mail.body) == ["http://127.0.0.1:8000"]


FOREIGN = [
    "https://evil.example.com",
    "http://evil.example.com/",
    "//evil.example.com",
    "///evil.example.com",
    "////evil.example.com",
    "/\\evil.example.com",
    "\\\\evil.example.com",
    "\\/evil.example.com",
    "/%5Cevil.example.com//..//",
    "https:evil.example.com",
    "https:/evil.example.com",
    "https:///evil.example.com",
    "http:\\\\evil.example.com",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://evil.example.com",
    "//evil.example.com/%2f..",
    "//evil%00.example.com",
    "//evil.example.com",
    "//google.com@evil.example.com",
    "https://testserver@evil.example.com",
    "https://testserver.evil.example.com",
    "https://evil.example.com#testserver",
    "https://evil.example.com?testserver",
    "//[::1]",
    "//0x7f000001",
    "//127.1",
    "//２.example.com",
    "evil.example.com",
    "mailto:a@b.c",
    "about:blank",
    "blob:x",
    "https://testserver/en/me/",
    "http://localhost/",
    "//testserver/en/me/",
    "//testserver",
    "?next=//evil",
    "..",
    "./",
    ".",
    "@evil.example.com",
]


@pytest.mark.parametrize(
    "target",
    [*FOREIGN, "/\t/evil.example.com", "/\n/evil.example.com", " //evil.example.com", "\x00//evil.example.com", ""],
)
def test_next_leads_nowhere_foreign(client, world, target):
    answer = sign_in(client, next=target)
    assert answer.status_code == 302
    assert answer.url in {"/en/", target if target.startswith("/%5C") else "/en/"}
    assert answer.url.startswith("/")
    assert not answer.url.startswith(("//", "/\\"))


def test_next_leads_back_to_where_one_was(client, world):
    answer = client.get(f"/en/seats/ask/{world.tokyo.code}/")
    page = client.get(answer.url).content.decode()
    assert f'name="next" value="/en/seats/ask/{world.tokyo.code}/"' in page
    assert sign_in(client, next=f"/en/seats/ask/{world.tokyo.code}/").url == f"/en/seats/ask/{world.tokyo.code}/"


def test_signing_in_takes_the_forms_own_token(world):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    assert client.post("/en/sign-in-as/", {"person": world.officer.pk}).status_code == 403
    assert client.post("/en/account/logout/").status_code == 403


def test_the_second_step(client, world, django_capture_on_commit_callbacks):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    def code_now(secret):
        return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

    sign_in(client)
    asked = client.get("/en/account/2fa/totp/activate/").url
    assert asked.startswith("/en/account/reauthenticate/"), "an open session alone changes nothing about signing in"
    assert client.post(asked, {"password": "not the password"}).status_code == 200
    page = client.post(asked, {"password": DEMO_PASSWORD}, follow=True)
    secret = page.context["form"].secret
    html = page.content.decode()
    assert "<svg" in html
    assert "data:image" not in html
    assert " style=" not in html
    code = code_now(secret)
    assert client.post("/en/account/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/en/account/2fa/totp/activate/", {"code": code}).status_code == 302
    assert newest("accounts.account_changed").recipient_email == "maria@example.org"
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert codes[0] in client.get("/en/account/2fa/recovery-codes/").content.decode()
    assert "On" in text_of(client.get("/en/me/"))

    late = Client()
    assert sign_in(late).url == "/en/account/2fa/authenticate/"
    assert late.get("/en/me/").status_code == 302
    assert late.post("/en/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert late.get("/en/me/").status_code == 302
    assert late.post("/en/account/2fa/authenticate/", {"code": code}).url == "/en/"
    assert late.get("/en/me/").status_code == 200

    second = Client()
    sign_in(second)
    assert second.post("/en/account/2fa/authenticate/", {"code": code}).status_code == 200, "a used code is void"
    assert second.post("/en/account/2fa/authenticate/", {"code": codes[0]}).url == "/en/"

    thief = Client()
    sign_in(thief)
    assert thief.post("/en/account/2fa/authenticate/", {"code": codes[0]}).status_code == 200, (
        "a recovery code works once"
    )
    mail_thief = Client()
    mail_thief.post("/en/account/login/code/", {"email": "maria@example.org"})
    by_mail = mail_thief.post("/en/account/login/code/confirm/", {"code": code_in(newest("accounts.sign_in_code"))})
    assert by_mail.url == "/en/account/2fa/authenticate/", "a code by mail does not go round the second step"


def test_pages_around_signing_in_stand(world):
    anonymous = [
        "account_login",
        "account_signup",
        "account_request_login_code",
        "account_reset_password",
        "account_reset_password_done",
        "account_inactive",
    ]
    own = ["account_email", "account_change_password", "account_logout", "mfa_index", "account_reauthenticate"]
    visitor, person = Client(), Client()
    sign_in(person)
    for client, names in ((visitor, anonymous), (person, own)):
        for name in names:
            for language in ("en", "zh-hant", "ja", "ko"):
                answer = client.get(reverse(name).replace("/en/", f"/{language}/"))
                assert (name, answer.status_code) == (name, 200)
                assert "<h1>" in answer.content.decode()
                assert " style=" not in answer.content.decode()
    bad = visitor.get("/en/account/password/reset/key/1-set-password/")
    assert "This link no longer works" in text_of(bad)


def test_a_changed_password_signs_other_devices_out_and_is_told(client, world):
    other_device = Client()
    sign_in(client)
    sign_in(other_device)
    answer = client.post(
        "/en/account/password/change/", {"oldpassword": DEMO_PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code == 302
    assert client.get("/en/me/").status_code == 200
    assert other_device.get("/en/me/").status_code == 302
    assert "The password was changed." in newest("accounts.account_changed").body


def test_a_further_address_is_confirmed_by_code(client, world):
    sign_in(client)
    answer = client.post("/en/account/email/", {"email": "maria@school.example.org", "action_add": "1"})
    assert answer.url == "/en/account/confirm-email/"
    client.post(answer.url, {"code": code_in(newest("accounts.address_code"))})
    assert (
        client.post("/en/account/email/", {"email": "maria@school.example.org", "action_primary": "1"}).status_code
        == 302
    )
    assert fresh(world.teacher_california).email == "maria@school.example.org"


def test_every_mail_of_allauth_has_our_words():
    """A mail allauth may send and we do not know would fail when somebody needs it."""
    from importlib.resources import files

    from mado.accounts import adapter, messages

    known = set(adapter._MAILS) | adapter._UNSENT | set(messages.ACCOUNT_CHANGES)
    sent = set()
    for app in ("account", "mfa"):
        folder = files("allauth") / "templates" / app / "email"
        sent |= {
            path.name.removesuffix("_subject.txt") for path in folder.iterdir() if path.name.endswith("_subject.txt")
        }
    not_switched_on = {"password_reset_code", "webauthn_added", "webauthn_removed"}
    assert sent - known == not_switched_on


def test_switching_the_language_on_a_page_is_remembered(client, world):
    client.force_login(world.stranger)
    client.get("/ko/me/", HTTP_REFERER="http://testserver/en/me/")
    assert fresh(world.stranger).language == "ko"
    assert client.cookies["django_language"].value == "ko"
    assert client.get("/").url == "/ko/"


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "http://testserver/en/",
        "http://evil.example.com/en/me/",
        "http://testserver/ko/me/",
        "http://testserver/me/",
        "::",
    ],
)
def test_merely_opening_a_page_in_another_language_changes_nothing(client, world, referer):
    client.force_login(world.stranger)
    client.get("/ko/me/", HTTP_REFERER=referer)
    assert fresh(world.stranger).language == "en"
    assert "django_language" not in client.cookies


def test_a_visitor_who_switches_is_remembered_too(client, db):
    client.get("/ja/account/login/", HTTP_REFERER="http://testserver/en/account/login/")
    assert client.cookies["django_language"].value == "ja"
