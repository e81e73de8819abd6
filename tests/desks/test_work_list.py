"""The work list: who finds what, filters, saved views, tables that leave, deeds on many lines."""

import csv
import datetime as dt
import io
import json
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mado.accounts import services as accounts
from mado.accounts.enums import Role
from mado.accounts.models import Verification
from mado.accounts.queries import responsible_office, responsible_offices
from mado.accounts.today import office_claims
from mado.demo.clock import at
from mado.demo.primitives import appoint, make_organization, make_user, open_wish, vouch, write_profile
from mado.desks import sections, services
from mado.desks.enums import CaseKind
from mado.desks.models import InvitationReminder, SavedFilter
from mado.desks.queries import wishes as desk_wishes
from mado.desks.queries import work
from mado.desks.queries.cases import cases_that_wait_for_office
from mado.desks.queries.wishes import wishes_nobody_can_meet
from mado.desks.queries.work import WorkFilter, sections_for
from mado.desks.sources import work_sources
from mado.directory.models import Organization
from mado.matching.queries.recommendations import count_of
from mado.notify.models import OutboxMessage
from mado.partnerships import services as partnerships
from mado.profiles.models import SchoolProfile
from mado.reference.models import AllianceSetting


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def everything(person, wanted):
    return work.everything(sections_for(person, wanted), wanted)


def keys(person, **wanted):
    return {row.source for row in everything(person, WorkFilter(**wanted))}


@pytest.fixture
def silent(world):
    """California asked Kaohsiung ten days ago; a reminder has gone out."""
    with at(timezone.now() - dt.timedelta(days=10)):
        invitation = partnerships.send_invitation(
            sender=world.california, recipient=world.kaohsiung, actor=world.teacher_california,
            wish=world.wish_california, kind="cultural", mode="both", about_us="We.", proposal="Let us.", first_step="",
            language="en", group_size=25, reply_by=timezone.localdate() + dt.timedelta(days=24),
        )  # fmt: skip
    partnerships.nudge_invitations()
    OutboxMessage.objects.all().delete()
    return invitation


def test_each_source_names_what_it_is(world):
    assert [source.key for source in work_sources()] == [
        "claims", "cases", "silent", "exchanges", "verifications", "one_seat", "ending_seats", "unmet", "dormant",
        "rounds",
    ]  # fmt: skip
    assert sections.claims(world.ceo).count() == 0


def test_a_claim_a_case_and_a_silent_invitation_reach_the_offices_in_care(world, match_case, silent):
    school = make_organization("school", "Sequoia Elementary", language="en", country="US", region="US-CA")
    accounts.submit_claim(
        user=world.stranger, organization=school, role="coordinator", position="Teacher", school_email="a@example.org"
    )
    assert {"cases", "silent"} <= keys(world.officer)
    assert {"claims", "silent"} <= keys(world.mission_officer)
    assert "cases" not in keys(world.mission_officer)
    assert not {"claims", "cases", "silent"} & keys(world.tokyo_mission_officer)
    assert {"claims", "cases", "silent"} <= keys(world.ceo)
    assert {"cases", "silent"} <= keys(world.county_officer)


def test_a_school_that_hangs_on_one_person_and_one_to_be_checked_again_stand_there(world):
    assert "one_seat" in keys(world.tokyo_mission_officer)
    assert "one_seat" not in keys(world.officer)  # Kaohsiung has a coordinator and a deputy
    assert "verifications" not in keys(world.officer)
    Verification.objects.filter(organization=world.kaohsiung).update(
        valid_until=timezone.localdate() + dt.timedelta(days=20)
    )
    assert "verifications" in keys(world.officer)


def test_a_school_that_hangs_on_one_person_leads_to_where_somebody_is_asked_to_stand_in(world, client):
    client.force_login(world.tokyo_mission_officer)
    (line,) = [row for row in everything(world.tokyo_mission_officer, WorkFilter()) if row.source == "one_seat"]
    page = client.get(line.url)
    assert page.status_code == 200
    assert reverse("accounts:interim_offer", args=[world.tokyo.code]) in page.content.decode()


def test_a_dormant_school_stands_there(world):
    profile = SchoolProfile.objects.filter(organization=world.tokyo)
    profile.update(dormant_since=timezone.localdate(), dormant_reason="silence")
    (line,) = [row for row in everything(world.tokyo_mission_officer, WorkFilter()) if row.source == "dormant"]
    page = client_of(world.tokyo_mission_officer).get(line.url).content.decode()
    assert "We have heard of it" in page
    assert reverse("accounts:school_people", args=[world.tokyo.code]) in page


