"""All writes of this app."""

from mado.accounts.services.appointments import end_appointment, renew_verification
from mado.accounts.services.claims import (
    answer_claim_info,
    approve_claim,
    refuse_claim,
    request_claim_info,
    submit_claim,
    withdraw_claim,
)
from mado.accounts.services.drafts import delete_old_drafts, drop_draft, keep_draft
from mado.accounts.services.people import change_language, change_person, complete_sign_up
from mado.accounts.services.reminders import remind_of_claims

__all__ = [
    "answer_claim_info",
    "approve_claim",
    "change_language",
    "change_person",
    "complete_sign_up",
    "delete_old_drafts",
    "drop_draft",
    "end_appointment",
    "keep_draft",
    "refuse_claim",
    "remind_of_claims",
    "renew_verification",
    "request_claim_info",
    "submit_claim",
    "withdraw_claim",
]
