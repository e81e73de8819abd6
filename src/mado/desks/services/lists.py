"""Bulk deeds of the work list. Each row is done in a transaction of its own: what cannot be done is told, the rest is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.accounts.queries import office_appointments_of, seat_holders
from mado.audit.services import record
from mado.desks import messages
from mado.desks.engine.written import tidy
from mado.desks.guards import may_be_asked_after
from mado.desks.models import DeskCase, InvitationReminder
from mado.desks.services.office import assign_case, hand_on_case
from mado.desks.services.steps import text_problem
from mado.directory.models import Organization
from mado.kernel.errors import BadInput, MadoError, NotPermitted, NotPossible
from mado.notify.services import queue_message
from mado.partnerships.models import Invitation
from mado.partnerships.wording import full_date, spoken_name
from mado.reference.settings import alliance

Thing = TypeVar("Thing")

NOTE_MOST = 600


@dataclass(slots=True)
class Done:
    """What a bulk deed did: codes, and code → why not."""

    codes: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


def _each(things: Iterable[Thing], code: Callable[[Thing], str], deed: Callable[[Thing], object]) -> Done:
    done = Done()
    for thing in things:
        try:
            deed(thing)
        except NotPermitted:
            done.skipped.append((code(thing), _("Your office is not in care of this.")))
        except MadoError as problem:
            done.skipped.append((code(thing), _sentence(problem)))
        else:
            done.codes.append(code(thing))
    return done


def _sentence(problem: MadoError) -> str:
    if isinstance(problem, BadInput):
        return " ".join(str(sentence) for sentence in problem.sentences.values())
    return str(problem)


def ask_after_invitations(*, invitations: Iterable[Invitation], actor: User, note: str = "") -> Done:
    """Ask silent schools to answer, in their own languages, with a word of the officer's."""
    note = tidy(note)
    if problem := text_problem(note, NOTE_MOST):
        raise BadInput({"note": problem})
    return _each(invitations, lambda row: row.code, lambda row: _ask_after(row, actor, note))


@transaction.atomic
def _ask_after(invitation: Invitation, actor: User, note: str) -> None:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("sender", "recipient__profile")
    row = rows.get(pk=invitation.pk)
    if not actor.has_perm("desks.remind_school", row.recipient):
        raise NotPermitted("desks.remind_school")
    if not (decision := may_be_asked_after(row)):
        raise NotPossible(decision)
    people = list(seat_holders(row.recipient))
    InvitationReminder.objects.create(invitation=row, sent_by=actor)
    record(actor=actor, verb="desks.ask_after_invitation", thing=row)
    office = next((seat.organization for seat in office_appointments_of(actor)), None)
    for person in people:
        queue_message(
            mail=messages.INVITATION_ASKED_AFTER,
            to=person,
            thing=row,
            link=("partnerships:invitation", {"code": row.code}),
            variables={
                "office": lambda: spoken_name(office) if office else alliance().name,
                "sender": lambda: spoken_name(row.sender),
                "code": row.code,
                "date": lambda: full_date(row.reply_by),
                "note": f"\n\n{note}" if note else "",
            },
        )


def hand_on_cases(*, cases: Iterable[DeskCase], actor: User, office: Organization, text: str) -> Done:
    """Hand several cases to another office, with one reason."""
    return _each(
        cases, lambda case: case.code, lambda case: hand_on_case(case=case, actor=actor, office=office, text=text)
    )


def assign_cases(*, cases: Iterable[DeskCase], actor: User, owner: User) -> Done:
    """Put one officer in charge of several cases."""
    return _each(cases, lambda case: case.code, lambda case: assign_case(case=case, actor=actor, owner=owner))
