from mado.kernel.privacy import classify

classify("correspondence.Thread", "case", case="id invitation exchange case last_message created_at")
classify(
    "correspondence.Message",
    "case",
    case="id thread author side body language at via answer_by nudged_at escalated_at",
)
classify("correspondence.ThreadReader", "case", sensitive="id thread person last_read read_at")
classify(
    "correspondence.InboundMail",
    "inbound",
    sensitive="id raw fingerprint is_cut source received_at mail_id content_hash from_email subject text attachments "
    "outcome problem handled_at handled_by thread person message",
)
classify("correspondence.CalendarFeed", "seat", sensitive="id person serial is_on content_hash changed_at created_at")
