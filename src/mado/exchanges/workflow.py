"""The tables of moves: data only. Names of the guards say when, of the permissions who."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mado.exchanges.enums import ExchangeState, ReportState, SessionState
from mado.exchanges.guards import (
    has_begun,
    has_both_reports,
    has_contact,
    has_held_session,
    has_no_open_session,
    has_no_report_handed_in,
    has_not_begun,
    is_exchange_completed,
    is_exchange_open,
    is_exchange_reported,
    is_report_whole,
)
from mado.kernel.workflow import SYSTEM, Move, Workflow

E, S, R = ExchangeState, SessionState, ReportState

EXCHANGE = Workflow(
    "Exchange",
    E,
    E.PAIRED,
    (
        Move("start", pgettext_lazy("exchange", "Start"), (E.PAIRED,), E.ACTIVE, SYSTEM, (has_held_session,)),
        Move(
            "complete",
            _("Complete the exchange"),
            (E.PAIRED, E.ACTIVE),
            E.COMPLETED,
            "exchanges.complete_exchange",
            (has_contact, has_no_open_session),
            tone="primary",
        ),
        Move(
            "resume",
            _("Go on with sessions"),
            (E.COMPLETED,),
            E.ACTIVE,
            "exchanges.resume_exchange",
            (has_held_session, has_no_report_handed_in),
        ),
        Move("report", _("Report"), (E.COMPLETED,), E.REPORTED, SYSTEM, (has_both_reports,)),
        Move("send_back", _("Send a report back"), (E.REPORTED,), E.COMPLETED, "exchanges.verify_exchange"),
        Move(
            "verify",
            _("Verify the exchange"),
            (E.REPORTED,),
            E.VERIFIED,
            "exchanges.verify_exchange",
            (has_both_reports,),
            tone="primary",
        ),
        Move(
            "end",
            _("End the exchange early"),
            (E.PAIRED, E.ACTIVE),
            E.ENDED,
            "exchanges.end_exchange",
            tone="danger",
        ),
    ),
    ends=(E.VERIFIED, E.ENDED),
)

SESSION = Workflow(
    "Session",
    S,
    S.PROPOSED,
    (
        Move(
            "confirm",
            _("Confirm this time"),
            (S.PROPOSED,),
            S.CONFIRMED,
            "exchanges.confirm_session",
            (is_exchange_open, has_not_begun),
            tone="primary",
        ),
        Move(
            "move",
            _("Propose another time"),
            (S.PROPOSED, S.CONFIRMED),
            S.PROPOSED,
            "exchanges.move_session",
            (is_exchange_open,),
        ),
        Move(
            "cancel",
            _("Cancel the session"),
            (S.PROPOSED, S.CONFIRMED),
            S.CANCELLED,
            "exchanges.cancel_session",
            (is_exchange_open,),
            tone="danger",
        ),
        Move(
            "hold",
            _("It took place"),
            (S.PROPOSED, S.CONFIRMED, S.NO_SHOW),
            S.HELD,
            "exchanges.record_session",
            (is_exchange_open, has_begun),
            tone="primary",
        ),
        Move(
            "miss",
            _("One side did not come"),
            (S.CONFIRMED,),
            S.NO_SHOW,
            "exchanges.record_session",
            (is_exchange_open, has_begun),
        ),
        Move("drop", _("Drop with the exchange"), (S.PROPOSED, S.CONFIRMED), S.CANCELLED, SYSTEM),
    ),
    ends=(S.HELD, S.CANCELLED),
)

REPORT = Workflow(
    "Report",
    R,
    R.DRAFT,
    (
        Move(
            "submit",
            _("Hand in the report"),
            (R.DRAFT, R.RETURNED),
            R.SUBMITTED,
            "exchanges.submit_report",
            (is_exchange_completed, is_report_whole),
            tone="primary",
        ),
        Move(
            "send_back",
            _("Send back with a question"),
            (R.SUBMITTED,),
            R.RETURNED,
            "exchanges.verify_exchange",
        ),
        Move(
            "accept",
            pgettext_lazy("report", "Accept"),
            (R.SUBMITTED,),
            R.ACCEPTED,
            "exchanges.verify_exchange",
            (is_exchange_reported,),
        ),
    ),
    ends=(R.ACCEPTED,),
)
