"""Who is written to about a conversation. Names and dates are functions: read in each reader's language."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.accounts.models import User
from mado.accounts.queries import officers_of
from mado.correspondence import messages
from mado.correspondence.models import InboundMail, Message
from mado.correspondence.queries import Party, Subject
from mado.correspondence.reply_keys import reply_address, thread_root
from mado.correspondence.wording import name_of
from mado.directory.models import Organization
from mado.notify.messages import MailSpec
from mado.notify.models import BouncingAddress
from mado.notify.services import Answerable, queue_message
from mado.partnerships.wording import full_date, spoken_name

EXCERPT = 400


def thread_link(subject: Subject) -> tuple[str, dict[str, str]]:
    return "correspondence:thread", {"code": subject.code}


def write_posted(message: Message, subject: Subject, party: Party) -> None:
    """To everybody of the other side; each may answer by mail."""
    words: dict[str, Any] = {
        "school": partial(name_of, party),
        "code": subject.code,
        "person": str(message.author),
        "text": message.body,
        "wish": partial(_asked_until, message),
    }
    for person in subject.party(party.side.other).people():
        _write_to(messages.MESSAGE_POSTED, message, subject, person, words)


def _asked_until(message: Message) -> str:
    """How to answer, and until when. Only an installation that takes mail says that a mail can be answered."""
    how = (
        _("You can answer by mail, or write in Mado.")
        if settings.MADO_REPLY_DOMAIN
        else _("Please answer in Mado: nobody reads answers to this mail.")
    )
    if message.answer_by is None:
        return how
    return _("Please answer by %(date)s. %(how)s") % {"date": full_date(message.answer_by), "how": how}


def _date_of(message: Message) -> str:
    return full_date(message.answer_by) if message.answer_by else ""


def _write_to(mail: MailSpec, message: Message, subject: Subject, person: User, words: dict[str, Any]) -> None:
    address = reply_address(message.thread, person)
    queue_message(
        mail=mail,
        to=person,
        thing=message,
        link=thread_link(subject),
        variables=words,
        answerable=Answerable(address, thread_root(message.thread)) if address else None,
    )


def write_nudged(message: Message, subject: Subject, asking: Party) -> None:
    words: dict[str, Any] = {
        "school": partial(name_of, asking),
        "code": subject.code,
        "person": str(message.author),
        "text": message.body if len(message.body) <= EXCERPT else f"{message.body[:EXCERPT]} …",
        "date": partial(_date_of, message),
    }
    for person in subject.party(asking.side.other).people():
        _write_to(messages.ANSWER_NUDGED, message, subject, person, words)


def write_missing(message: Message, subject: Subject, asking: Party) -> None:
    """The words stay between the schools: the office reads who waits for whom."""
    silent = subject.party(asking.side.other)
    words: dict[str, Any] = {
        "school": partial(name_of, asking),
        "silent": partial(name_of, silent),
        "code": subject.code,
        "date": partial(_date_of, message),
    }
    for officer in officers_of(silent.office()):
        queue_message(
            mail=messages.ANSWER_MISSING, to=officer, thing=message, link=thread_link(subject), variables=words
        )


def write_not_taken(mail: InboundMail, subject: Subject, person: User, reason: Callable[[], str]) -> None:
    queue_message(
        mail=messages.REPLY_NOT_TAKEN,
        to=person,
        thing=mail,
        link=thread_link(subject),
        variables={"code": subject.code, "reason": reason},
    )


def write_files_dropped(mail: InboundMail, subject: Subject, person: User) -> None:
    def files() -> str:
        return ngettext("%(count)d file came", "%(count)d files came", mail.attachments) % {"count": mail.attachments}

    queue_message(
        mail=messages.FILES_DROPPED,
        to=person,
        thing=mail,
        link=thread_link(subject),
        variables={"code": subject.code, "files": files},
    )


def write_bounces(address: BouncingAddress, person: User, school: Organization, officers: Iterable[User]) -> None:
    words: dict[str, Any] = {
        "person": str(person),
        "school": partial(spoken_name, school),
        "count": address.bounces,
        "email": address.email,
        "diagnosis": address.diagnosis or "–",
    }
    link = ("directory:school", {"code": school.code})
    for officer in officers:
        queue_message(mail=messages.ADDRESS_BOUNCES, to=officer, thing=address, link=link, variables=words)
