"""Opening a case: by a school, by a person with an account, or by a stranger through the public form."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.queries import responsible_office
from mado.audit.services import record
from mado.desks import messages
from mado.desks.engine.written import has_hidden_signs, one_line, tidy
from mado.desks.enums import CONTACT_MOST, OPEN_CASES_MOST, SUBJECT_MOST, TEXT_MOST, CaseKind, NoteKind
from mado.desks.models import DeskCase
from mado.desks.queries.cases import central_office, office_for_place, open_cases_of
from mado.desks.services.letters import write_to_asker, write_to_office
from mado.desks.services.rates import count_attempt
from mado.desks.services.steps import note, text_problem
from mado.directory.models import Organization
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.profiles.models import Wish
from mado.reference.places import country_name
from mado.reference.screen_languages import screen_language
from mado.reference.services import next_code
from mado.reference.settings import alliance


@transaction.atomic
def open_case(
    *,
    kind: str,
    subject: str,
    text: str,
    language: str,
    organization: Organization | None = None,
    actor: Any = None,
    country: str = "",
    contact_email: str = "",
    contact_name: str = "",
    contact_school: str = "",
    wish: Wish | None = None,
) -> DeskCase:
    """Ask an office. Whoever has no account (`actor` None) gives an address and follows the case by a signed link.

    Routed to the office in care of the school, else of the country; a concern goes to the CEO office. Raises BadInput
    (field → sentence), NotPermitted, NotPossible.
    """
    if actor is not None and organization is not None and not actor.has_perm("desks.open_case", organization):
        raise NotPermitted("desks.open_case")
    subject, text = one_line(subject), tidy(text)
    contact = {
        "contact_email": contact_email.strip(),
        "contact_name": one_line(contact_name),
        "contact_school": one_line(contact_school),
    }
    country = country or (organization.country if organization else alliance().home_country)
    wrong = _wrong(kind, subject, text) | _wrong_contact(actor, country, contact)
    if wish is not None and (organization is None or wish.organization_id != organization.pk):
        wrong["wish"] = _("Choose one of your own school's wishes.")
    if wrong:
        raise BadInput(wrong)
    if actor is not None and open_cases_of(actor) >= OPEN_CASES_MOST:
        raise NotPossible.because(
            "too_many_open",
            _("You have %(count)s open cases. Wait for an answer, or mark as solved what you no longer need.")
            % {"count": OPEN_CASES_MOST},
        )
    rules = alliance()
    case = DeskCase.objects.create(
        code=next_code("CS"),
        kind=kind,
        organization=organization,
        opened_by=actor,
        **contact,
        country=country,
        language=language[:16],
        mail_language=actor.language if actor else screen_language(language),
        subject=subject,
        text=text,
        wish=wish,
        office=_office_for(kind, organization, country),
        answer_by=timezone.localdate() + dt.timedelta(days=rules.case_answer_days),
    )
    note(case, actor, NoteKind.OPENED)
    record(actor=actor, verb="desks.open_case", thing=case, details={"kind": kind, "country": country})
    write_to_office(case, messages.CASE_OPENED, but=actor)
    write_to_asker(case, messages.CASE_RECEIVED)
    return case


def open_enquiry(
    *,
    subject: str,
    text: str,
    language: str,
    country: str,
    contact_email: str,
    contact_name: str,
    contact_school: str,
    address: str,
    concern: bool = False,
) -> DeskCase:
    """The public form. `address` is the network address it came from, counted and not kept. Raises NotPossible when one
    address or one e-mail address has asked too often; an attempt counts even when it is refused."""
    for who in (f"ip:{address}", f"mail:{contact_email.strip().lower()}"):
        count_attempt(who)
    return open_case(
        kind=CaseKind.CONCERN if concern else CaseKind.ENQUIRY,
        subject=subject,
        text=text,
        language=language,
        country=country,
        contact_email=contact_email,
        contact_name=contact_name,
        contact_school=contact_school,
    )


def _office_for(kind: str, organization: Organization | None, country: str) -> Organization | None:
    if kind == CaseKind.CONCERN:
        return central_office()
    return responsible_office(organization) if organization else office_for_place(country)


def _wrong(kind: str, subject: str, text: str) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if kind not in CaseKind.values:
        wrong["kind"] = _("Choose what it is about.")
    if not subject:
        wrong["subject"] = _("Say in a few words what it is about.")
    elif problem := text_problem(subject, SUBJECT_MOST):
        wrong["subject"] = problem
    if not text:
        wrong["text"] = _("Write what you would like to know or need.")
    elif problem := text_problem(text, TEXT_MOST):
        wrong["text"] = problem
    return wrong


def _wrong_contact(actor: Any, country: str, contact: dict[str, str]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if country_name(country, "en") == country:
        wrong["country"] = _("Choose the country your school is in.")
    for name, value in contact.items():
        if has_hidden_signs(value) or len(value) > CONTACT_MOST[name]:
            wrong[name] = _("Shorten this, and type it instead of pasting it.")
    if actor is None:
        try:
            validate_email(contact["contact_email"])
        except ValidationError:
            wrong["contact_email"] = _("Write your e-mail address in full, so that the answer reaches you.")
    return wrong
