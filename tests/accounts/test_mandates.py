"""Which office decides: by place and by kind of organisation, as data, for a time."""

import re

import pytest
from django.test import Client

from mado.accounts.queries import cares_for, covers, in_care_of, mandates_ending, responsible_office
from mado.accounts.services import (
    MandateTerms,
    approve_claim,
    change_mandate,
    end_mandate,
    give_mandate,
    hand_over_claim,
    request_claim_info,
)
from mado.audit.models import AuditEntry
from mado.demo.primitives import make_organization
from mado.directory.enums import Level, OrganizationKind
from mado.directory.models import Mandate, Organization
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.notify.models import OutboxMessage
from tests.accounts.conftest import fresh, in_days


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def place(kind, name, levels=(), region="TW-KHH"):
    return make_organization(kind, name, language="zh-Hant", country="TW", region=region, levels=list(levels))


@pytest.fixture
def schools(world):
    return {
        "primary": place(OrganizationKind.SCHOOL, "甲國小", [Level.PRIMARY]),
        "high": place(OrganizationKind.SCHOOL, "乙高中", [Level.UPPER_SECONDARY]),
        "whole": place(OrganizationKind.SCHOOL, "丙學校", [Level.PRIMARY, Level.UPPER_SECONDARY]),
        "university": place(OrganizationKind.UNIVERSITY, "丁大學", [Level.TERTIARY]),
        "elsewhere": place(OrganizationKind.SCHOOL, "戊國小", [Level.PRIMARY], region="TW-TPE"),
    }


def deciders(schools):
    return {name: responsible_office(school) for name, school in schools.items()}


def test_the_narrowest_mandate_decides(world, schools):
    assert set(deciders(schools).values()) == {world.office, world.ceo_office}
    Mandate.objects.create(office=world.county_centre, country="TW", region="TW-KHH", levels=["primary"])
    assert deciders(schools) == {
        "primary": world.county_centre,
        "high": world.office,
        "whole": world.county_centre,
        "university": world.office,
        "elsewhere": world.ceo_office,
    }
    universities = place(OrganizationKind.REGIONAL_OFFICE, "大學辦公室")
    Mandate.objects.create(office=universities, country="TW", kinds=["university"])
    assert responsible_office(schools["university"]) == universities


def test_who_looks_on_does_not_vet(world, schools):
    Mandate.objects.filter(office=world.county_centre).update(levels=["primary"])
    assert responsible_office(schools["primary"]) == world.office
    assert cares_for(fresh(world.county_officer), schools["primary"])
    assert not cares_for(fresh(world.county_officer), schools["high"])


def test_a_mandate_that_has_ended_falls_back(world, schools):
    Mandate.objects.filter(office=world.office).update(valid_to=in_days(-1))
    assert responsible_office(schools["primary"]) == world.ceo_office


@pytest.mark.parametrize("kinds", [[], ["school"], ["university"]])
@pytest.mark.parametrize("levels", [[], ["primary"], ["primary", "tertiary"]])
@pytest.mark.parametrize("region", ["", "TW-KHH"])
def test_the_filter_and_the_test_of_one_say_the_same(world, schools, kinds, levels, region):
    Mandate.objects.filter(office=world.office).update(kinds=kinds, levels=levels, region=region)
    mandate = Mandate.objects.get(office=world.office)
    officer = fresh(world.officer)
    listed = set(Organization.objects.filter(in_care_of(officer)))
    assert listed == {row for row in Organization.objects.all() if covers(mandate, row)}
    assert listed == {row for row in Organization.objects.all() if cares_for(officer, row)}


def test_the_ceo_office_gives_changes_and_ends_a_mandate_with_its_trace(world):
    ceo = fresh(world.ceo)
    given = give_mandate(
        office=world.county_centre, terms=MandateTerms("TW", "TW-KHH", ["school"], ["primary"]), actor=ceo
    )
    assert AuditEntry.objects.get(verb="accounts.give_mandate").details["levels"] == ["primary"]
    change_mandate(mandate=given, terms=MandateTerms("TW", "TW-KHH", ["school"], [], valid_to=in_days(30)), actor=ceo)
    assert AuditEntry.objects.get(verb="accounts.change_mandate").details == {
        "levels": [["primary"], []],
        "valid_to": [None, in_days(30).isoformat()],
    }
    assert list(mandates_ending(60)) == [given]
    end_mandate(mandate=given, actor=ceo)
    given.refresh_from_db()
    assert given.valid_to == in_days(-1)
    with pytest.raises(NotPossible):
        end_mandate(mandate=given, actor=ceo)


@pytest.mark.parametrize(
    ("office", "terms", "field"),
    [
        ("ministry", MandateTerms("TW"), "office"),
        ("office", MandateTerms("XX"), "country"),
        ("office", MandateTerms("TW", "US-CA"), "region"),
        ("office", MandateTerms("TW", kinds=["mission"]), "kinds"),
        ("office", MandateTerms("TW", levels=["nursery"]), "levels"),
        ("office", MandateTerms("TW", valid_from=in_days(2), valid_to=in_days(1)), "valid_to"),
    ],
)
def test_what_is_wrong_with_a_mandate_stands_at_its_field(world, office, terms, field):
    with pytest.raises(BadInput) as caught:
        give_mandate(office=getattr(world, office), terms=terms, actor=fresh(world.ceo))
    assert list(caught.value.sentences) == [field]