def test_wishes_nobody_can_meet_are_those_whose_conditions_no_open_wish_fits(world):
    assert list(wishes_nobody_can_meet(world.ceo)) == []
    for change, restored in (
        ({"partner_countries": ["FR"]}, {"partner_countries": ["TW"]}),
        ({"kind": "sister_school"}, {"kind": "cultural"}),
        ({"partner_levels": ["tertiary"]}, {"partner_levels": ["primary"]}),
        ({"languages": ["fr"]}, {"languages": ["en"]}),
        ({"partner_regions": ["TW-TPE", "JP-13"]}, {"partner_regions": ["JP-13"]}),
    ):
        wish = world.wish_california
        type(wish).objects.filter(pk=wish.pk).update(**change)
        assert set(wishes_nobody_can_meet(world.ceo)) == {world.wish_california, world.wish_kaohsiung}, change
        assert list(wishes_nobody_can_meet(world.mission_officer)) == [world.wish_california]
        type(wish).objects.filter(pk=wish.pk).update(**restored)
    type(wish).objects.filter(pk=wish.pk).update(
        partner_countries=[], partner_levels=[], languages=[], partner_regions=["TW-KHH"]
    )
    assert list(wishes_nobody_can_meet(world.ceo)) == []
    Organization.objects.filter(pk=world.kaohsiung.pk).update(region="")
    type(wish).objects.filter(pk=wish.pk).update(partner_regions=["TW-TPE"])
    assert list(wishes_nobody_can_meet(world.ceo)) == []


def test_what_the_school_reads_beside_its_wish_is_what_its_office_reads(world):
    wish = world.wish_california
    for change in (
        {"age_from": 6, "age_to": 7},
        {"period_from": dt.date(2031, 1, 1), "period_to": dt.date(2031, 2, 1)},
    ):
        before = {name: getattr(wish, name) for name in change}
        type(wish).objects.filter(pk=wish.pk).update(**change)
        wish.refresh_from_db()
        assert (count_of(wish), list(wishes_nobody_can_meet(world.mission_officer))) == (0, [wish]), change
        type(wish).objects.filter(pk=wish.pk).update(**before)


def test_a_country_left_out_is_met_by_nobody_there(world):
    wish = world.wish_california
    type(wish).objects.filter(pk=wish.pk).update(partner_countries=[], excluded_countries=["TW"])
    assert set(wishes_nobody_can_meet(world.ceo)) == {world.wish_california, world.wish_kaohsiung}
    type(wish).objects.filter(pk=wish.pk).update(excluded_countries=["JP"])
    assert list(wishes_nobody_can_meet(world.ceo)) == []


def test_what_one_would_accept_instead_counts(world):
    wishes = type(world.wish_california).objects
    wishes.filter(pk=world.wish_california.pk).update(kind="visit_in")
    assert wishes_nobody_can_meet(world.ceo).count() == 2
    wishes.filter(pk=world.wish_kaohsiung.pk).update(alternative_kinds=["visit_out"])
    assert wishes_nobody_can_meet(world.ceo).count() == 0
    wishes.filter(pk=world.wish_kaohsiung.pk).update(alternative_kinds=[])
    wishes.filter(pk=world.wish_california.pk).update(alternative_kinds=["cultural"])
    assert wishes_nobody_can_meet(world.ceo).count() == 0


def test_who_has_found_all_partners_waits_for_nobody_and_meets_nobody(world, silent):
    type(world.wish_california).objects.update(partners_wanted=1)
    partnerships.accept_invitation(invitation=silent, actor=world.teacher_kaohsiung)
    assert wishes_nobody_can_meet(world.ceo).count() == 0
    other = make_organization("school", "Lincoln", language="en", country="US", region="US-CA", levels=["primary"])
    appoint(make_user("l@example.org", "L"), other)
    vouch(other, world.mission, world.mission_officer)
    write_profile(other)
    wish = open_wish(other, countries=["TW"], title="Who is left?")
    assert list(wishes_nobody_can_meet(world.ceo)) == [wish]


def test_who_wants_to_visit_needs_somebody_who_welcomes(world):
    wishes = type(world.wish_california).objects
    wishes.update(kind="visit_out")
    assert wishes_nobody_can_meet(world.ceo).count() == 2
    wishes.filter(pk=world.wish_california.pk).update(kind="visit_in")
    assert wishes_nobody_can_meet(world.ceo).count() == 0


def test_a_sleeping_school_meets_nobodys_wish(world):
    SchoolProfile.objects.filter(organization=world.california).update(dormant_since=timezone.localdate())
    assert list(wishes_nobody_can_meet(world.officer)) == [world.wish_kaohsiung]


