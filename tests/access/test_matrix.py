"""The access matrix: every route of the access table × every kind of person, on somebody's own and on others' records.

What is expected comes from the table (`mado.portal.access`) and from the list of who may see each object; a route
that points at an object and is missing in OBJECTS fails here.
"""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from mado.accounts.tokens import renewal_token, seat_invitation_token
from mado.desks.follow_links import follow_token, sent_token
from mado.directory.models import SavedSearch
from mado.directory.services.saved_searches import stop_token
from mado.intake.models import ListUpload
from mado.matching.models import PairingRound, RoundPair, RoundSchool
from mado.matching.services.recommendation_mails import stop_token as recommendation_stop
from mado.partnerships.queries import return_token
from mado.portal.access import ACCESS, Audience
from mado.profiles.services.place_calendars import add_calendar_span
from mado.reference.models import CalendarSpan

PEOPLE = (
    "anonymous", "stranger", "claimant", "teacher_kaohsiung", "deputy_kaohsiung", "teacher_california", "teacher_tokyo",
    "officer", "mission_officer", "tokyo_mission_officer", "county_officer", "ceo", "ministry_officer",
)  # fmt: skip
SEATED = {"teacher_kaohsiung", "deputy_kaohsiung", "teacher_california", "teacher_tokyo"}
OFFICIAL = {"officer", "mission_officer", "tokyo_mission_officer", "county_officer", "ceo", "ministry_officer"}
BOTH_SIDES = {
    "teacher_kaohsiung", "deputy_kaohsiung", "teacher_california", "officer", "county_officer", "mission_officer", "ceo",
    "ministry_officer",
}  # fmt: skip
OWN_SCHOOL = {"teacher_kaohsiung", "deputy_kaohsiung"}
CLAIM = {"claimant", "mission_officer", "ceo", "ministry_officer"}
CASE = {"teacher_kaohsiung", "deputy_kaohsiung", "officer", "county_officer", "ceo", "ministry_officer"}
ALL = set(PEOPLE)
SET_KAOHSIUNG = {"officer", "county_officer", "ceo"}


def _calendar_span(world):
    """An entry of Kaohsiung's calendar, which every officer reads and three may change."""
    day = dt.date(2026, 11, 16)
    return CalendarSpan.objects.first() or add_calendar_span(
        place=("TW", "TW-KHH"), year=2026, actor=world.county_officer, kind="event", name="", first=day, last=day
    )


def saved_search(world):
    return SavedSearch.objects.get_or_create(owner_id=world.teacher_kaohsiung.pk, name="Japan", query="country=JP")[0]


def office_list(world):
    """A list the regional office has brought and written."""
    facts = {"file_name": "a.csv", "file_sha256": "", "file_bytes": 1, "form": "csv", "state": "done"}
    return ListUpload.objects.get_or_create(
        code="IM-2026-9001", office=world.office, uploaded_by=world.officer, defaults=facts
    )[0]


LIST = {"officer", "ceo", "ministry_officer"}


def announced_pair(world):
    """What the regional office's round proposes to Kaohsiung and California; both are still asked."""
    today = dt.date(2026, 11, 28)
    found, made = PairingRound.objects.get_or_create(
        code="RD-2026-9001", office=world.office, made_by=world.officer,
        defaults={"name": "A round", "kind": "cultural", "period_from": today, "period_to": today, "state": "announced",
                  "reply_by": today, "announced_at": dt.datetime(2026, 11, 28, tzinfo=dt.UTC), "rule": "fair"},
    )  # fmt: skip
    if made:
        facts = {"round": found, "capacity": 1, "capacity_most": 1, "waiting_since": today}
        a = RoundSchool.objects.create(
            organization=world.kaohsiung, wish=world.wish_kaohsiung, side="a", area="TW-KHH", **facts
        )
        b = RoundSchool.objects.create(
            organization=world.california, wish=world.wish_california, side="b", area="US-CA", **facts
        )
        RoundPair.objects.create(code="PR-2026-9001", round=found, a=a, b=b, score_a=0.5, score_b=0.5)
    return found.pairs.get()


def round_code(world):
    return {"code": announced_pair(world).round.code}