@pytest.mark.parametrize("person", ["officer", "mission_officer", "ministry_officer", "teacher_kaohsiung"])
def test_nobody_else_gives_or_ends_mandates(world, person):
    actor = fresh(getattr(world, person))
    with pytest.raises(NotPermitted):
        give_mandate(office=world.office, terms=MandateTerms("TW"), actor=actor)
    with pytest.raises(NotPermitted):
        end_mandate(mandate=world.office.mandates.get(), actor=actor)


def test_the_page_of_mandates_gives_changes_and_ends(world):
    client = signed_in(world.ceo)
    said = {"office": world.county_centre.pk, "country": "TW", "region": "TW-KHH", "levels": ["primary"], "vets": "on"}
    assert client.post("/en/office/mandates/new/", {**said, "region": "US-CA"}).status_code == 422
    assert client.post("/en/office/mandates/new/", said).status_code == 302
    given = Mandate.objects.get(levels=["primary"])
    assert "Primary school" in text_of(client.get("/en/office/mandates/"))
    url = f"/en/office/mandates/{given.pk}/"
    client.post(url, {"country": "TW", "region": "TW-KHH", "vets": "on", "valid_to": in_days(9).isoformat()})
    given.refresh_from_db()
    assert (given.levels, given.valid_to) == ([], in_days(9))
    page = text_of(client.get(url))
    assert "Changed" in page
    assert "周明德" in page
    client.post(url, {"deed": "end"})
    given.refresh_from_db()
    assert given.valid_to == in_days(-1)
    ministry = signed_in(world.ministry_officer)
    assert ministry.get("/en/office/mandates/").status_code == 200
    assert ministry.post(url, {"deed": "end"}).status_code == 403
    assert signed_in(world.officer).get("/en/office/mandates/").status_code == 404


# A claim goes to another office


def hand(world, claim, **changes):
    said = {
        "claim": claim,
        "actor": fresh(world.mission_officer),
        "office": world.office,
        "reason": "They know the school.",
        "new_date": True,
    }
    return hand_over_claim(**{**said, **changes})


def test_the_other_office_sees_and_decides_the_claim(world, claim):
    type(claim).objects.update(answer_by=in_days(1), reminded_on=in_days(0))
    assert not fresh(world.officer).has_perm("accounts.view_claim", claim)
    moved = hand(world, claim)
    assert (moved.office, moved.answer_by, moved.reminded_on) == (world.office, in_days(5), None)
    mail = OutboxMessage.objects.get(key="accounts.claim_handed_to_office")
    assert mail.recipient_email == "officer@example.org"
    assert "They know the school." in mail.body
    assert OutboxMessage.objects.filter(key="accounts.claim_handed_over").count() == 1
    assert AuditEntry.objects.get(verb="accounts.hand_over_claim").details == {
        "from": world.mission.code,
        "to": world.office.code,
        "answer_by": in_days(5).isoformat(),
    }
    done = approve_claim(claim=moved, actor=fresh(world.officer), valid_until=in_days(9))
    assert done.decided_by == world.officer


def test_the_date_may_stay(world, claim):
    type(claim).objects.update(answer_by=in_days(2))
    assert hand(world, claim, new_date=False).answer_by == in_days(2)


def test_a_claim_that_waits_for_its_claimant_keeps_the_claimants_date(world, claim):
    request_claim_info(claim=claim, actor=fresh(world.mission_officer), message="x")
    assert hand(world, claim).answer_by == in_days(14)
    assert OutboxMessage.objects.filter(key="accounts.claim_handed_over").count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"reason": " "}, "reason"), ({"office": "mission"}, "office"), ({"office": "ministry"}, "office")],
)
def test_a_hand_over_needs_another_office_and_a_reason(world, claim, changes, field):
    named = {key: getattr(world, value, value) for key, value in changes.items()}
    with pytest.raises(BadInput) as caught:
        hand(world, claim, **named)
    assert list(caught.value.sentences) == [field]


def test_only_who_decides_hands_over_and_only_what_is_open(world, claim):
    for person in (world.officer, world.stranger, world.ministry_officer):
        with pytest.raises(NotPermitted):
            hand(world, claim, actor=fresh(person))
    approve_claim(claim=claim, actor=fresh(world.mission_officer), valid_until=in_days(9))
    with pytest.raises(NotPossible):
        hand(world, claim)


def test_the_page_hands_a_claim_over(world, claim):
    client = signed_in(world.mission_officer)
    url = f"/en/office/claims/{claim.code}/hand_over/"
    assert "Hand it over to another office" in text_of(client.get(f"/en/office/claims/{claim.code}/"))
    assert client.post(url, {"office": world.office.pk, "days": "anew"}).status_code == 422
    sent = client.post(url, {"office": world.office.pk, "days": "anew", "reason": "Theirs."})
    assert sent.status_code == 302
    claim.refresh_from_db()
    assert claim.office == world.office
    assert "Theirs." in text_of(signed_in(world.officer).get(f"/en/office/claims/{claim.code}/"))