def test_with_many_wishes_in_care_they_are_looked_for_where_their_section_is_opened(world, monkeypatch):
    wish = world.wish_california
    type(wish).objects.filter(pk=wish.pk).update(partner_countries=["FR"])
    monkeypatch.setattr(desk_wishes, "MANY", 1)
    client, path = client_of(world.ceo), "/en/office/desk/"

    def counts(**query):
        chips = client.get(path, query).context["chips"]
        return {
            str(chip["label"]): chip["count"] for chip in chips if "nobody" in chip["label"] or "Every" in chip["label"]
        }

    assert counts() == {"Everything": None, "Wishes nobody can meet": None}
    assert counts(section="unmet")["Wishes nobody can meet"] == 2
    assert "unmet" not in keys(world.ceo)
    assert "No school fits" in client.get(path, {"format": "csv"}).getvalue().decode()
    mission = client_of(world.mission_officer).get(path)
    assert {str(chip["label"]): chip["count"] for chip in mission.context["chips"]}["Wishes nobody can meet"] == 1


@pytest.mark.parametrize("query", ["", "?section=unmet"])
def test_a_view_asks_once_for_the_wishes_nobody_can_meet(world, query):
    client = client_of(world.ceo)
    with CaptureQueriesContext(connection) as used:
        assert client.get(f"/en/office/desk/{query}").status_code == 200
    # Whoever asks reads the first entry of the log: are the columns kept of this database?
    assert len([one for one in used if 'SELECT "audit_auditentry"."hash"' in one["sql"]]) == 1


def in_charge(person):
    return [row.owner for row in everything(person, WorkFilter()) if row.source == "cases"]


def test_a_case_of_somebody_who_has_left_waits_for_the_office_again(world, match_case):
    colleague = make_user("colleague@example.org", "Colleague")
    seat = appoint(colleague, world.office, Role.OFFICE_STAFF)
    services.take_case(case=match_case, actor=colleague)
    assert list(cases_that_wait_for_office(world.officer)) == []
    assert in_charge(world.officer) == ["Colleague"]
    type(seat).objects.filter(pk=seat.pk).update(ended_at=timezone.now())
    assert list(cases_that_wait_for_office(world.officer)) == [match_case]
    assert in_charge(world.officer) == ["高雄區辦公室"]


def test_a_question_a_claimant_never_answered_comes_back_to_the_office(world):
    school = make_organization("school", "Sequoia Elementary", language="en", country="US", region="US-CA")
    claim = accounts.submit_claim(
        user=world.stranger, organization=school, role="coordinator", position="Teacher", school_email="a@example.org"
    )
    accounts.request_claim_info(claim=claim, actor=world.mission_officer, message="Since when?")
    assert "claims" not in keys(world.mission_officer)
    for days in (30, 60):
        with at(timezone.now() + dt.timedelta(days=days)):
            accounts.remind_of_questions()
    assert "claims" in keys(world.mission_officer)
    (item,) = office_claims(world.mission_officer)
    assert "No answer to your question has come" in item.detail
    assert list(office_claims(world.ceo)) == []


def test_filters_narrow_the_list(world, match_case, silent):
    assert keys(world.officer, q="港都") >= {"cases", "silent"}
    assert keys(world.officer, q="nowhere") == set()
    assert keys(world.officer, country="TW") >= {"cases", "silent"}
    assert keys(world.officer, country="JP") == set()
    assert keys(world.officer, late=True) == set()
    assert keys(world.officer, mine=True) == set()
    services.take_case(case=match_case, actor=world.officer)
    assert keys(world.officer, mine=True) == {"cases"}
    with at(timezone.now() + dt.timedelta(days=8)):
        assert keys(world.officer, late=True) == {"cases"}


def test_nonsense_in_the_address_is_left_out(world, match_case):
    page = client_of(world.officer).get("/en/office/desk/?section=nothing&country=XX&sort=up&q=%00&page=9&mine=1")
    assert page.status_code == 200
    assert match_case.subject in page.content.decode()


@pytest.mark.parametrize("section", ["", "cases", "silent"])
def test_the_list_takes_as_many_queries_for_three_lines_as_for_one(world, match_case, silent, section):
    client = client_of(world.officer)
    path = f"/en/office/desk/?section={section}"
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(path)
    for number in range(2):
        services.open_case(
            kind=CaseKind.OTHER, organization=world.kaohsiung, actor=world.teacher_kaohsiung, subject=f"S{number}",
            text="T", language="en",
        )  # fmt: skip
    _more_silent(world)
    with CaptureQueriesContext(connection) as three:
        assert client.get(path).status_code == 200
    assert len(three) == len(one)


