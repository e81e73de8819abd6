from mado.kernel.privacy import classify

classify(
    "desks.DeskCase",
    "desk_case",
    case="id code kind state state_changed_at organization country language mail_language wish office owner answer_by "
    "nudged_on escalated_on created_at closed_at",
    sensitive="opened_by contact_name contact_email contact_school subject text",
)
classify("desks.CaseNote", "desk_case", case="id case author kind at", sensitive="text")
classify("desks.CaseProposal", "desk_case", case="id case organization why at")
classify("desks.SavedFilter", "seat", sensitive="id user name query created_at")
classify("desks.InvitationReminder", "case", case="id invitation sent_by at")
classify("desks.RateMark", "rate_mark", sensitive="id fingerprint at")
