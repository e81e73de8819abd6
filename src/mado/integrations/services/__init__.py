from mado.integrations.services.deliveries import deliver, publish_events, resend, send_trial
from mado.integrations.services.leaving import stop_programs_of_leavers
from mado.integrations.services.tokens import issue_token, note_use, revoke_token
from mado.integrations.services.webhooks import add_webhook, pause_webhook, remove_webhook, resume_webhook

__all__ = [
    "add_webhook",
    "deliver",
    "issue_token",
    "note_use",
    "pause_webhook",
    "publish_events",
    "remove_webhook",
    "resend",
    "resume_webhook",
    "revoke_token",
    "send_trial",
    "stop_programs_of_leavers",
]
