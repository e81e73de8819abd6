from mado.kernel.privacy import classify

classify(
    "notify.OutboxMessage",
    "mail",
    case="id key message_id recipient_id recipient_email recipient_name language subject body thing_type thing_id "
    "created_at sent_at attempts last_error",
)
