"""No public answer holds a field that is not classed public: every other one is filled with a mark nobody may find."""

import json
from itertools import count

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from mado.api.v1.api import api
from mado.api.v1.calendars import CalendarSpanOut, KnownCalendar
from mado.api.v1.offices import Care, Office
from mado.api.v1.organization import OfficialNumber, OrganizationDetail, OtherName
from mado.api.v1.organizations import OrganizationItem
from mado.api.v1.said import Offers, OpenWish, OwnSpan, Prize, Sister, Taught, Translation, WeeklyTime
from mado.directory.services.indexing import rebuild_index
from mado.exchanges.enums import ExchangeState
from mado.exchanges.models import Exchange
from mado.integrations.services import issue_token
from mado.kernel.privacy import classified
from mado.partnerships.models import Invitation
from mado.partnerships.queries import reply_dates
from mado.partnerships.services import accept_invitation, send_invitation
from mado.profiles.models import ProfileText, SchoolProfile

MARK = "zqx"
ARRAY_MARK = "QX"
SHAPES = [
    (OrganizationItem, "directory.Organization"),
    (OrganizationDetail, "directory.Organization"),
    (OtherName, "directory.OrganizationName"),
    (OfficialNumber, "directory.OrganizationIdentifier"),
    (Office, "directory.Organization"),
    (Care, "directory.Mandate"),
    (Offers, "profiles.SchoolProfile"),
    (OpenWish, "profiles.Wish"),
    (Translation, "profiles.ProfileText"),
    (Taught, "profiles.TaughtLanguage"),
    (Sister, "profiles.SisterSchool"),
    (Prize, "profiles.Award"),
    (WeeklyTime, "profiles.BellDay"),
    (WeeklyTime, "profiles.WishWindow"),
    (OwnSpan, "profiles.ClosedSpan"),
    (CalendarSpanOut, "reference.CalendarSpan"),
    (KnownCalendar, "reference.AcademicCalendar"),
]
"""What the API gives of a row, and the row."""


@pytest.mark.parametrize(("shape", "label"), SHAPES, ids=lambda value: getattr(value, "__name__", value))
def test_every_field_that_is_given_is_public(shape, label):
    rows = classified()[label]
    given = {name: rows[name][0] for name in shape.model_fields if name in rows}
    assert given
    assert {name for name, its_class in given.items() if its_class != "public"} == set()


@pytest.fixture
def marked(world, settings, tmp_path):
    """A world in which something of everything has happened, and every text that is not public holds the mark."""
    invitation = send_invitation(
        sender=world.kaohsiung,
        recipient=world.california,
        actor=world.teacher_kaohsiung,
        wish=world.wish_kaohsiung,
        kind="cultural",
        mode="both",
        about_us="We are a school by the harbour.",
        proposal="Let us meet.",
        first_step="A greeting.",
        language="en",
        group_size=20,
        reply_by=reply_dates(world.california).usual,
    )
    accept_invitation(invitation=invitation, actor=world.teacher_california)
    Exchange.objects.update(state=ExchangeState.VERIFIED, verified_at=invitation.sent_at)
    issue_token(
        organization=world.kaohsiung,
        actor=world.teacher_kaohsiung,
        name="Website",
        valid_until=reply_dates(world.california).usual,
    )
    ProfileText.objects.create(
        profile=world.kaohsiung.profile,
        field="about",
        language="en",
        text="A school.",
        checked_by=world.deputy_kaohsiung,
    )
    numbers = count(1000)
    filled = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
        if classified().get(model._meta.label, {}).get(field.name, ("public",))[0] != "public"
        if mark(model, field, numbers)
    }
    settings.MADO_SEARCH_DIR = tmp_path
    rebuild_index()
    return world, filled


def mark(model, field, numbers):
    """Whether this field of every row now holds the mark. Keys, choices and codes of things stay what they are."""
    if field.primary_key or field.choices or field.is_relation:
        return False
    if isinstance(field, ArrayField) and isinstance(field.base_field, models.CharField):
        return model.objects.update(**{field.attname: [ARRAY_MARK]}) > 0
    if type(field) not in (models.CharField, models.TextField, models.EmailField, models.URLField):
        return False
    long = (field.max_length or 99) > 9
    rows = list(model.objects.values_list("pk", flat=True))
    for pk in rows:
        value = f"{MARK}{next(numbers)}" if long else MARK[: field.max_length]
        model.objects.filter(pk=pk).update(**{field.attname: value})
    return bool(rows) and long


def addresses(world):
    """Operation id → addresses that read all it can say of this world."""
    every = (world.kaohsiung, world.california, world.tokyo, world.office, world.mission, world.ceo_office)
    return {
        "list_organizations": ["organizations", "organizations?sort=active&takes_part=true", f"organizations?q={MARK}"],
        "get_organization": [f"organizations/{one.code}" for one in every],
        "suggest_organizations": ["suggest?q=gang", "suggest?q=高雄", f"suggest?q={MARK}"],
        "list_offices": ["offices", "offices?country=TW"],
        "get_calendar": ["calendars/TW", "calendars/TW?region=TW-KHH", "calendars/US"],
        "list_statistics": ["statistics?year=113", "statistics?year=115"],
    }


def public_readings():
    """Operation ids that read and ask no token."""
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return {path["get"]["operationId"] for path in paths.values() if "get" in path and "security" not in path["get"]}


def test_no_public_answer_holds_what_is_not_public(marked, client):
    world, filled = marked
    # The mark stands where it matters: else finding none would say nothing.
    expected = {
        "accounts.User.name",
        "accounts.User.email",
        "partnerships.Invitation.proposal",
        "exchanges.Exchange.title",
    }
    expected |= {
        "profiles.SchoolProfile.tools",
        "profiles.SchoolProfile.principal_name",
        "profiles.Wish.excluded_countries",
    }
    assert expected - filled == set()
    assert MARK in SchoolProfile.objects.get(organization=world.kaohsiung).chat_id
    assert MARK in Invitation.objects.get().about_us
    asked = addresses(world)
    assert set(asked) == public_readings()
    for path in (path for paths in asked.values() for path in paths):
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 200
        text = json.dumps(answer.json(), ensure_ascii=False)
        assert MARK not in text, path
        assert f'"{ARRAY_MARK}"' not in text, path
    # The marks are found by who looks for them in what is public.
    SchoolProfile.objects.filter(organization=world.kaohsiung).update(nearest_station=MARK)
    assert MARK in client.get(f"/api/v1/organizations/{world.kaohsiung.code}").content.decode()
