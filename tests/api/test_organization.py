"""One organisation: what it says of itself, whether it answers, who vouches for it, what it has done."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mado.accounts.models import Verification
from mado.demo.primitives import make_organization, open_wish
from mado.exchanges.enums import ExchangeState
from mado.exchanges.models import Exchange
from mado.exchanges.services import agree_to_show
from mado.partnerships.models import Invitation
from mado.partnerships.queries import reply_dates
from mado.partnerships.services import accept_invitation, send_invitation
from mado.profiles.models import Award, ClosedSpan, ProfileText, SchoolProfile, SisterSchool, TaughtLanguage, Wish


def read(client, school):
    answer = client.get(f"/api/v1/organizations/{school.code}")
    assert answer.status_code == 200
    return answer.json()


@pytest.fixture
def verified(world):
    """Kaohsiung and California have done an exchange together."""
    invitation = send_invitation(
        sender=world.kaohsiung,
        recipient=world.california,
        actor=world.teacher_kaohsiung,
        wish=world.wish_kaohsiung,
        kind="cultural",
        mode="both",
        about_us="We are a school by the harbour.",
        proposal="Let us meet.",
        first_step="",
        language="en",
        group_size=20,
        reply_by=reply_dates(world.california).usual,
    )
    accept_invitation(invitation=invitation, actor=world.teacher_california)
    Exchange.objects.filter(invitation=invitation).update(
        state=ExchangeState.VERIFIED,
        verified_at=dt.datetime(2026, 6, 30, 20, tzinfo=dt.UTC),
        title="港口與森林",
        paired_on=dt.date(2025, 10, 1),
    )
    return Exchange.objects.get(invitation=invitation)


def test_what_it_offers(world, client):
    profile = world.kaohsiung.profile
    SchoolProfile.objects.filter(pk=profile.pk).update(photo_rule="no_faces", answering_languages=["en"])
    TaughtLanguage.objects.create(profile=profile, language="en", years=4, band="A2")
    SisterSchool.objects.create(profile=profile, country="JP", name="港小学校", year=2019)
    Award.objects.create(profile=profile, title="International School Award", year=2024)
    ClosedSpan.objects.create(profile=profile, kind="event", first=dt.date(2026, 3, 2), last=dt.date(2026, 3, 3))
    ProfileText.objects.create(profile=profile, field="about", language="en", text="By the port.", origin="machine")
    offers = read(client, world.kaohsiung)["offers"]
    assert offers["about"] == {
        "language": "zh-Hant",
        "text": "我們是靠近港口的小學。",
        "translations": [{"language": "en", "text": "By the port.", "origin": "machine", "outdated": False}],
    }
    assert (offers["pupils"], offers["topics"], offers["clubs"]) == (420, ["culture", "food"], None)
    assert (offers["photo_rule"], offers["answering_languages"]) == ("no_faces", ["en"])
    assert offers["taught_languages"] == [{"language": "en", "years": 4, "band": "A2"}]
    assert offers["sister_schools"] == [{"country": "JP", "name": "港小学校", "year": 2019, "tie": "sister"}]
    assert offers["awards"] == [{"title": "International School Award", "year": 2024}]
    assert offers["closed_spans"] == [{"kind": "event", "name": "", "first": "2026-03-02", "last": "2026-03-03"}]
    assert offers["bell_days"][0] == {"weekday": 1, "start": "08:00", "end": "16:00"}


def test_its_logo_brochure_and_affiliation(world, client, settings):
    settings.MADO_SITE_URL = "https://mado.example"
    profile = SchoolProfile.objects.filter(organization=world.kaohsiung)
    offers = read(client, world.kaohsiung)["offers"]
    assert (offers["logo"], offers["brochure"], offers["affiliation"]) == ("", "", "")
    profile.update(
        affiliation="catholic", brochure="https://school.example.tw/a.pdf", logo="school-logos/x.png", logo_size=[9, 9]
    )
    offers = read(client, world.kaohsiung)["offers"]
    assert offers["logo"] == f"https://mado.example/en/school-logos/{world.kaohsiung.code}/x.png"
    assert (offers["brochure"], offers["affiliation"]) == ("https://school.example.tw/a.pdf", "catholic")


def test_a_text_that_has_changed_since_is_said_to_be_outdated(world, client):
    ProfileText.objects.create(
        wish=world.wish_kaohsiung, field="title", language="en", text="Port stories", original_digest="0" * 64
    )
    title = read(client, world.kaohsiung)["wishes"][0]["title"]
    assert title["text"] == "港口與市場的故事"
    assert [row["outdated"] for row in title["translations"]] == [True]


def test_open_wishes_only(world, client):
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(partner_regions=["JP-13"])
    wish = read(client, world.kaohsiung)["wishes"][0]
    assert (wish["code"], wish["partner_countries"]) == (world.wish_kaohsiung.code, ["US", "JP"])
    assert wish["partner_regions"] == ["JP-13"]
    assert wish["windows"] == [{"weekday": 2, "start": "08:00", "end": "09:30"}]
    assert wish["valid_until"] == world.wish_kaohsiung.valid_until.isoformat()
    draft = open_wish(world.kaohsiung, countries=["KR"], title="Not yet said")
    for changes in ({"state": "draft"}, {"state": "paused"}, {"state": "open", "valid_until": dt.date(2020, 1, 1)}):
        Wish.objects.filter(pk=draft.pk).update(**changes)
        assert [row["code"] for row in read(client, world.kaohsiung)["wishes"]] == [world.wish_kaohsiung.code]


def test_who_vouches_until_when(world, client):
    found = Verification.objects.get(organization=world.kaohsiung)
    assert read(client, world.kaohsiung)["verified"] == {
        "by": {
            "code": world.office.code,
            "name": "高雄區辦公室",
            "name_language": "zh-Hant",
            "name_en": "Kaohsiung Regional Office",
        },
        "on": found.verified_on.isoformat(),
        "until": found.valid_until.isoformat(),
    }


def test_whether_it_answers(world, client):
    alive = read(client, world.kaohsiung)["liveness"]
    assert (alive["asked"], alive["reply_rate"], alive["dormant_since"]) == (0, None, None)
    now = timezone.now()
    sent = now - dt.timedelta(days=20)
    for number, (state, hours) in enumerate((("accepted", 10), ("declined", 20), ("accepted", 60), ("lapsed", None))):
        one = Invitation.objects.create(
            code=f"IN-{number}",
            sender=world.california,
            recipient=world.kaohsiung,
            state=state,
            kind="cultural",
            mode="both",
            language="en",
            reply_by=now.date(),
            sent_by=world.teacher_california,
        )
        answered = sent + dt.timedelta(hours=hours) if hours else None
        Invitation.objects.filter(pk=one.pk).update(sent_at=sent, answered_at=answered)
    alive = read(client, world.kaohsiung)["liveness"]
    assert (alive["asked"], alive["answered"]) == (4, 3)
    assert (alive["reply_rate"], alive["median_reply_hours"]) == (0.75, 20.0)


def test_past_exchanges_are_named_when_both_schools_agreed(world, client, verified):
    hidden = {"verified": 1, "last_verified_on": "2026-07-01", "shown": []}
    assert read(client, world.kaohsiung)["past_exchanges"] == hidden
    agree_to_show(exchange=verified, actor=world.teacher_kaohsiung, shown=True)
    assert read(client, world.kaohsiung)["past_exchanges"] == hidden
    agree_to_show(exchange=verified, actor=world.teacher_california, shown=True)
    past = read(client, world.kaohsiung)["past_exchanges"]
    partner = {
        "code": world.california.code,
        "name": "Redwood Dual Language Elementary",
        "name_language": "en",
        "name_en": "",
    }
    assert past["shown"] == [{"title": "港口與森林", "kind": "cultural", "year": 2025, "partner": partner}]
    # The day is that of the school: 4 in the morning of the first of July there.
    assert past["last_verified_on"] == "2026-07-01"


def test_of_a_school_nobody_ever_acted_for_and_of_an_office(world, client):
    quiet = make_organization("school", "Quiet School", language="en", country="US", region="US-CA")
    for one in (quiet, world.office):
        detail = read(client, one)
        assert (detail["liveness"], detail["offers"], detail["wishes"]) == (None, None, [])
        assert detail["verified"] is None
        assert detail["past_exchanges"] == {"verified": 0, "last_verified_on": None, "shown": []}


def test_the_number_of_queries_does_not_grow_with_the_wishes(world, client):
    def queries(number):
        with CaptureQueriesContext(connection) as found:
            assert len(read(client, world.kaohsiung)["wishes"]) == number
        return len(found)

    one = queries(1)
    for title in ("Second", "Third"):
        open_wish(world.kaohsiung, countries=["KR"], title=title, windows=[(1, "09:00", "10:00")])
    assert queries(3) == one