def _more_silent(world):
    SchoolProfile.objects.update(open_invitations_most=9)
    for number in range(2):
        school = make_organization(
            "school", f"School {number}", language="en", country="US", region="US-CA", zone="America/Los_Angeles",
            levels=["primary"],
        )  # fmt: skip
        teacher = make_user(f"t{number}@example.org", "T")
        appoint(teacher, school)
        vouch(school, world.mission, world.mission_officer)
        write_profile(school)
        wish = open_wish(school, countries=["TW"], title="W")
        with at(timezone.now() - dt.timedelta(days=10)):
            partnerships.send_invitation(
                sender=school, recipient=world.kaohsiung, actor=teacher, wish=wish, kind="cultural", mode="both",
                about_us="We.", proposal="Let us.", first_step="", language="en", group_size=25,
                reply_by=timezone.localdate() + dt.timedelta(days=24),
            )  # fmt: skip
    partnerships.nudge_invitations()


def test_tables_that_leave_have_no_live_formula(world):
    services.open_case(
        kind=CaseKind.OTHER, organization=world.kaohsiung, actor=world.teacher_kaohsiung, subject="=HYPERLINK(1)",
        text="T", language="en",
    )  # fmt: skip
    client = client_of(world.officer)
    answer = client.get("/en/office/desk/?section=cases&format=csv")
    assert answer["Content-Disposition"].endswith('.csv"')
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][1].lstrip("'") == "=HYPERLINK(1)"
    assert not rows[1][1].startswith("=")
    assert rows[1][4] == "高雄區辦公室"
    book = client.get("/en/office/desk/?format=xlsx")
    sheet = zipfile.ZipFile(io.BytesIO(book.getvalue())).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    (line,) = json.loads(client.get("/en/office/desk/?section=cases&format=json").getvalue())
    assert (line["What"], line["In charge"]) == ("=HYPERLINK(1)", "高雄區辦公室")


def test_a_view_is_kept_found_again_and_deleted_by_its_owner_only(world):
    client = client_of(world.officer)
    saved = client.post("/en/office/desk/views/", {"name": "Late cases", "query": "section=cases&late=yes&evil=1"})
    assert saved.status_code == 302
    assert saved["Location"] == "/en/office/desk/?section=cases&late=yes"
    row = SavedFilter.objects.get()
    assert (row.user, row.name, row.query) == (world.officer, "Late cases", "section=cases&late=yes")
    assert "Late cases" in client.get("/en/office/desk/").content.decode()
    other = client_of(world.county_officer)
    assert "Late cases" not in other.get("/en/office/desk/").content.decode()
    assert other.post(f"/en/office/desk/views/{row.pk}/delete/").status_code == 404
    assert client.post(f"/en/office/desk/views/{row.pk}/delete/").status_code == 302
    assert SavedFilter.objects.count() == 0
    assert client.post("/en/office/desk/views/", {"name": "", "query": ""}).status_code == 422


def test_silent_schools_are_asked_after_the_officer_has_seen_whom(world, silent):
    client, office = client_of(world.mission_officer), client_of(world.officer)
    # The mission is in care of the school that asked, not of the one that is silent: that one's office asks.
    assert (
        "Your office is not in care of this."
        in client.post("/en/office/desk/ask_after/", {"row": [silent.pk]}).content.decode()
    )
    preview = office.post("/en/office/desk/ask_after/", {"row": [silent.pk]})
    text = preview.content.decode()
    assert "林雅婷" in text
    assert "陳志明" in text
    assert "2 mails" in text
    assert OutboxMessage.objects.count() == 0
    refused = client.post("/en/office/desk/ask_after/", {"row": [silent.pk], "step": "do", "note": "hid\u202eden"})
    assert refused.status_code == 422
    client.post("/en/office/desk/ask_after/", {"row": [silent.pk], "step": "do", "note": "A no is fine."})
    assert OutboxMessage.objects.count() == 0
    done = office.post(
        "/en/office/desk/ask_after/", {"row": [silent.pk], "step": "do", "note": "A no is fine."}, follow=True
    )
    assert silent.code in done.content.decode()
    mails = OutboxMessage.objects.filter(key="desks.invitation_asked_after")
    assert sorted(mails.values_list("recipient_email", "language")) == [
        ("chen@example.org", "zh-hant"),
        ("lin@example.org", "zh-hant"),
    ]
    assert "A no is fine." in mails[0].body
    office.post("/en/office/desk/ask_after/", {"row": [silent.pk], "step": "do", "note": ""})
    assert InvitationReminder.objects.count() == 1
    with at(timezone.now() + dt.timedelta(days=4)):
        services.ask_after_invitations(invitations=[silent], actor=world.officer)
    assert InvitationReminder.objects.count() == 2


