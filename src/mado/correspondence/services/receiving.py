"""Mail that comes in: stored byte by byte and acknowledged first, looked at by a job afterwards. Whatever happens then,
the mail is posted, put to its like, or waits in quarantine with a reason: none is lost, none is answered twice."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import rules
from allauth.account.models import EmailAddress
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone

from mado.accounts.models import User
from mado.accounts.queries import officers_of, responsible_office, seats_of
from mado.audit.services import record
from mado.correspondence.engine.reading import ReadMail, Unreadable
from mado.correspondence.enums import MAILED_MOST, MailOutcome, MailProblem, Via
from mado.correspondence.guards import is_open_for_words
from mado.correspondence.models import InboundMail, Message, Thread
from mado.correspondence.queries import Subject, subject_of, unhandled, with_subjects
from mado.correspondence.reading_process import READER
from mado.correspondence.reply_keys import is_expired, read_reply_token
from mado.correspondence.services.letters import write_bounces, write_files_dropped, write_not_taken
from mado.correspondence.services.posting import post_message
from mado.kernel.jobs import queue_job
from mado.notify.models import BouncingAddress
from mado.notify.services import note_bounce, note_sign_of_mail, note_told
from mado.notify.services.bounces import TELL_AFTER

RAW_MOST = 4 << 20
"""Bytes kept of one mail. Its words stand at its beginning; what is cut off are files, which are not taken anyway."""


class Reader(Protocol):
    def read(self, raw: bytes) -> ReadMail: ...


@transaction.atomic
def store_mail(*, raw: bytes, source: str) -> InboundMail:
    """Keep the mail as it came and queue the job that looks at it. The same bytes again are the same mail."""
    kept = raw[:RAW_MOST]
    mail, is_new = InboundMail.objects.get_or_create(
        fingerprint=hashlib.sha256(kept).hexdigest(),
        defaults={"raw": kept, "source": source, "is_cut": len(raw) > RAW_MOST},
    )
    if is_new:
        queue_job("correspondence.handle_mail", queue="mail", inbound_id=mail.pk)
    return mail


def handle_left_lying() -> int:
    """Queue the job again for mails nobody looked at; how many."""
    rows = list(unhandled().values_list("pk", flat=True))
    for pk in rows:
        queue_job("correspondence.handle_mail", queue="mail", inbound_id=pk)
    return len(rows)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What becomes of the mail; `problem` only with quarantine."""

    outcome: str
    problem: str = ""
    thread: Thread | None = None
    person: User | None = None
    message: Message | None = None


def handle_mail(*, inbound_id: int, reader: Reader = READER) -> str:
    """Look at one stored mail; the outcome, "" when it had been looked at. Repeating changes nothing."""
    try:
        return _handle(inbound_id, reader)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the job comes again
    except Exception as problem:  # noqa: BLE001  # a mail that breaks us is kept for a person to look at
        return _quarantine_broken(inbound_id, type(problem).__name__)


@transaction.atomic
def _handle(inbound_id: int, reader: Reader) -> str:
    mail = InboundMail.objects.select_for_update().filter(pk=inbound_id, outcome="").first()
    if mail is None:
        return ""
    try:
        read = reader.read(bytes(mail.raw))
    except Unreadable:
        return _close(mail, _quarantined(MailProblem.UNREADABLE))
    mail.mail_id, mail.content_hash = read.mail_id, read.content_hash
    mail.from_email, mail.subject = read.from_email, read.subject
    mail.text, mail.attachments = read.text, read.attachments
    return _close(mail, _judge(mail, read))


@transaction.atomic
def _quarantine_broken(inbound_id: int, problem: str) -> str:
    mail = InboundMail.objects.select_for_update().filter(pk=inbound_id, outcome="").first()
    if mail is None:
        return ""
    mail.subject = mail.subject or problem
    return _close(mail, _quarantined(MailProblem.BROKEN))


def _close(mail: InboundMail, verdict: _Verdict) -> str:
    mail.outcome, mail.problem = verdict.outcome, verdict.problem
    mail.thread, mail.person, mail.message = verdict.thread, verdict.person, verdict.message
    mail.handled_at = timezone.now()
    mail.save()
    details = {"outcome": str(verdict.outcome)} | ({"problem": str(verdict.problem)} if verdict.problem else {})
    record(actor=None, verb="correspondence.handle_mail", thing=mail, details=details)
    return str(verdict.outcome)


def _quarantined(problem: str, thread: Thread | None = None, person: User | None = None) -> _Verdict:
    return _Verdict(MailOutcome.QUARANTINED, problem, thread, person)


