from mado.exchanges.services.closing import complete_exchange, end_exchange, resume_exchange
from mado.exchanges.services.opening import open_exchange
from mado.exchanges.services.recording import record_session
from mado.exchanges.services.reminders import (
    ask_what_happened,
    nudge_proposals,
    remind_reports,
    remind_sessions,
)
from mado.exchanges.services.reports import ReportChanges, save_report, submit_report
from mado.exchanges.services.sessions import cancel_session, confirm_session, move_session, propose_session
from mado.exchanges.services.showing import agree_to_show
from mado.exchanges.services.turns import work_in_turns
from mado.exchanges.services.verifying import return_report, verify_exchange
from mado.exchanges.services.waiting import nudge_starts, remind_of_verifying

__all__ = [
    "ReportChanges",
    "agree_to_show",
    "ask_what_happened",
    "cancel_session",
    "complete_exchange",
    "confirm_session",
    "end_exchange",
    "move_session",
    "nudge_proposals",
    "nudge_starts",
    "open_exchange",
    "propose_session",
    "record_session",
    "remind_of_verifying",
    "remind_reports",
    "remind_sessions",
    "resume_exchange",
    "return_report",
    "save_report",
    "submit_report",
    "verify_exchange",
    "work_in_turns",
]