# Route → (keyword arguments, who may see that object). Moves and forms behind it are checked by each app's own tests.
OBJECTS = {
    "directory:school": (lambda o, w: {"code": w.kaohsiung.code}, ALL),
    "directory:search": (lambda o, w: {"pk": saved_search(w).pk}, {"teacher_kaohsiung"}),
    "directory:search_stop": (lambda o, w: {"token": stop_token(saved_search(w))}, ALL),
    "portal:begin": (lambda o, w: {"country": "cz"}, ALL),
    "desks:case": (lambda o, w: {"code": o["case"].code}, CASE),
    "desks:case_propose": (lambda o, w: {"code": o["case"].code}, {"officer", "ceo"}),
    "desks:enquired": (lambda o, w: {"token": sent_token(o["enquiry"])}, ALL),
    "desks:follow": (lambda o, w: {"token": follow_token(o["enquiry"])}, ALL),
    "accounts:draft": (lambda o, w: {"key": "matrix:test"}, ALL),
    "accounts:claim_new": (lambda o, w: {"code": w.tokyo.code}, ALL),
    "accounts:claim": (lambda o, w: {"code": o["claim"].code}, CLAIM),
    "accounts:office_claim": (lambda o, w: {"code": o["claim"].code}, CLAIM),
    "partnerships:invitation": (lambda o, w: {"code": o["invitation"].code}, BOTH_SIDES),
    "partnerships:here": (
        lambda o, w: {"token": return_token(w.kaohsiung.profile, w.teacher_kaohsiung)},
        ALL,  # whoever holds the link
    ),
    "exchanges:exchange": (lambda o, w: {"code": o["exchange"].code}, BOTH_SIDES),
    "exchanges:office_exchange": (lambda o, w: {"code": o["exchange"].code}, BOTH_SIDES),
    "exchanges:exchange_ics": (lambda o, w: {"code": o["exchange"].code}, BOTH_SIDES),
    "exchanges:session_find": (lambda o, w: {"code": o["exchange"].code}, SEATED - {"teacher_tokyo"}),
    "exchanges:report": (lambda o, w: {"code": o["exchange"].code}, SEATED - {"teacher_tokyo"}),
    "exchanges:report_check": (lambda o, w: {"code": o["exchange"].code}, SEATED - {"teacher_tokyo"}),
    "exchanges:session": (lambda o, w: {"code": o["exchange"].code, "number": o["session"].number}, BOTH_SIDES),
    "exchanges:session_ics": (lambda o, w: {"code": o["exchange"].code, "number": o["session"].number}, BOTH_SIDES),
    "correspondence:thread": (lambda o, w: {"code": o["invitation"].code}, BOTH_SIDES),
    "correspondence:quarantined_mail": (lambda o, w: {"pk": o["stray_mail"].pk}, {"ceo"}),
    "profiles:tasks": (lambda o, w: {"code": w.kaohsiung.code}, OWN_SCHOOL),
    "profiles:section": (lambda o, w: {"code": w.kaohsiung.code, "section": "about"}, OWN_SCHOOL),
    "profiles:calendar": (lambda o, w: {"code": w.kaohsiung.code}, OWN_SCHOOL),
    "profiles:calendar_file": (lambda o, w: {"code": w.kaohsiung.code}, OWN_SCHOOL),
    "profiles:office_calendar": (lambda o, w: {"place": "TW-KHH"}, OFFICIAL),
    "profiles:office_bells": (lambda o, w: {"place": "TW-KHH", "level": "all"}, SET_KAOHSIUNG),
    "profiles:office_calendar_span": (lambda o, w: {"span": _calendar_span(w).pk}, SET_KAOHSIUNG),
    "integrations:programs": (lambda o, w: {"code": w.kaohsiung.code}, OWN_SCHOOL),
    "accounts:school_people": (
        lambda o, w: {"code": w.kaohsiung.code},
        OWN_SCHOOL | {"officer", "county_officer", "ceo", "ministry_officer"},
    ),
    "accounts:seat_offer": (lambda o, w: {"code": w.kaohsiung.code}, OWN_SCHOOL),
    "accounts:interim_offer": (lambda o, w: {"code": w.kaohsiung.code}, {"officer", "county_officer", "ceo"}),
    "accounts:hand_over": (lambda o, w: {"pk": w.deputy_kaohsiung.appointments.get().pk}, {"deputy_kaohsiung"}),
    "accounts:seat_invited": (lambda o, w: {"token": seat_invitation_token(o["seat_offer"])}, ALL),
    "accounts:renew_by_mail": (
        lambda o, w: {"token": renewal_token(w.kaohsiung.verifications.get(), w.officer)},
        ALL,
    ),
    "accounts:alliance_settings": (lambda o, w: {}, {"ceo", "ministry_officer"}),
    "accounts:office_mandates": (lambda o, w: {}, {"ceo", "ministry_officer"}),
    "accounts:mandate": (lambda o, w: {"pk": w.office.mandates.get().pk}, {"ceo", "ministry_officer"}),
    "accounts:mandate_new": (lambda o, w: {}, {"ceo"}),
    "accounts:office_vouch": (
        lambda o, w: {"code": w.kaohsiung.code},
        {"officer", "county_officer", "ceo", "ministry_officer"},
    ),
    "accounts:seat_end": (
        lambda o, w: {"pk": w.deputy_kaohsiung.appointments.get().pk},
        {"deputy_kaohsiung", "officer", "county_officer", "ceo"},
    ),
    "profiles:wish": (lambda o, w: {"code": w.kaohsiung.code, "wish": w.wish_kaohsiung.code}, OWN_SCHOOL),
    "profiles:photo": (lambda o, w: {"code": w.kaohsiung.code}, OWN_SCHOOL),
    "profiles:logo": (lambda o, w: {"code": w.kaohsiung.code}, OWN_SCHOOL),
    "profiles:texts": (lambda o, w: {"code": w.kaohsiung.code}, OWN_SCHOOL),
    "profiles:text": (lambda o, w: {"code": w.kaohsiung.code, "language": "ja"}, OWN_SCHOOL),
    "profiles:wish_texts": (lambda o, w: {"code": w.kaohsiung.code, "wish": w.wish_kaohsiung.code}, OWN_SCHOOL),
    "profiles:wish_text": (
        lambda o, w: {"code": w.kaohsiung.code, "wish": w.wish_kaohsiung.code, "language": "ja"},
        OWN_SCHOOL,
    ),
    "profiles:wish_check": (lambda o, w: {"code": w.kaohsiung.code, "wish": w.wish_kaohsiung.code}, OWN_SCHOOL),
    "statistics:records": (lambda o, w: {"key": "pairings"}, ALL),
    "statistics:export": (lambda o, w: {"form": "csv"}, ALL),
    "directory:find_export": (lambda o, w: {"form": "json"}, ALL),
    **{
        f"matching:{page}": (lambda o, w: round_code(w), LIST)
        for page in (
            "round",
            "round_progress",
            "round_schools",
            "round_balance",
            "round_rules",
            "round_pairs",
            "round_announce",
            "round_answers",
        )
    },
    "matching:round_export": (lambda o, w: {**round_code(w), "form": "csv"}, LIST),
    "matching:round_pair": (lambda o, w: {"code": announced_pair(w).code}, BOTH_SIDES),
    "matching:round_public": (lambda o, w: round_code(w), BOTH_SIDES),
    "matching:round_numbers": (lambda o, w: {**round_code(w), "form": "csv"}, BOTH_SIDES),
    "matching:wish": (lambda o, w: {"wish": w.wish_kaohsiung.code}, OWN_SCHOOL),
    "matching:count": (lambda o, w: {"wish": w.wish_kaohsiung.code}, OWN_SCHOOL),
    "matching:fit": (lambda o, w: {"wish": w.wish_kaohsiung.code, "code": w.california.code}, OWN_SCHOOL),
    "matching:refuse": (lambda o, w: {"wish": w.wish_kaohsiung.code, "code": w.california.code}, OWN_SCHOOL),
    "matching:mail_stop": (lambda o, w: {"token": recommendation_stop(w.teacher_kaohsiung)}, ALL),
    "intake:template": (lambda o, w: {"form": "csv"}, ALL),
    "intake:wishes": (lambda o, w: {"form": "csv"}, ALL),
    "intake:upload": (lambda o, w: {"code": office_list(w).code}, LIST),
    "intake:progress": (lambda o, w: {"code": office_list(w).code}, LIST),
    "intake:columns": (lambda o, w: {"code": office_list(w).code}, LIST),
    "intake:preview": (lambda o, w: {"code": office_list(w).code}, LIST),
    "intake:recipients": (lambda o, w: {"code": office_list(w).code}, LIST),
    "intake:rejected": (lambda o, w: {"code": office_list(w).code, "form": "csv"}, LIST),
}