def test_cases_are_handed_on_together_after_a_preview(world, match_case):
    client = client_of(world.officer)
    assert client.post("/en/office/desk/hand_on/", {"row": [match_case.pk]}).status_code == 200
    answers = {"row": [match_case.pk], "office": world.mission.pk, "text": "You know the schools there."}
    preview = client.post("/en/office/desk/hand_on/", answers | {"step": "look"}).content.decode()
    assert "Grace Wu" in preview
    assert "3 mails" in preview
    match_case.refresh_from_db()
    assert match_case.office == world.office
    client.post("/en/office/desk/hand_on/", answers | {"step": "do"})
    match_case.refresh_from_db()
    assert match_case.office == world.mission


def test_cases_are_given_to_a_colleague_together(world, match_case, enquiry):
    colleague = make_user("second@example.org", "Second Officer")
    appoint(colleague, world.office, "office_staff")
    client = client_of(world.officer)
    answers = {"row": [match_case.pk, enquiry.pk], "owner": colleague.pk, "step": "do"}
    client.post("/en/office/desk/assign/", answers)
    match_case.refresh_from_db()
    enquiry.refresh_from_db()
    assert (match_case.owner, enquiry.owner) == (colleague, None)


def test_nothing_chosen_or_an_unknown_deed_does_nothing(world):
    client = client_of(world.officer)
    assert client.post("/en/office/desk/ask_after/", {}).status_code == 302
    assert client.post("/en/office/desk/ask_after/", {"row": ["x", "999999", "9" * 30]}).status_code == 302
    assert client.post("/en/office/desk/explode/", {"row": ["1"]}).status_code == 404


def test_readers_see_the_list_and_change_nothing(world, match_case):
    client = client_of(world.ministry_officer)
    assert match_case.subject in client.get("/en/office/desk/").content.decode()
    answers = {"row": [match_case.pk], "office": world.mission.pk, "text": "Mine.", "step": "do"}
    client.post("/en/office/desk/hand_on/", answers)
    match_case.refresh_from_db()
    assert match_case.office == world.office


def test_many_offices_at_once_are_the_same_as_one_by_one(world):
    rows = list(Organization.objects.all())
    assert responsible_offices(rows) == {row.pk: responsible_office(row) for row in rows}
    with CaptureQueriesContext(connection) as used:
        responsible_offices(rows)
    assert len(used) == 2


def test_days_to_answer_are_the_alliances(world):
    AllianceSetting.objects.create(key="case_answer_days", value=2)
    case = services.open_case(
        kind=CaseKind.OTHER, organization=world.kaohsiung, actor=world.teacher_kaohsiung, subject="S", text="T",
        language="en",
    )  # fmt: skip
    assert case.answer_by == timezone.localdate() + dt.timedelta(days=2)


def test_the_preview_counts_no_mail_for_what_will_be_left(world, match_case):
    services.answer_case(case=match_case, actor=world.officer, text="So.")
    answers = {"row": [match_case.pk], "office": world.mission.pk, "text": "Yours.", "step": "look"}
    preview = client_of(world.officer).post("/en/office/desk/hand_on/", answers).content.decode()
    assert "Left as it is: This has already moved on." in preview
    assert "0 mails" in preview


def test_on_a_silent_invitation_the_office_of_the_school_finds_what_it_can_do(world, silent):
    Organization.objects.filter(pk=world.kaohsiung.pk).update(phone="07-1234567")
    path, ask = f"/en/invitations/{silent.code}/", "/en/office/desk/ask_after/"
    people = reverse("accounts:school_people", args=[world.kaohsiung.code])
    office = client_of(world.officer)
    page = office.get(path).content.decode()
    assert [part in page for part in (f'action="{ask}"', people, "Telephone 07-1234567")] == [True, True, True]
    assert "2 mails" in office.post(ask, {"row": [silent.pk]}).content.decode()
    office.post(ask, {"row": [silent.pk], "step": "do", "note": ""})
    page = office.get(path).content.decode()
    assert f'action="{ask}"' not in page
    assert "Your offices asked within the last three days." in page
    for person in (world.mission_officer, world.teacher_kaohsiung, world.teacher_california):
        assert ask not in client_of(person).get(path).content.decode()


def test_before_a_reminder_an_office_is_asked_nothing(world, silent):
    type(silent).objects.update(nudges=0)
    assert "ask_after" not in client_of(world.officer).get(f"/en/invitations/{silent.code}/").content.decode()
