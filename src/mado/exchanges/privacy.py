from mado.kernel.privacy import classify

classify(
    "exchanges.Exchange",
    "lasting",
    case="id code partnership invitation kind mode title state state_changed_at facilitated_by paired_on report_due "
    "report_reminded_at start_nudged_at verify_nudged_at verify_escalated_at end_reason verified_by verified_at created_at",
)
classify("exchanges.ExchangeSide", "lasting", case="id exchange label organization group_size shown_since")
classify(
    "exchanges.Session",
    "case",
    case="id exchange number starts_at ends_at topic meeting_link state state_changed_at proposed_by absent_side "
    "outside_common_time uid sequence reminded_at nudged_at asked_at",
)
classify(
    "exchanges.Report",
    "lasting",
    case="id side state state_changed_at pupils adults group_size made learned go_on office_question submitted_by submitted_at "
    "updated_at",
)
classify("exchanges.SessionCount", "lasting", case="id report session pupils adults")