# Who may see the object and not do what the page is for: 403, because to them it is no secret.
MAY_SEE_NOT_DO = {
    "intake:upload_new": {"ministry_officer"},
    "desks:case_propose": {"county_officer", "ministry_officer"},
    "profiles:office_bells": OFFICIAL - SET_KAOHSIUNG,
    "profiles:office_calendar_span": OFFICIAL - SET_KAOHSIUNG,
    "accounts:seat_end": {"teacher_kaohsiung", "ministry_officer"},
    "accounts:hand_over": {"teacher_kaohsiung", "officer", "county_officer", "ceo", "ministry_officer"},
    "accounts:interim_offer": {"ministry_officer"},
    "accounts:mandate_new": {"ministry_officer"},
    "matching:round_new": {"ministry_officer"},
}


def admitted_by_audience(person: str, audience: Audience) -> int:
    """The status an audience alone earns this person: 0 when they pass on to the view."""
    if audience in (Audience.PUBLIC, Audience.DEVELOPMENT):
        return 0
    if person == "anonymous":
        return 302
    allowed = {Audience.SIGNED_IN: ALL, Audience.SEAT: SEATED, Audience.OFFICE: OFFICIAL, Audience.STAFF: set()}[
        audience
    ]
    return 0 if person in allowed else 403


