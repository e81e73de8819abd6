"""The alliance's own values: each explained, bounded, traced."""

import re
from dataclasses import asdict, fields

import pytest
from django.test import Client

from mado.accounts.queries import setting_changes
from mado.accounts.services import change_settings
from mado.audit.models import AuditEntry
from mado.kernel.errors import BadInput, NotPermitted
from mado.reference.models import AllianceSetting
from mado.reference.setting_specs import GROUPS, ORDERED, SPECS
from mado.reference.settings import AllianceSettings, alliance
from tests.accounts.conftest import fresh


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_every_setting_has_its_row_once_and_its_default_fits():
    keys = [spec.key for group in GROUPS for spec in group.specs]
    assert sorted(keys) == sorted(field.name for field in fields(AllianceSettings))
    values = asdict(AllianceSettings())
    assert {
        key: values[key] for key, spec in SPECS.items() if spec.kind == "number" and not isinstance(values[key], int)
    } == {}
    out = [s.key for s in SPECS.values() if s.kind in ("number", "month") and not s.least <= values[s.key] <= s.most]
    assert out == []
    assert [pair for pair in ORDERED if values[pair[0]] > values[pair[1]]] == []


def test_a_change_holds_at_once_and_says_who(world):
    changed = change_settings(actor=fresh(world.ceo), changes={"reply_days": 21, "verify_days": 14})
    assert changed == ["reply_days"]
    assert alliance().reply_days == 21
    entry = AuditEntry.objects.get(verb="accounts.change_setting")
    assert (entry.actor_id, entry.details) == (world.ceo.pk, {"key": "reply_days", "before": 14, "after": 21})
    assert [(row.key, row.before, row.after, row.who) for row in setting_changes()] == [
        ("reply_days", 14, 21, "周明德")
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reply_days": 2}, "reply_days"),
        ({"reply_days": "14"}, "reply_days"),
        ({"reply_days_most": 10}, "reply_days"),
        ({"reply_days": 61}, "reply_days"),
        ({"renewal_last_days": 70}, "renewal_last_days"),
        ({"renewal_first_days": 13}, "renewal_last_days"),
        ({"home_country": "XX"}, "home_country"),
        ({"home_zone": "Mars/Base"}, "home_zone"),
        ({"name": " "}, "name"),
        ({"academic_year_start_month": 13}, "academic_year_start_month"),
    ],
)
def test_a_value_out_of_bounds_is_said_at_its_field_and_nothing_is_stored(world, changes, field):
    with pytest.raises(BadInput) as caught:
        change_settings(actor=fresh(world.ceo), changes={"claim_answer_days": 6, **changes})
    assert list(caught.value.sentences) == [field]
    assert AllianceSetting.objects.count() == 0


@pytest.mark.parametrize("person", ["officer", "ministry_officer", "teacher_kaohsiung"])
def test_only_the_ceo_office_changes_values(world, person):
    with pytest.raises(NotPermitted):
        change_settings(actor=fresh(getattr(world, person)), changes={"reply_days": 20})


def posted(**changes):
    return {**{key: str(value) for key, value in asdict(alliance()).items()}, **changes}


def test_the_page_shows_units_and_bounds_and_keeps_a_history(world):
    client = signed_in(world.ceo)
    page = text_of(client.get("/en/office/settings/"))
    assert "Usual time to answer" in page
    assert "In days, from 3 to 60. Usual: 14." in page
    assert "Nothing yet: everything is as usual." in page
    assert client.post("/en/office/settings/", posted(reply_days="90")).status_code == 422
    saved = client.post("/en/office/settings/", posted(reply_days="30"))
    assert (saved.status_code, alliance().reply_days) == (302, 30)
    page = text_of(client.get("/en/office/settings/"))
    assert "1 value changed." in page
    assert "14 days → 30 days" in page
    assert "Last changed by 周明德" in page
    assert AllianceSetting.objects.count() == 1


def test_who_reads_everything_looks_on_and_other_offices_see_no_page(world):
    ministry = signed_in(world.ministry_officer)
    assert "Save the settings" not in text_of(ministry.get("/en/office/settings/"))
    assert ministry.post("/en/office/settings/", posted(reply_days="30")).status_code == 403
    assert signed_in(world.officer).get("/en/office/settings/").status_code == 404
    assert signed_in(world.teacher_kaohsiung).get("/en/office/settings/").status_code == 403
