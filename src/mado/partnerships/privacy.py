from mado.kernel.privacy import classify

classify("partnerships.Partnership", "lasting", public="id first second since ended_on")
classify(
    "partnerships.Invitation",
    "case",
    case="id code sender recipient wish kind mode about_us proposal first_step language group_size reply_by state "
    "state_changed_at sent_by sent_at seen_at nudged_at nudges answered_by answered_at decline_reason answer_note",
)
classify(
    "partnerships.InvitationWait",
    "case",
    case="id school recipient state state_changed_at asked_by since held_until",
)