def _judge(mail: InboundMail, read: ReadMail) -> _Verdict:
    """By a machine: put to its like, never answered. By a person: where the answer address leads."""
    if read.failed:
        for address in read.failed:
            _take_bounce(address, read.diagnosis)
        return _Verdict(MailOutcome.BOUNCE)
    if read.is_automatic or read.is_bounce:
        return _Verdict(MailOutcome.AUTOMATIC)
    token = next((found for text in read.tokens if (found := read_reply_token(text))), None)
    if token is None:
        return _quarantined(MailProblem.FORGED if read.tokens else MailProblem.NO_ADDRESS)
    thread = with_subjects(Thread.objects.filter(pk=token.thread_id)).first()
    person = User.objects.filter(pk=token.person_id, is_active=True).first()
    if thread is None or person is None:
        return _quarantined(MailProblem.GONE)
    author = author_of(read.from_email, person, subject_of(thread))
    if author is None:
        return _quarantined(MailProblem.WRONG_SENDER, thread, person)
    note_sign_of_mail(email=read.from_email)
    return _place(mail, thread, author, late=is_expired(token))


def _place(mail: InboundMail, thread: Thread, author: User, *, late: bool) -> _Verdict:
    """The mail of a known person to a known conversation."""
    if earlier := _earlier(mail, author):
        if earlier.content_hash == mail.content_hash:
            return _Verdict(MailOutcome.REPEATED, "", thread, author, earlier.message)
        return _quarantined(MailProblem.OTHER_WORDS, thread, author)
    subject = subject_of(thread)
    problem = MailProblem.EXPIRED if late else _why_not(mail.text, author, subject)
    if problem:
        write_not_taken(mail, subject, author, _in_words(problem))
        return _quarantined(problem, thread, author)
    return _post(mail, subject, thread, author)


def _post(mail: InboundMail, subject: Subject, thread: Thread, author: User) -> _Verdict:
    language = _language_of(author)
    message = post_message(subject=subject, actor=author, body=mail.text, language=language, via=Via.MAIL)
    if mail.attachments:
        write_files_dropped(mail, subject, author)
    return _Verdict(MailOutcome.POSTED, "", thread, author, message)


def _why_not(text: str, author: User, subject: Subject) -> str:
    """The problem that keeps these words from being posted, "" for none."""
    if not text:
        return MailProblem.EMPTY
    if len(text) > MAILED_MOST:
        return MailProblem.TOO_LONG
    if not rules.has_perm("correspondence.post_message", author, subject):
        return MailProblem.MAY_NOT
    return "" if is_open_for_words(subject) else MailProblem.CLOSED


def _in_words(problem: str) -> Callable[[], str]:
    return lambda: str(MailProblem(problem).label)


def _earlier(mail: InboundMail, author: User) -> InboundMail | None:
    """A mail of this person with the same number that was taken in before."""
    if not mail.mail_id:
        return None
    rows = InboundMail.objects.filter(mail_id=mail.mail_id, person=author.pk, outcome=MailOutcome.POSTED)
    return rows.exclude(pk=mail.pk).first()


def author_of(from_email: str, person: User, subject: Subject) -> User | None:
    """Who wrote it: the person the address was made for, or a colleague of the same side from an address of theirs
    (schools pass mails on). None for everybody else."""
    if from_email and has_address(person, from_email):
        return person
    party = next((party for party in subject.parties if any(p.pk == person.pk for p in party.people())), None)
    colleagues = party.people() if party else []
    return next((colleague for colleague in colleagues if has_address(colleague, from_email)), None)


def has_address(person: User, email: str) -> bool:
    """One of the person's confirmed addresses."""
    if not email:
        return False
    return (
        person.email.lower() == email
        or EmailAddress.objects.filter(Q(user=person.pk), verified=True, email__iexact=email).exists()
    )


def _language_of(author: User) -> str:
    """The one they read Mado in: a fair guess for what they write."""
    return {"zh-hant": "zh-Hant"}.get(author.language, author.language)


def _take_bounce(email: str, diagnosis: str) -> None:
    """Count it; after some in a row the office in care of the person's school is told, once."""
    address = note_bounce(email=email, diagnosis=diagnosis)
    if address is None or address.bounces < TELL_AFTER or address.told_at is not None:
        return
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    seats = seats_of(person) if person else []
    if person and seats:
        _tell(address, person)
        note_told(address=address)


def _tell(address: BouncingAddress, person: User) -> None:
    for school in {seat.organization_id: seat.organization for seat in seats_of(person)}.values():
        write_bounces(address, person, school, officers_of(responsible_office(school)))
