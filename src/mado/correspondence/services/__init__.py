from mado.correspondence.services.feeds import note_feed_content, renew_feed, stop_feed
from mado.correspondence.services.posting import mark_read, post_message
from mado.correspondence.services.quarantine import discard_mail, release_mail
from mado.correspondence.services.receiving import handle_left_lying, handle_mail, store_mail
from mado.correspondence.services.reminding import escalate_questions, nudge_questions

__all__ = [
    "discard_mail",
    "escalate_questions",
    "handle_left_lying",
    "handle_mail",
    "mark_read",
    "note_feed_content",
    "nudge_questions",
    "post_message",
    "release_mail",
    "renew_feed",
    "stop_feed",
    "store_mail",
]
