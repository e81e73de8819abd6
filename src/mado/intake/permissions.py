"""WHO may bring lists: the people of an office, for that office. Which schools a list may touch: intake.mandate."""

from typing import Any

import rules

from mado.accounts.permissions import leads_alliance, reads_all
from mado.accounts.queries import office_appointments_of
from mado.directory.models import Organization
from mado.intake.models import ListUpload


@rules.predicate
def works_at(user: Any, office: Organization | None) -> bool:
    return office is not None and office.pk in {row.organization_id for row in office_appointments_of(user)}


@rules.predicate
def works_at_office_of(user: Any, upload: ListUpload | None) -> bool:
    """The user is an officer of the office that brought the list."""
    return upload is not None and upload.office_id in {row.organization_id for row in office_appointments_of(user)}


rules.add_perm("intake.bring_list", works_at)
rules.add_perm("intake.view_upload", works_at_office_of | reads_all)
rules.add_perm("intake.change_upload", works_at_office_of)
rules.add_perm("intake.undo_upload", works_at_office_of | leads_alliance)
