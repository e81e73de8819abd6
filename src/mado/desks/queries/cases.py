"""Who sees which case, and whose turn it is."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from mado.accounts.enums import ALLIANCE_ROLES, OFFICE_ROLES
from mado.accounts.models import Appointment, User
from mado.accounts.queries import (
    alliance_officers,
    has_alliance_role,
    holding,
    in_care_of,
    may_read_all,
    office_appointments_of,
    officers_of,
    responsible_office,
    seat_organization_ids,
)
from mado.desks.enums import ASKER_TURN, INTERNAL_KINDS, OFFICE_TURN, OPEN_STATES, CaseKind
from mado.desks.models import CaseNote, DeskCase
from mado.directory.enums import OFFICE_KINDS, OrganizationKind
from mado.directory.models import Organization


def with_both_sides(cases: QuerySet[DeskCase]) -> QuerySet[DeskCase]:
    """Cases with everything a row or a page shows."""
    return cases.select_related("organization__profile", "opened_by", "office", "owner", "wish")


def own_offices(user: Any) -> list[int]:
    """Ids of the offices the user works at today."""
    return [row.organization_id for row in office_appointments_of(user)]


def asked_in_person(user: Any) -> Q:
    """What the user asked for nobody but themselves, as a filter: without a school, or as a concern. What somebody asks
    for a school is the school's: it stays there when the person leaves."""
    return Q(opened_by=user.pk) & (Q(organization=None) | Q(kind=CaseKind.CONCERN))


def cases_visible_to(user: Any) -> QuerySet[DeskCase]:
    """Who asked it in person, the school's seat holders, the office that has it, offices in care of the school, who reads
    all.

    A concern is seen by who raised it, the office that has it and the CEO office; by nobody else.
    """
    rows = with_both_sides(DeskCase.objects.all())
    if not getattr(user, "is_authenticated", False):
        return rows.none()
    if has_alliance_role(user):
        return rows
    own = asked_in_person(user) | Q(office__in=own_offices(user))
    if may_read_all(user):
        return rows.filter(own | ~Q(kind=CaseKind.CONCERN))
    schools = Q(organization__in=seat_organization_ids(user)) | in_care_of(user, "organization__")
    return rows.filter(own | (schools & ~Q(kind=CaseKind.CONCERN)))


def notes_visible_to(user: Any) -> QuerySet[CaseNote]:
    """Lines of visible cases; those for the office only to who does not ask in the case."""
    rows = CaseNote.objects.filter(case__in=cases_visible_to(user).values("pk"))
    return rows if works_at_office(user) else rows.exclude(kind__in=INTERNAL_KINDS)


def works_at_office(user: Any) -> bool:
    """Reads the office's own notes: an officer, or who reads everything."""
    return bool(office_appointments_of(user)) or may_read_all(user)


def story_of(case: DeskCase, *, with_internal: bool) -> QuerySet[CaseNote]:
    """What happened, oldest first."""
    rows = CaseNote.objects.filter(case=case).select_related("author").order_by("id")
    return rows if with_internal else rows.exclude(kind__in=INTERNAL_KINDS)


def cases_of_asker(user: Any) -> QuerySet[DeskCase]:
    """What the user, or a school whose seat the user holds, has asked, and what an officer has opened for a school still
    in care; newest first."""
    schools = Q(organization__in=seat_organization_ids(user)) & ~Q(kind=CaseKind.CONCERN)
    opened = Q(opened_by=user.pk) & in_care_of(user, "organization__")
    return with_both_sides(DeskCase.objects.filter(asked_in_person(user) | schools | opened)).order_by("-id")


def cases_that_wait_for_asker(user: Any) -> QuerySet[DeskCase]:
    return cases_of_asker(user).filter(state__in=ASKER_TURN).order_by("answer_by", "id")


def office_cases(user: Any) -> QuerySet[DeskCase]:
    """The desk: cases of the user's offices and of schools in their care, without those the user asked in."""
    return cases_visible_to(user).exclude(opened_by=user.pk)


def cases_that_wait_for_office(user: Any) -> QuerySet[DeskCase]:
    """Cases the user's own office owes a word: the user's own, those of nobody or of somebody who has left the office, and
    what was escalated to the CEO office."""
    unowned = ~Q(Exists(still_in_charge()))
    mine = Q(office__in=own_offices(user)) & (Q(owner=user.pk) | unowned)
    if has_alliance_role(user):
        mine |= Q(escalated_on__isnull=False) | Q(office=None)
    return office_cases(user).filter(mine, state__in=OFFICE_TURN).order_by("answer_by", "id")


def still_in_charge() -> QuerySet[Appointment]:
    """Of a case: its owner works at the office that has it."""
    here = Appointment.objects.filter(holding(), user=OuterRef("owner"), organization=OuterRef("office"))
    return here.filter(role__in=(*OFFICE_ROLES, *ALLIANCE_ROLES))


def open_cases_of(user: Any) -> int:
    return DeskCase.objects.filter(opened_by=user.pk, state__in=OPEN_STATES).count()


def case_officers(case: DeskCase) -> list[User]:
    """Whom to write to about a case: its owner while at the office, else the office's people, else the CEO office's."""
    people = list(officers_of(case.office)) or list(alliance_officers())
    owner = [person for person in people if person.pk == case.owner_id]
    return [person for person in owner or people if person.pk != case.opened_by_id]


def central_office() -> Organization | None:
    """The CEO office: where concerns go, and what no other office cares for."""
    return Organization.objects.filter(kind=OrganizationKind.CEO_OFFICE).order_by("id").first()


def office_for_place(country: str, region: str = "") -> Organization | None:
    """The office in care of a school of this place, whichever school it is."""
    anywhere = Organization(kind=OrganizationKind.SCHOOL, country=country, region=region)
    return responsible_office(anywhere)


def offices_to_hand_to(case: DeskCase) -> QuerySet[Organization]:
    """Every other office that works at cases."""
    desks = [kind for kind in OFFICE_KINDS if kind != OrganizationKind.MINISTRY]
    return (
        Organization.objects.filter(kind__in=desks).exclude(pk=case.office_id or 0).order_by("kind", "country", "name")
    )
