"""What conversations ask of a person today."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.accounts.queries import has_alliance_role, office_appointments_of
from mado.correspondence.models import Message
from mado.correspondence.queries import quarantined, questions_in_care, subject_of, unread_count
from mado.correspondence.queries.threads import questions_for, questions_of, takes_part_in_talk
from mado.correspondence.services.reminding import deadline_of
from mado.correspondence.wording import name_of
from mado.kernel.today import TodayItem, register_today
from mado.partnerships.wording import full_date

SHOWN_MOST = 10


def _question(message: Message, *, ours: bool) -> TodayItem:
    subject = subject_of(message.thread)
    asking = subject.party(message.side)
    asked = subject.party(asking.side.other)
    date = full_date(message.answer_by)
    url = reverse("correspondence:thread", kwargs={"code": subject.code})
    due = deadline_of(message, asked) - dt.timedelta(minutes=1)  # shown as the day itself, not as the next
    if ours:
        title = _("%(school)s asks you something") % {"school": name_of(asking)}
        detail = _("Please answer by %(date)s.") % {"date": date}
        return TodayItem("needs", title, detail, _("Answer the message"), url, due)
    title = _("Your question to %(school)s") % {"school": name_of(asked)}
    detail = _("The school answers by %(date)s.") % {"date": date}
    return TodayItem("moves", title, detail, _("See the message"), url, due)


def questions(user: Any) -> Iterator[TodayItem]:
    if takes_part_in_talk(user):
        yield from (_question(row, ours=True) for row in questions_for(user)[:SHOWN_MOST])
        yield from (_question(row, ours=False) for row in questions_of(user)[:SHOWN_MOST])


def unread_messages(user: Any) -> Iterator[TodayItem]:
    count = unread_count(user)
    if count:
        title = ngettext("%(count)d new message", "%(count)d new messages", count) % {"count": count}
        detail = _("Your partners have written to you.")
        yield TodayItem(
            "needs", title, detail, _("Read the messages"), reverse("correspondence:inbox") + "?show=unread"
        )


def unanswered_in_care(user: Any) -> Iterator[TodayItem]:
    count = questions_in_care(user).count() if office_appointments_of(user) else 0
    if count:
        title = ngettext(
            "%(count)d message has had no answer by its date",
            "%(count)d messages have had no answer by their date",
            count,
        )
        detail = _("A call to the silent school may help.")
        url = reverse("correspondence:inbox")
        yield TodayItem("needs", title % {"count": count}, detail, _("See who waits for whom"), url, tone="mend")


def stray_mail(user: Any) -> Iterator[TodayItem]:
    count = quarantined().count() if has_alliance_role(user) else 0
    if count:
        title = ngettext("%(count)d mail could not be placed", "%(count)d mails could not be placed", count) % {
            "count": count
        }
        detail = _("Somebody has to look where it belongs.")
        yield TodayItem("needs", title, detail, _("Look at the mail"), reverse("correspondence:quarantine"))


register_today(questions)
register_today(unread_messages)
register_today(unanswered_in_care)
register_today(stray_mail)
