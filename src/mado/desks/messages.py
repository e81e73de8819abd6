"""Every mail of a case. `subject` in them is the case's own heading, or only its kind where it is a concern."""

from django.utils.translation import gettext_lazy as _

from mado.notify.messages import register_mail

CASE_OPENED = register_mail(
    "desks.case_opened",
    audience="officers of the office that has the case",
    subject=_("New case %(code)s: %(subject)s"),
    body=_("%(asker)s asks your office (%(kind)s). Please take the case and answer by %(date)s."),
    variables="code subject asker kind date",
)
CASE_RECEIVED = register_mail(
    "desks.case_received",
    audience="whoever opened a case, as a confirmation",
    subject=_("We have your question (%(code)s): %(subject)s"),
    body=_(
        "%(office)s has it and answers by %(date)s. You need not do anything now. At the address below you can see "
        "where it stands, add to it, or take it back."
    ),
    variables="code subject office date",
    weight="news",
)
CASE_QUESTION = register_mail(
    "desks.case_question",
    audience="the asker, when the office needs to know more",
    subject=_("A question about %(code)s: %(subject)s"),
    body=_("%(office)s asks:\n\n%(text)s\n\nPlease reply by %(date)s; after that the case is closed."),
    variables="code subject office text date",
)
CASE_REPLIED = register_mail(
    "desks.case_replied",
    audience="the officer in charge of the case, when the asker has replied",
    subject=_("%(asker)s has replied (%(code)s): %(subject)s"),
    body=_("The case waits for your office again. Please answer by %(date)s."),
    variables="code subject asker date",
)
CASE_PROPOSED = register_mail(
    "desks.case_proposed",
    audience="the asking school, when the office proposes partner schools",
    subject=_("Schools for you to look at (%(code)s): %(subject)s"),
    body=_("%(office)s proposes:\n\n%(schools)s\n\nLook at them, invite one, or say by %(date)s why none fits."),
    variables="code subject office schools date",
)
CASE_ANSWERED = register_mail(
    "desks.case_answered",
    audience="the asker, with the office's answer",
    subject=_("The answer to %(code)s: %(subject)s"),
    body=_(
        "%(office)s answers:\n\n%(text)s\n\nIf it leaves something open, say so by %(date)s; otherwise the case is taken "
        "as solved."
    ),
    variables="code subject office text date",
)
CASE_OBJECTED = register_mail(
    "desks.case_objected",
    audience="the officer in charge of the case, when the answer does not fit",
    subject=_("The answer does not fit yet (%(code)s): %(subject)s"),
    body=_("%(asker)s says why on the page of the case. Please look again by %(date)s."),
    variables="code subject asker date",
)
CASE_HANDED_TO_YOU = register_mail(
    "desks.case_handed_to_you",
    audience="officers of the office a case is handed to",
    subject=_("Handed to your office: %(code)s: %(subject)s"),
    body=_(
        "%(office)s hands you a case of %(asker)s. Its reason stands on the page of the case. Please take it and answer "
        "by %(date)s."
    ),
    variables="code subject office asker date",
)
CASE_HANDED_ON = register_mail(
    "desks.case_handed_on",
    audience="the asker, when another office goes on with the case",
    subject=_("Another office answers you (%(code)s): %(subject)s"),
    body=_("%(office)s goes on with your case and answers by %(date)s. You need not write again."),
    variables="code subject office date",
    weight="news",
)
CASE_SETTLED = register_mail(
    "desks.case_settled",
    audience="the officer in charge of the case, when the asker marks it as solved",
    subject=_("Solved: %(code)s: %(subject)s"),
    body=_("%(asker)s has marked the case as solved. You need do nothing more."),
    variables="code subject asker",
)
CASE_CLOSED = register_mail(
    "desks.case_closed",
    audience="the asker, when a case is closed without a solution",
    subject=_("Closed: %(code)s: %(subject)s"),
    body=_("%(office)s has closed the case:\n\n%(text)s\n\nYou can ask again at any time."),
    variables="code subject office text",
)
CASE_ASSIGNED = register_mail(
    "desks.case_assigned",
    audience="the officer who is put in charge of a case",
    subject=_("You are in charge of %(code)s: %(subject)s"),
    body=_("%(person)s has put you in charge of this case of %(asker)s. It is to be answered by %(date)s."),
    variables="code subject person asker date",
)
CASE_NUDGED = register_mail(
    "desks.case_nudged",
    audience="the officer in charge of a case, or the whole office, the day after an answer was due",
    subject=_("Still waits for you: %(code)s: %(subject)s"),
    body=_("%(asker)s was to have an answer by %(due)s. If nothing happens by %(date)s, the CEO office is told."),
    variables="code subject asker due date",
)
CASE_ESCALATED = register_mail(
    "desks.case_escalated",
    audience="people of the CEO office, when an office has left a case unanswered after a reminder",
    subject=_("Nobody has answered %(code)s: %(subject)s"),
    body=_(
        "%(office)s was to answer %(asker)s by %(due)s and has been reminded. Please answer in its place, hand the "
        "case on, or speak with the office."
    ),
    variables="code subject office asker due",
)
INVITATION_ASKED_AFTER = register_mail(
    "desks.invitation_asked_after",
    audience="seat holders of a school that leaves an invitation unanswered, when an officer asks after it",
    subject=_("%(office)s asks: will you answer %(sender)s? (%(code)s)"),
    body=_(
        "%(sender)s has invited your school and waits for an answer until %(date)s. A no is welcome too: it lets them "
        "look elsewhere.%(note)s"
    ),
    variables="office sender code date note",
)
