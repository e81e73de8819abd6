"""Writing to the people a list names: only those an officer has ticked on the page that shows every recipient."""

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.addressee import Addressee
from mado.accounts.messages import written_date
from mado.accounts.queries import in_care_of, person_at
from mado.audit.services import record
from mado.directory.models import Organization
from mado.intake import messages
from mado.intake.enums import UploadState
from mado.intake.guards import UNDO_DAYS
from mado.intake.models import ListContact, ListUpload
from mado.intake.queries import new_contacts
from mado.intake.services.working import locked_upload
from mado.kernel.errors import NotPermitted, NotPossible
from mado.notify.services import queue_message
from mado.reference.screen_languages import screen_language

AT_ONCE_MOST = 200
"""Recipients on one page, and so in one sending: nobody is written to unseen."""


@transaction.atomic
def invite_contacts(*, upload: ListUpload, actor: Any, contact_ids: Collection[int]) -> int:
    """Ask these people by mail to take their schools' seats; answers how many mails were queued. Who was asked before,
    or whose school is no longer in the actor's care, is passed over."""
    if not actor.has_perm("intake.change_upload", upload):
        raise NotPermitted("intake.change_upload")
    upload = locked_upload(upload.pk)
    if upload.state != UploadState.DONE:
        raise NotPossible.because(
            "state", _("People can be written to once the list is written, and until it is undone.")
        )
    chosen = list(new_contacts(upload).filter(pk__in=list(contact_ids)[:AT_ONCE_MOST], invited_at=None))
    cared_for = set(
        Organization.objects.filter(in_care_of(actor), pk__in=[one.row.organization_id for one in chosen]).values_list(
            "pk", flat=True
        )
    )
    sent = [one for one in chosen if one.row.organization_id in cared_for]
    for contact in sent:
        _write_to(contact, upload)
    ListContact.objects.filter(pk__in=[one.pk for one in sent]).update(invited_at=timezone.now())
    if sent:
        record(actor=actor, verb="intake.invite_contacts", thing=upload, details={"number": len(sent)})
    return len(sent)


def mail_variables(upload: ListUpload, school: Organization) -> dict[str, str | Callable[[], str]]:
    """What the mail says, for the mail and for the page on which it is read beforehand."""
    last = (upload.finished_at or timezone.now()) + dt.timedelta(days=UNDO_DAYS)
    return {"office": upload.office.name, "school": school.name, "date": lambda: written_date(last.date())}


def recipient_of(contact: ListContact, school: Organization) -> Addressee:
    """The person's own account and language where the address has one, else the language of the school."""
    person = person_at(contact.email)
    language = person.language if person else screen_language(school.name_language)
    return Addressee(person.pk if person else None, contact.email, contact.name, language)


def _write_to(contact: ListContact, upload: ListUpload) -> None:
    school = contact.row.organization
    if school is None:
        return
    queue_message(
        mail=messages.SEAT_SUGGESTED,
        to=recipient_of(contact, school),
        thing=upload,
        link=("accounts:claim_new", {"code": school.code}),
        variables=mail_variables(upload, school),
    )