def clients(world, claimant):
    for person in PEOPLE:
        client = Client()
        if person != "anonymous":
            client.force_login(claimant if person == "claimant" else getattr(world, person))
        yield person, client


@pytest.mark.django_db
def test_every_route_answers_each_person_as_the_table_says(full_world):
    world, claimant, objects = full_world
    wrong = []
    for person, client in clients(world, claimant):
        for route, (kwargs, seers) in OBJECTS.items():
            path = reverse(route, kwargs=kwargs(objects, world))
            hidden = 403 if person in MAY_SEE_NOT_DO.get(route, ()) else 404
            expected = admitted_by_audience(person, ACCESS[route].audience) or (0 if person in seers else hidden)
            status = client.get(path).status_code
            passed = status in (200, 302, 405, 409) if not expected else status == expected
            if not passed:
                wrong.append(f"{person} at {route}: {status}, expected {expected or 'admitted'}")
    assert wrong == []


@pytest.mark.django_db
def test_routes_without_an_object_admit_by_audience(full_world):
    world, claimant, _objects = full_world
    wrong = []
    for person, client in clients(world, claimant):
        for route, access in ACCESS.items():
            if access.objects or route in OBJECTS or ":" not in route or route.startswith("api-1"):
                continue
            try:
                path = reverse(route)
            except Exception as error:  # noqa: BLE001  # collected: a row without a route is reported below
                wrong.append(f"{route}: {error}")
                continue
            reads_only = 403 if person in MAY_SEE_NOT_DO.get(route, ()) else 0
            expected = admitted_by_audience(person, access.audience) or reads_only
            status = client.get(path).status_code
            if (status not in (200, 302, 405)) if not expected else (status != expected):
                wrong.append(f"{person} at {route}: {status}, expected {expected or 'admitted'}")
    assert wrong == []


@pytest.mark.django_db
def test_another_ones_record_and_no_record_look_the_same(full_world):
    world, _claimant, objects = full_world
    client = Client()
    client.force_login(world.teacher_tokyo)
    for route, key in (
        ("exchanges:exchange", "exchange"),
        ("partnerships:invitation", "invitation"),
        ("accounts:claim", "claim"),
        ("desks:case", "case"),
        ("desks:case", "concern"),
    ):
        others = client.get(reverse(route, kwargs={"code": objects[key].code}))
        none = client.get(reverse(route, kwargs={"code": "XX-2026-9999"}))
        assert (others.status_code, none.status_code) == (404, 404)
        assert len(others.content) == len(none.content)


def test_every_route_with_an_object_is_in_this_matrix_or_is_a_move():
    missing = {
        route
        for route, access in ACCESS.items()
        if access.objects
        and route not in OBJECTS
        and not route.endswith("_move")
        and not route.startswith(("api-1", "notify:"))
        and route
        not in {
            "accounts:me",
            "profiles:wish_new",
            "profiles:wish_section",
            "profiles:overlap",
            "profiles:wish_copy",
            "profiles:wish_renew",
            "profiles:wish_text_translate",
            "profiles:text_translate",
            "profiles:photo_file",
            "profiles:photo_remove",
            "profiles:logo_file",
            "profiles:logo_remove",
            "profiles:calendar_add",
            "profiles:calendar_remove",
            "profiles:calendar_typical",
            "profiles:calendar_file_take",
            "partnerships:invite",
            "exchanges:session_propose",
            "exchanges:exchange_show",
            "desks:work_bulk",
            "desks:work_filter_drop",
            "integrations:token_new",
            "integrations:token_end",
            "integrations:webhook_new",
            "correspondence:answer_mail",
            "correspondence:feed",
            "correspondence:feed_settings",
            "matching:lesson_undo",
            "matching:mails",
        }
    }
    assert missing == set()
