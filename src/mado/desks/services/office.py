"""What the office does with a case."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.accounts.queries import officers_of
from mado.audit.services import record
from mado.desks import messages
from mado.desks.enums import PROPOSED_MOST, WHY_MOST, NoteKind
from mado.desks.models import CaseProposal, DeskCase
from mado.desks.queries.cases import offices_to_hand_to
from mado.desks.services.letters import office_name, write_to_asker, write_to_office, write_to_people
from mado.desks.services.steps import (
    asker_answers_by,
    checked_text,
    locked_case,
    make_move,
    note,
    office_answers_by,
    text_problem,
)
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.kernel.errors import BadInput, NotPermitted
from mado.partnerships.wording import spoken_name
from mado.reference.settings import alliance


@transaction.atomic
def take_case(*, case: DeskCase, actor: User) -> DeskCase:
    """From now on this officer is in charge."""
    case = locked_case(case)
    make_move(case, "take", actor, "desks.take_case")
    _own(case, actor)
    note(case, actor, NoteKind.TAKEN)
    return case


@transaction.atomic
def ask_about_case(*, case: DeskCase, actor: User, text: str) -> DeskCase:
    """A question to the asker, who is waited for from now on."""
    case = locked_case(case)
    make_move(case, "ask", actor, "desks.ask_about_case")
    text = checked_text("text", text, _("Write what you need to know: the asker reads exactly these words."))
    _own_if_nobody(case, actor)
    asker_answers_by(case, alliance().case_settle_days)
    note(case, actor, NoteKind.QUESTION, text)
    write_to_asker(case, messages.CASE_QUESTION, {"text": text})
    return case


@transaction.atomic
def answer_case(*, case: DeskCase, actor: User, text: str) -> DeskCase:
    """The answer in words; it goes to the asker by mail."""
    case = locked_case(case)
    make_move(case, "answer", actor, "desks.answer_case")
    text = checked_text("text", text, _("Write the answer: the asker reads exactly these words."))
    _own_if_nobody(case, actor)
    asker_answers_by(case, alliance().case_settle_days)
    note(case, actor, NoteKind.ANSWER, text)
    write_to_asker(case, messages.CASE_ANSWERED, {"text": text})
    return case


@transaction.atomic
def propose_schools(
    *, case: DeskCase, actor: User, proposals: Sequence[tuple[Organization, str]], text: str = ""
) -> DeskCase:
    """Up to five schools, each with a sentence why. They stand instead of what was proposed before."""
    case = locked_case(case)
    make_move(case, "propose", actor, "desks.propose_schools", schools=[school.code for school, _why in proposals])
    reasons = _checked_proposals(case, proposals)
    text = checked_text("text", text, "") if text.strip() else ""
    _own_if_nobody(case, actor)
    asker_answers_by(case, alliance().case_settle_days)
    case.proposals.all().delete()
    CaseProposal.objects.bulk_create(CaseProposal(case=case, organization=school, why=why) for school, why in reasons)
    note(case, actor, NoteKind.PROPOSAL, text)

    def schools() -> str:
        lines = "\n".join(f"• {spoken_name(school)}: {why}" for school, why in reasons)
        return f"{lines}\n\n{text}" if text else lines

    write_to_asker(case, messages.CASE_PROPOSED, {"schools": schools})
    return case


def _checked_proposals(case: DeskCase, proposals: Sequence[tuple[Organization, str]]) -> list[tuple[Organization, str]]:
    if not 1 <= len(proposals) <= PROPOSED_MOST:
        raise BadInput({"": _("Choose one school at least and %(most)s at most.") % {"most": PROPOSED_MOST}})
    if len({school.pk for school, _why in proposals}) != len(proposals):
        raise BadInput({"": _("Each school once.")})
    found = []
    for school, why in proposals:
        if school.kind not in TAKES_PART_KINDS or school.pk == case.organization_id or not school.is_listed:
            raise BadInput({"": _("%(school)s cannot be proposed. Choose another.") % {"school": school.name}})
        reason = " ".join(why.split())
        sentence = text_problem(reason, WHY_MOST)
        if not reason:
            sentence = _("Say in a sentence why this school.")
        if sentence:
            raise BadInput({f"why_{school.pk}": sentence})
        found.append((school, reason))
    return found


@transaction.atomic
def hand_on_case(*, case: DeskCase, actor: User, office: Organization, text: str) -> DeskCase:
    """To another office, which has its full time; the asker hears which."""
    case = locked_case(case)
    from_office = office_name(case)
    make_move(case, "hand_on", actor, "desks.hand_on_case", office=office.code)
    if not offices_to_hand_to(case).filter(pk=office.pk).exists():
        raise BadInput({"office": _("Choose another office.")})
    text = checked_text("text", text, _("Say why you hand it on: the other office reads it."))
    case.office, case.owner = office, None
    case.save(update_fields=["office", "owner"])
    office_answers_by(case, alliance().case_answer_days)
    note(case, actor, NoteKind.HANDED_ON, text)
    write_to_office(case, messages.CASE_HANDED_TO_YOU, {"office": from_office}, but=actor)
    write_to_asker(case, messages.CASE_HANDED_ON)
    return case


@transaction.atomic
def close_case(*, case: DeskCase, actor: User, text: str) -> DeskCase:
    """No solution can be given; the reason goes to the asker word for word."""
    case = locked_case(case)
    make_move(case, "close", actor, "desks.close_case")
    text = checked_text("text", text, _("Give the reason: the asker reads exactly these words."))
    note(case, actor, NoteKind.CLOSED, text)
    write_to_asker(case, messages.CASE_CLOSED, {"text": text})
    return case


@transaction.atomic
def assign_case(*, case: DeskCase, actor: User, owner: User) -> DeskCase:
    """Put an officer of the same office in charge; the officer is told."""
    case = locked_case(case)
    if not actor.has_perm("desks.work_on_case", case):
        raise NotPermitted("desks.work_on_case")
    if not case.is_open or not officers_of(case.office).filter(pk=owner.pk).exists():
        raise BadInput({"owner": _("Choose somebody who works at the office that has the case.")})
    _own(case, owner)
    note(case, actor, NoteKind.ASSIGNED, str(owner))
    record(actor=actor, verb="desks.assign_case", thing=case, details={"owner": owner.pk})
    if owner.pk != actor.pk:
        write_to_people(case, messages.CASE_ASSIGNED, [owner], {"person": str(actor)})
    return case


@transaction.atomic
def note_case(*, case: DeskCase, actor: User, text: str) -> DeskCase:
    """A line only offices read."""
    case = locked_case(case)
    if not actor.has_perm("desks.work_on_case", case):
        raise NotPermitted("desks.work_on_case")
    text = checked_text("text", text, _("Write the note."))
    note(case, actor, NoteKind.INTERNAL, text)
    record(actor=actor, verb="desks.note_case", thing=case)
    return case


def _own(case: DeskCase, owner: User) -> None:
    case.owner = owner
    case.save(update_fields=["owner"])


def _own_if_nobody(case: DeskCase, actor: Any) -> None:
    if case.owner_id is None:
        _own(case, actor)
