"""What the CEO office does with mail that could not be placed."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.audit.services import record
from mado.correspondence.enums import MAILED_MOST, MailOutcome, Via
from mado.correspondence.models import InboundMail
from mado.correspondence.queries import Subject, subject_for_code
from mado.correspondence.services.posting import post_message
from mado.kernel.errors import BadInput, NotPermitted, NotPossible


def _locked(mail: InboundMail, actor: Any) -> InboundMail:
    if not actor.has_perm("correspondence.handle_mail"):
        raise NotPermitted("correspondence.handle_mail")
    row = InboundMail.objects.select_for_update().get(pk=mail.pk)
    if row.outcome != MailOutcome.QUARANTINED:
        raise NotPossible.because("handled", _("Somebody has dealt with this mail already."))
    return row


@transaction.atomic
def release_mail(*, mail: InboundMail, actor: User, code: str, author_email: str) -> InboundMail:
    """Post the mail's words in the conversation of this code, as the person of this address. The person must be
    allowed to write there today: the office places a mail, it does not lend its own voice."""
    row = _locked(mail, actor)
    subject, author = _placed(code, author_email)
    if not row.text or len(row.text) > MAILED_MOST:
        raise NotPossible.because("no_text", _("There are no words in it that could be posted. Put it away."))
    try:
        row.message = post_message(subject=subject, actor=author, body=row.text, language=author.language, via=Via.MAIL)
    except NotPermitted as refusal:
        raise BadInput({"author_email": _("This person does not act for one of the two schools today.")}) from refusal
    row.thread, row.person = row.message.thread, author
    return _closed(row, actor, MailOutcome.POSTED, "correspondence.release_mail")


def _placed(code: str, author_email: str) -> tuple[Subject, User]:
    author = User.objects.filter(email__iexact=author_email.strip(), is_active=True).first()
    if author is None:
        raise BadInput({"author_email": _("Nobody here has this address.")})
    subject = subject_for_code(author, code.strip().upper())
    if subject is None:
        raise BadInput({"code": _("This person sees no invitation, exchange or case of that code.")})
    return subject, author


@transaction.atomic
def discard_mail(*, mail: InboundMail, actor: User) -> InboundMail:
    """Put it away: it is deleted with the other handled mail, a month from now."""
    return _closed(_locked(mail, actor), actor, MailOutcome.DISCARDED, "correspondence.discard_mail")


def _closed(row: InboundMail, actor: User, outcome: str, verb: str) -> InboundMail:
    row.outcome = outcome
    row.handled_by, row.handled_at = actor, timezone.now()
    row.save()
    record(actor=actor, verb=verb, thing=row, details={"problem": row.problem})
    return row
