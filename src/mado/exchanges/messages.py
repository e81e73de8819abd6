"""Every mail of the exchanges. %(times)s is both schools' local times, a line each, with notes on clock changes."""

from django.utils.translation import gettext_lazy as _

from mado.notify.messages import register_mail

SESSION_VARIABLES = "code school number times topic"

SESSION_PROPOSED = register_mail(
    "exchanges.session_proposed",
    audience="Seat holders of both schools, except the person who proposed",
    subject=_("%(school)s proposes a session (%(code)s)"),
    body=_(
        "%(school)s proposes session %(number)s of your exchange %(code)s:\n\n%(times)s\n\nTopic: %(topic)s\n\n"
        "The other school confirms the time or proposes another one."
    ),
    variables=SESSION_VARIABLES,
)
SESSION_CONFIRMED = register_mail(
    "exchanges.session_confirmed",
    audience="Seat holders of both schools, except the person who confirmed",
    subject=_("Session %(number)s is agreed (%(code)s)"),
    body=_(
        "%(school)s confirmed session %(number)s of your exchange %(code)s:\n\n%(times)s\n\nTopic: %(topic)s\n\n"
        "On the session's page you can take it into your calendar."
    ),
    variables=SESSION_VARIABLES,
)
SESSION_MOVED = register_mail(
    "exchanges.session_moved",
    audience="Seat holders of both schools, except the person who moved it",
    subject=_("%(school)s proposes another time for session %(number)s (%(code)s)"),
    body=_(
        "%(school)s proposes another time for session %(number)s of your exchange %(code)s:\n\n%(times)s\n\n"
        "Topic: %(topic)s\n\nThe earlier time no longer holds. The other school confirms the new one or proposes another."
    ),
    variables=SESSION_VARIABLES,
)
SESSION_CANCELLED = register_mail(
    "exchanges.session_cancelled",
    audience="Seat holders of both schools, except the person who cancelled",
    subject=_("Session %(number)s is cancelled (%(code)s)"),
    body=_(
        "%(school)s cancelled session %(number)s of your exchange %(code)s, which was planned for:\n\n%(times)s\n\n"
        "Topic: %(topic)s\n\nEither school may propose a new session."
    ),
    variables=SESSION_VARIABLES,
)
SESSION_MISSED = register_mail(
    "exchanges.session_missed",
    audience="Seat holders of both schools, except the person who recorded it",
    subject=_("Session %(number)s: one side did not come (%(code)s)"),
    body=_(
        "%(school)s did not come to session %(number)s of your exchange %(code)s, as it was recorded:\n\n%(times)s\n\n"
        "Topic: %(topic)s\n\nIf it did take place after all, say so on the session's page. Otherwise propose a new time."
    ),
    variables=SESSION_VARIABLES,
)
SESSION_REMINDER = register_mail(
    "exchanges.session_reminder",
    audience="Seat holders of both schools, the day before a confirmed session",
    subject=_("Tomorrow: session %(number)s with %(school)s (%(code)s)"),
    body=_("Session %(number)s of your exchange %(code)s with %(school)s is near:\n\n%(times)s\n\nTopic: %(topic)s"),
    variables=SESSION_VARIABLES,
)
SESSION_UNANSWERED = register_mail(
    "exchanges.session_unanswered",
    audience="Seat holders of the school that has not answered a proposed time for three days",
    subject=_("%(school)s waits for your answer on session %(number)s (%(code)s)"),
    body=_(
        "%(school)s proposed session %(number)s of your exchange %(code)s and waits for your answer:\n\n%(times)s\n\n"
        "Topic: %(topic)s\n\nPlease confirm the time or propose another one."
    ),
    variables=SESSION_VARIABLES,
)
SESSION_UNRECORDED = register_mail(
    "exchanges.session_unrecorded",
    audience="Seat holders of both schools, the day after a session nobody recorded",
    subject=_("What happened at session %(number)s with %(school)s (%(code)s)?"),
    body=_(
        "Session %(number)s of your exchange %(code)s with %(school)s is past:\n\n%(times)s\n\nTopic: %(topic)s\n\n"
        "Please say whether it took place. Only recorded sessions count."
    ),
    variables=SESSION_VARIABLES,
)

