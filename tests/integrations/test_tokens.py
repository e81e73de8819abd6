import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mado.accounts.models import Appointment
from mado.accounts.services import hand_over_seat
from mado.audit.models import AuditEntry
from mado.integrations.models import AccessToken
from mado.integrations.queries import digest_of, token_for
from mado.integrations.services import issue_token, revoke_token
from mado.integrations.services.tokens import MOST_TOKENS
from mado.kernel.errors import BadInput, NotPermitted
from mado.profiles.models import Wish

pytestmark = pytest.mark.django_db
OWN = (
    "/api/v1/me", "/api/v1/me/wishes", "/api/v1/me/invitations", "/api/v1/me/recommendations", "/api/v1/me/exchanges",
    "/api/v1/me/events",
)  # fmt: skip


def in_days(days):
    return timezone.localdate() + dt.timedelta(days=days)


@pytest.fixture
def secret(world):
    return issue_token(
        organization=world.kaohsiung, actor=world.teacher_kaohsiung, name="Website", valid_until=in_days(30)
    )[1]


def ask(path, secret=""):
    return Client().get(path, headers={"Authorization": f"Bearer {secret}"} if secret else {})


@pytest.mark.parametrize("path", OWN)
def test_without_a_token_nothing_is_told(world, path):
    assert ask(path).status_code == 401
    assert ask(path, "mado_wrong").status_code == 401
    assert ask(path, "高").status_code == 401


def test_the_own_school_and_nobody_elses(world, secret, invite):
    invitation = invite()
    assert ask("/api/v1/me", secret).json()["code"] == world.kaohsiung.code
    (wish,) = ask("/api/v1/me/wishes", secret).json()
    assert (wish["code"], wish["partner_regions"]) == (world.wish_kaohsiung.code, [])
    assert (wish["partner_language_band"], wish["partners_again"], len(wish["windows"])) == (
        world.wish_kaohsiung.partner_language_band, False, world.wish_kaohsiung.windows.count(),
    )  # fmt: skip
    (row,) = ask("/api/v1/me/invitations", secret).json()
    assert (row["code"], row["direction"], row["partner"]) == (invitation.code, "sent", world.california.code)
    tokyo = issue_token(organization=world.tokyo, actor=world.teacher_tokyo, name="x", valid_until=in_days(1))[1]
    assert ask("/api/v1/me/invitations", tokyo).json() == []
    assert ask("/api/v1/me/exchanges", tokyo).json() == []


def test_the_own_profile_and_drafts_with_all_that_is_said(world, secret):
    profile = world.kaohsiung.profile
    type(profile).objects.filter(pk=profile.pk).update(affiliation="Port schools", brochure="https://x.example/b.pdf")
    Wish.objects.create(
        code="WI-2026-9001", organization=world.kaohsiung, partner_regions=["JP-13"], partner_language_band="A2",
        partners_again=True,
    )  # fmt: skip
    offers = ask("/api/v1/me", secret).json()["offers"]
    assert (offers["affiliation"], offers["brochure"], offers["logo"]) == (
        "Port schools", "https://x.example/b.pdf", "",
    )  # fmt: skip
    draft = ask("/api/v1/me/wishes", secret).json()[0]
    assert [draft[name] for name in ("state", "partner_regions", "partner_language_band", "partners_again")] == [
        "draft", ["JP-13"], "A2", True,
    ]  # fmt: skip


def test_a_school_that_has_said_nothing_offers_nothing(world):
    type(world.tokyo.profile).objects.filter(organization=world.tokyo).delete()
    tokyo = issue_token(organization=world.tokyo, actor=world.teacher_tokyo, name="x", valid_until=in_days(1))[1]
    assert ask("/api/v1/me", tokyo).json()["offers"] is None


def test_own_wishes_take_the_same_queries_however_many(world, secret):
    counts = []
    for more in (0, 2):
        for number in range(more):
            Wish.objects.create(code=f"WI-2026-800{number}", organization=world.kaohsiung)
        ask("/api/v1/me/wishes", secret)
        with CaptureQueriesContext(connection) as queries:
            ask("/api/v1/me/wishes", secret)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_events_page_by_page(world, secret, invite):
    invitation = invite()
    first = ask("/api/v1/me/events?limit=1", secret).json()
    assert [item["object"]["code"] for item in first["items"]] == [invitation.code]
    rest = ask(f"/api/v1/me/events?after={first['last']}", secret).json()
    assert rest == {"items": [], "last": first["last"]}


