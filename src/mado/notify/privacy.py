from mado.kernel.privacy import classify

classify(
    "notify.OutboxMessage",
    "mail",
    case="id key weight message_id recipient_id recipient_email recipient_name language subject body reply_to references "
    "thing_type thing_id created_at send_after entry digest withheld sent_at attempts last_error",
)
classify("notify.MailSettings", "seat", sensitive="id recipient_id mode digest_hour quiet_from quiet_to changed_at")
classify("notify.BouncingAddress", "mail", sensitive="id email bounces diagnosis first_at last_at told_at")
