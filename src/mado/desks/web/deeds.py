"""The bulk deeds of the work list: what they are called, whom they write to, what they need to know."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mado.accounts.models import User
from mado.accounts.queries import officers_of, seat_holders
from mado.desks import services
from mado.desks.guards import may_be_asked_after
from mado.desks.models import DeskCase
from mado.desks.queries.cases import own_offices
from mado.desks.services.letters import askers
from mado.desks.services.lists import Done
from mado.desks.web.forms import AskAfterForm, AssignForm, HandOnForm
from mado.desks.workflow import DESK_CASE
from mado.directory.enums import OFFICE_KINDS, OrganizationKind
from mado.directory.models import Organization
from mado.partnerships.models import Invitation


@dataclass(frozen=True, slots=True)
class Deed:
    """`form(user, data)` asks what the deed needs; `letters(thing, user, answers)` names who will be written to for one
    row (`answers` is what the form holds so far); `obstacle(thing, user)` says why it cannot be done for one, "" when it
    can; `do(things, user, answers)` does it for all and tells what it left."""

    key: str
    section: str
    label: str | Promise
    button: str | Promise
    form: Callable[[Any, Any], forms.Form]
    letters: Callable[[Any, Any, Mapping[str, Any]], list[Any]]
    obstacle: Callable[[Any, Any], str]
    do: Callable[[list[Any], Any, Mapping[str, Any]], Done]


def _ask_after_letters(invitation: Invitation, _user: Any, _answers: Mapping[str, Any]) -> list[User]:
    return list(seat_holders(invitation.recipient))


def _not_in_care() -> str:
    return _("Your office is not in care of this.")


def _ask_after_obstacle(invitation: Invitation, user: Any) -> str:
    if not user.has_perm("desks.remind_school", invitation.recipient):
        return _not_in_care()
    return may_be_asked_after(invitation).sentence


def _hand_on_obstacle(case: DeskCase, user: Any) -> str:
    return DESK_CASE.decide(case, "hand_on").sentence if user.has_perm("desks.work_on_case", case) else _not_in_care()


def _assign_obstacle(case: DeskCase, user: Any) -> str:
    return "" if user.has_perm("desks.work_on_case", case) else _not_in_care()


def _desks() -> Any:
    kinds = [kind for kind in OFFICE_KINDS if kind != OrganizationKind.MINISTRY]
    return Organization.objects.filter(kind__in=kinds).order_by("country", "name", "id")


def _hand_on_letters(case: DeskCase, user: Any, answers: Mapping[str, Any]) -> list[Any]:
    office = answers.get("office")
    people = [person for person in officers_of(office) if person.pk != user.pk] if office else []
    return [*people, *askers(case)]


def _colleagues(user: Any) -> Any:
    people = User.objects.none()
    for office in Organization.objects.filter(pk__in=own_offices(user)):
        people = people | officers_of(office)
    return people


def _assign_letters(_case: DeskCase, user: Any, answers: Mapping[str, Any]) -> list[User]:
    owner = answers.get("owner")
    return [owner] if owner and owner.pk != user.pk else []


DEEDS = {
    deed.key: deed
    for deed in (
        Deed(
            "ask_after",
            "silent",
            gettext_lazy("Ask the schools to answer"),
            gettext_lazy("Send the reminders"),
            lambda _user, data: AskAfterForm(data),
            _ask_after_letters,
            _ask_after_obstacle,
            lambda things, user, answers: services.ask_after_invitations(
                invitations=things, actor=user, note=answers.get("note", "")
            ),
        ),
        Deed(
            "assign",
            "cases",
            gettext_lazy("Put somebody in charge"),
            gettext_lazy("Put in charge"),
            lambda user, data: AssignForm(data, officers=_colleagues(user)),
            _assign_letters,
            _assign_obstacle,
            lambda things, user, answers: services.assign_cases(cases=things, actor=user, owner=answers["owner"]),
        ),
        Deed(
            "hand_on",
            "cases",
            gettext_lazy("Hand to another office"),
            gettext_lazy("Hand on"),
            lambda _user, data: HandOnForm(data, offices=_desks()),
            _hand_on_letters,
            _hand_on_obstacle,
            lambda things, user, answers: services.hand_on_cases(
                cases=things, actor=user, office=answers["office"], text=answers["text"]
            ),
        ),
    )
}
