from mado.notify.services.bounces import note_bounce, note_sign_of_mail, note_told
from mado.notify.services.digests import write_digests
from mado.notify.services.settings import change_mail_settings, stop_news
from mado.notify.services.writing import (
    Answerable,
    Recipient,
    delete_old_messages,
    queue_account_message,
    queue_message,
)

__all__ = [
    "Answerable",
    "Recipient",
    "change_mail_settings",
    "delete_old_messages",
    "note_bounce",
    "note_sign_of_mail",
    "note_told",
    "queue_account_message",
    "queue_message",
    "stop_news",
    "write_digests",
]
