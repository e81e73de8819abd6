from mado.kernel.privacy import classify

classify(
    "integrations.AccessToken",
    "seat",
    school="id organization name beginning created_by created_at valid_until last_used_at revoked_at",
    sensitive="digest",
)
classify(
    "integrations.Webhook",
    "seat",
    school="id organization url events created_by created_at paused_at removed_at",
    sensitive="salt",
)
classify(
    "integrations.WebhookDelivery",
    "mail",
    case="id webhook entry_id event payload created_at attempts last_status last_error delivered_at given_up_at",
)
classify("integrations.EventCursor", "lasting", school="id last_entry")
