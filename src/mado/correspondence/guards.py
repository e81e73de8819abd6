"""WHEN something may be said."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mado.correspondence.queries import Subject
from mado.desks.models import DeskCase
from mado.exchanges.enums import ExchangeState
from mado.exchanges.models import Exchange
from mado.kernel.decision import YES, Decision, check
from mado.partnerships.enums import InvitationState

WORDS_AFTER_INVITATION = dt.timedelta(days=30)
WORDS_AFTER_CASE = dt.timedelta(days=30)
WORDS_AFTER_EXCHANGE = dt.timedelta(days=180)
"""Long enough to thank each other and to plan the next one."""

ANSWER_DAYS_MOST = 90


def is_open_for_words(subject: Subject) -> Decision:
    """An ended invitation is no letterbox: who was told no may say a last word, not knock for ever."""
    record = subject.record
    if isinstance(record, Exchange):
        over = record.state in (ExchangeState.VERIFIED, ExchangeState.ENDED)
        until = record.state_changed_at + WORDS_AFTER_EXCHANGE
        sentence = _("This exchange ended half a year ago and more. Invite the school again to write to it.")
    elif isinstance(record, DeskCase):
        over = not record.is_open
        until = record.state_changed_at + WORDS_AFTER_CASE
        sentence = _("This case was closed a month ago and more. Open another one to write to the office.")
    else:
        over = record.state not in (InvitationState.SENT, InvitationState.ACCEPTED)
        until = record.state_changed_at + WORDS_AFTER_INVITATION
        sentence = _("This invitation ended a month ago and more. Invite the school again to write to it.")
    return check(timezone.now() < until, "ended", sentence) if over else YES


def is_fair_answer_date(day: dt.date, zone: ZoneInfo) -> Decision:
    """Tomorrow at the earliest, where the other side is."""
    today = timezone.localdate(timezone=zone)
    fair = today < day <= today + dt.timedelta(days=ANSWER_DAYS_MOST)
    return check(fair, "answer_by", _("Choose a day from tomorrow to three months ahead."))
