"""The mails of a case, put into the outbox; names, kinds and dates are written in each reader's language."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from mado.accounts.queries import cares_for, seat_holders
from mado.desks.enums import CaseKind
from mado.desks.follow_links import follow_token
from mado.desks.models import DeskCase
from mado.desks.queries.cases import case_officers
from mado.notify.messages import MailSpec
from mado.notify.services import Recipient, queue_message
from mado.partnerships.wording import full_date, spoken_name
from mado.reference.settings import alliance

Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Correspondent:
    """An address without an account."""

    email: str
    name: str
    language: str
    pk: None = None


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def written(day: dt.date) -> Callable[[], str]:
    return lambda: full_date(day)


def office_name(case: DeskCase) -> Callable[[], str]:
    """The office's name as the reader reads it; the alliance's where no office has the case."""
    return lambda: spoken_name(case.office) if case.office else alliance().name


def _known(case: DeskCase) -> dict[str, Any]:
    kind = CaseKind(case.kind)
    return {
        "code": case.code,
        "subject": (lambda: str(kind.label)) if case.is_confidential else case.subject,
        "kind": lambda: str(kind.label),
        "asker": case.asker_name,
        "office": office_name(case),
        "date": written(case.answer_by),
    }


def askers(case: DeskCase) -> list[Recipient]:
    """Whom an answer goes to: the school's seat holders and the officer who opened it for them, whoever raised a concern,
    or the address. Who has left the school hears no more of it."""
    if case.organization and not case.is_confidential:
        people: list[Recipient] = [*seat_holders(case.organization)]
        opener = case.opened_by
        known = {person.pk for person in people}
        if opener and opener.is_active and opener.pk not in known and cares_for(opener, case.organization):
            people.append(opener)
        return people
    if case.opened_by:
        return [case.opened_by]
    return [Correspondent(case.contact_email, case.contact_name, case.mail_language)]


def write_to_asker(case: DeskCase, mail: MailSpec, words: Words | None = None, *, but: Any = None) -> None:
    """`but`: whoever just did it and knows."""
    for person in askers(case):
        if person.pk is not None and person.pk == getattr(but, "pk", None):
            continue
        has_account = person.pk is not None
        link = ("desks:case", {"code": case.code}) if has_account else ("desks:follow", {"token": follow_token(case)})
        queue_message(mail=mail, to=person, thing=case, link=link, variables={**_known(case), **(words or {})})


def write_to_office(case: DeskCase, mail: MailSpec, words: Words | None = None, *, but: Any = None) -> None:
    people = [person for person in case_officers(case) if person.pk != getattr(but, "pk", None)]
    write_to_people(case, mail, people, words)


def write_to_people(case: DeskCase, mail: MailSpec, people: Iterable[Recipient], words: Words | None = None) -> None:
    """People with an account who work at the case."""
    link = ("desks:case", {"code": case.code})
    for person in people:
        queue_message(mail=mail, to=person, thing=case, link=link, variables={**_known(case), **(words or {})})