def test_no_person_is_named(world, secret, invite):
    invite()
    told = "".join(ask(path, secret).content.decode() for path in OWN)
    for person in (world.teacher_kaohsiung, world.teacher_california):
        assert person.name not in told
        assert person.email not in told
    assert "harbour" not in told


def test_the_secret_is_kept_nowhere(world, secret):
    token = AccessToken.objects.get()
    assert token.digest == digest_of(secret)
    assert secret not in str(AccessToken.objects.values().get())
    assert all(secret not in str(entry.details) for entry in AuditEntry.objects.all())


def test_an_ended_an_expired_and_an_orphaned_token_open_nothing(world, secret):
    token = token_for(secret)
    AccessToken.objects.update(valid_until=in_days(-1))
    assert token_for(secret) is None
    AccessToken.objects.update(valid_until=in_days(1))
    revoke_token(token=token, actor=world.teacher_kaohsiung)
    assert token_for(secret) is None
    AccessToken.objects.update(revoked_at=None)
    assert token_for(secret) is not None
    Appointment.objects.filter(organization=world.kaohsiung).update(valid_to=in_days(-1))
    assert token_for(secret) is None


def test_a_token_opens_nothing_from_the_minute_its_maker_leaves_though_colleagues_go_on(world, secret):
    colleagues = issue_token(
        organization=world.kaohsiung, actor=world.deputy_kaohsiung, name="Calendar", valid_until=in_days(30)
    )[1]
    seat = world.teacher_kaohsiung.appointments.get()
    hand_over_seat(
        appointment=seat,
        successor=world.deputy_kaohsiung.appointments.get(),
        actor=world.teacher_kaohsiung,
        with_drafts=True,
    )
    assert [ask(path, secret).status_code for path in OWN] == [401] * len(OWN)
    assert ask("/api/v1/me", colleagues).status_code == 200


@pytest.mark.parametrize(
    ("name", "days", "field"), [("", 30, "name"), ("x", -1, "valid_until"), ("x", 400, "valid_until")]
)
def test_bad_input_names_its_field(world, name, days, field):
    with pytest.raises(BadInput) as problem:
        issue_token(organization=world.tokyo, actor=world.teacher_tokyo, name=name, valid_until=in_days(days))
    assert list(problem.value.sentences) == [field]


def test_not_without_end(world):
    for number in range(MOST_TOKENS):
        issue_token(organization=world.tokyo, actor=world.teacher_tokyo, name=str(number), valid_until=in_days(1))
    with pytest.raises(BadInput):
        issue_token(organization=world.tokyo, actor=world.teacher_tokyo, name="more", valid_until=in_days(1))


def test_others_may_not(world, secret):
    token = AccessToken.objects.get()
    for person in (world.teacher_tokyo, world.officer, world.ceo):
        with pytest.raises(NotPermitted):
            issue_token(organization=world.kaohsiung, actor=person, name="x", valid_until=in_days(1))
        with pytest.raises(NotPermitted):
            revoke_token(token=token, actor=person)


def test_in_the_browser_the_secret_is_shown_once(world):
    client = Client()
    client.force_login(world.teacher_kaohsiung)
    home = reverse("integrations:programs", args=[world.kaohsiung.code])
    made = client.post(
        reverse("integrations:token_new", args=[world.kaohsiung.code]),
        {"name": "Website", "valid_until": in_days(30).isoformat()},
    ).content.decode()
    secret = re.search(r"mado_[\w-]{43}", made).group(0)
    assert ask("/api/v1/me", secret).status_code == 200
    assert secret not in client.get(home).content.decode()
    client.post(reverse("integrations:token_end", args=[world.kaohsiung.code, AccessToken.objects.get().pk]))
    assert ask("/api/v1/me", secret).status_code == 401


def test_a_refused_form_keeps_what_was_typed(world):
    client = Client()
    client.force_login(world.teacher_kaohsiung)
    answer = client.post(
        reverse("integrations:webhook_new", args=[world.kaohsiung.code]),
        {"url": "ftp://school.example/", "events": ["session.moved"]},
    )
    assert answer.status_code == 422
    assert "ftp://school.example/" in answer.content.decode()
    assert "begins with https://" in answer.content.decode()
