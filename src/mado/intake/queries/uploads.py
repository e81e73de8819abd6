"""Lists, their rows and the people they name."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from mado.accounts.queries import may_read_all, office_appointments_of
from mado.directory.models import Organization
from mado.intake.enums import Outcome, Verdict
from mado.intake.models import ListContact, ListRow, ListUpload
from mado.kernel.text import folded_heading

_REMEMBERED = 20
"""Former lists of the office that are looked through for headings."""


def _office_ids(user: Any) -> list[int]:
    return [row.organization_id for row in office_appointments_of(user)]


def uploads_visible_to(user: Any) -> QuerySet[ListUpload]:
    """Lists of the person's offices; all for who reads everything."""
    rows = ListUpload.objects.select_related("office", "uploaded_by")
    if not getattr(user, "is_authenticated", False):
        return rows.none()
    return rows if may_read_all(user) else rows.filter(office__in=_office_ids(user))


def rows_visible_to(user: Any) -> QuerySet[ListRow]:
    return ListRow.objects.filter(upload__in=uploads_visible_to(user))


def contacts_visible_to(user: Any) -> QuerySet[ListContact]:
    return ListContact.objects.filter(upload__in=uploads_visible_to(user))


def offices_to_bring_for(user: Any) -> list[Organization]:
    """The person's own offices."""
    return list(Organization.objects.filter(pk__in=_office_ids(user)).order_by("name", "id"))


def remembered_mapping(office: Organization) -> dict[str, str]:
    """Folded heading → field as the office matched it last, also when it chose to pass the column over."""
    found: dict[str, str] = {}
    rows = ListUpload.objects.filter(office=office).exclude(mapping={}).order_by("-id")
    for headings, mapping in rows.values_list("headings", "mapping")[:_REMEMBERED]:
        for index, heading in headings.items():
            if folded_heading(heading) and index in mapping:
                found.setdefault(folded_heading(heading), mapping[index])
    return found


def page_rows(upload: ListUpload, verdict: str) -> QuerySet[ListRow]:
    """Rows of one verdict with the schools they are about and the people they name, in the order of the file."""
    rows = ListRow.objects.filter(upload=upload, verdict=verdict).select_related("organization")
    return rows.prefetch_related("contacts").order_by("line")


def problem_rows(upload: ListUpload) -> QuerySet[ListRow]:
    """Rows that were not taken, not decided, or overtaken: what goes into the file to mend."""
    rows = ListRow.objects.filter(upload=upload)
    undecided = rows.filter(verdict=Verdict.CHOOSE, choice="")
    return (rows.filter(verdict=Verdict.REJECT) | undecided | rows.filter(outcome=Outcome.OVERTAKEN)).order_by("line")


def new_contacts(upload: ListUpload) -> QuerySet[ListContact]:
    """People the list names for schools it has written, with their schools."""
    written: Sequence[str] = (Outcome.CREATED, Outcome.CHANGED)
    rows = ListContact.objects.filter(upload=upload, row__outcome__in=written, row__organization__isnull=False)
    return rows.select_related("row__organization").order_by("row__line", "id")