EXCHANGE_COMPLETED = register_mail(
    "exchanges.exchange_completed",
    audience="Seat holders of both schools, except the person who completed it",
    subject=_("Your exchange with %(school)s is completed: report by %(due)s (%(code)s)"),
    body=_(
        "Your exchange %(code)s with %(school)s is completed.\n\nPlease report what took place by %(due)s: how many took "
        "part, what was made, whether you would go on. Both schools report; then an office verifies."
    ),
    variables="code school due",
)
EXCHANGE_RESUMED = register_mail(
    "exchanges.exchange_resumed",
    audience="Seat holders of both schools, except the person who resumed it",
    subject=_("Your exchange with %(school)s goes on (%(code)s)"),
    body=_(
        "Your exchange %(code)s with %(school)s goes on with further sessions. No report is due until it is completed."
    ),
    variables="code school",
    weight="news",
)
EXCHANGE_IN_TURNS = register_mail(
    "exchanges.exchange_in_turns",
    audience="Seat holders of both schools, except the person who chose it",
    subject=_("Your exchange with %(school)s goes on in turns (%(code)s)"),
    body=_(
        "%(chooser)s chose to work in turns in your exchange %(code)s: letters, videos, shared work, each in its own "
        "time.\n\nYou can still propose live sessions. The exchange can be completed without them."
    ),
    variables="code school chooser",
)
EXCHANGE_ENDED = register_mail(
    "exchanges.exchange_ended",
    audience="Seat holders of both schools, except the person who ended it",
    subject=_("Your exchange with %(school)s has ended early (%(code)s)"),
    body=_(
        "Your exchange %(code)s with %(school)s has ended early. Reason given: %(reason)s\n\nSessions that were still "
        "ahead are cancelled. Your wish stays open for other partners."
    ),
    variables="code school reason",
)
REPORT_DUE = register_mail(
    "exchanges.report_due",
    audience="Seat holders of a school whose report is due within a week or overdue",
    subject=_("Your report on the exchange with %(school)s is due on %(due)s (%(code)s)"),
    body=_(
        "The report of your school on exchange %(code)s with %(school)s is not handed in. It is due on %(due)s. "
        "What you have typed is kept."
    ),
    variables="code school due",
)
EXCHANGE_REPORTED = register_mail(
    "exchanges.exchange_reported",
    audience="Officers of the office that is asked to verify",
    subject=_("Exchange %(code)s waits for verification"),
    body=_("Both schools of exchange %(code)s have reported: %(schools)s. Please verify it or send a report back."),
    variables="code schools",
)
REPORT_RETURNED = register_mail(
    "exchanges.report_returned",
    audience="Seat holders of the school whose report was sent back",
    subject=_("A question on your report (%(code)s)"),
    body=_(
        "The office sent your report on exchange %(code)s with %(school)s back with a question:\n\n%(question)s\n\n"
        "Please mend the report and hand it in again by %(due)s."
    ),
    variables="code school question due",
)
EXCHANGE_VERIFIED = register_mail(
    "exchanges.exchange_verified",
    audience="Seat holders of both schools",
    subject=_("Your exchange with %(school)s is verified (%(code)s)"),
    body=_("The office verified your exchange %(code)s with %(school)s. It counts now. Thank you for reporting."),
    variables="code school",
    weight="news",
)
EXCHANGE_HANDED_OVER = register_mail(
    "exchanges.exchange_handed_over",
    audience="Seat holders of the partner school, when another person follows in an exchange under way",
    subject=_("%(successor)s now writes for %(school)s (%(code)s)"),
    body=_(
        "%(name)s has handed over. From today %(successor)s acts for %(school)s in your exchange %(code)s. Sessions, "
        "times and everything you wrote stay as they are."
    ),
    variables="school name successor code",
    weight="news",
)
EXCHANGE_WITHOUT_PERSON = register_mail(
    "exchanges.exchange_without_person",
    audience="Seat holders of the partner school, when nobody acts for the other side any more",
    subject=_("Nobody acts for %(school)s at present (%(code)s)"),
    body=_(
        "%(name)s no longer acts for %(school)s in your exchange %(code)s, and nobody has followed yet. The office in "
        "care of that school has been told and looks for somebody. Please hold new sessions back until then."
    ),
    variables="school name code",
)
VERIFICATION_WAITS = register_mail(
    "exchanges.verification_waits",
    audience="Officers of the office that is asked to verify, when an exchange has waited for the alliance's days",
    subject=_("Exchange %(code)s still waits for verification"),
    body=_(
        "Both schools of exchange %(code)s reported long ago: %(schools)s. Please verify it or send a report back by "
        "%(date)s. After that the CEO office is told."
    ),
    variables="code schools date",
)
VERIFICATION_ESCALATED = register_mail(
    "exchanges.verification_escalated",
    audience="People of the CEO office, when an office has not verified an exchange after a reminder",
    subject=_("Nobody has verified exchange %(code)s"),
    body=_(
        "%(office)s was asked to verify exchange %(code)s of %(schools)s and has been reminded. Please verify it in its "
        "place or speak with the office."
    ),
    variables="code schools office",
)
NO_TIME_PROPOSED = register_mail(
    "exchanges.no_time_proposed",
    audience="Seat holders of both schools of an exchange for which nobody has proposed a first time",
    subject=_("Your exchange with %(school)s has no first session yet (%(code)s)"),
    body=_(
        "You agreed %(days)s days ago. One of the two schools proposes the first session: the page below shows when "
        "both school days meet. If they never do, you can work in turns, each in its own time."
    ),
    variables="code school days",
)
