"""All writes of this app."""

from mado.accounts.services.appointments import end_appointment
from mado.accounts.services.claims import (
    answer_claim_info,
    approve_claim,
    hand_over_claim,
    refuse_claim,
    request_claim_info,
    submit_claim,
    withdraw_claim,
)
from mado.accounts.services.drafts import delete_old_drafts, drop_draft, keep_draft
from mado.accounts.services.endings import remind_of_endings
from mado.accounts.services.handing_over import accept_seat_offer, hand_over_seat, offer_succession
from mado.accounts.services.mandate_dates import remind_of_mandates
from mado.accounts.services.mandates import MandateTerms, change_mandate, end_mandate, give_mandate
from mado.accounts.services.offer_dates import follow_seat_offers
from mado.accounts.services.people import change_language, change_person, complete_sign_up
from mado.accounts.services.reminders import remind_of_claims, remind_of_questions
from mado.accounts.services.retention import forget_people, sweep
from mado.accounts.services.seat_offers import (
    decline_seat_offer,
    offer_interim,
    offer_seat,
    withdraw_seat_offer,
)
from mado.accounts.services.settings import change_settings
from mado.accounts.services.vouching import renew_by_mail, renew_verification, renew_verifications

__all__ = [
    "MandateTerms",
    "accept_seat_offer",
    "answer_claim_info",
    "approve_claim",
    "change_language",
    "change_mandate",
    "change_person",
    "change_settings",
    "complete_sign_up",
    "decline_seat_offer",
    "delete_old_drafts",
    "drop_draft",
    "end_appointment",
    "end_mandate",
    "follow_seat_offers",
    "forget_people",
    "give_mandate",
    "hand_over_claim",
    "hand_over_seat",
    "keep_draft",
    "offer_interim",
    "offer_seat",
    "offer_succession",
    "refuse_claim",
    "remind_of_claims",
    "remind_of_endings",
    "remind_of_mandates",
    "remind_of_questions",
    "renew_by_mail",
    "renew_verification",
    "renew_verifications",
    "request_claim_info",
    "submit_claim",
    "sweep",
    "withdraw_claim",
    "withdraw_seat_offer",
]
