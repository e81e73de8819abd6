from mado.kernel.privacy import classify

classify(
    "accounts.User",
    "seat",
    case="id name name_romanised language time_zone",
    sensitive="email password last_login is_superuser is_staff is_active created_at groups user_permissions",
)
classify(
    "accounts.Appointment",
    "seat",
    case="id user organization role position valid_from valid_to ended_at ending_stage acting_for created_at",
)
classify(
    "accounts.Verification",
    "lasting",
    public="id organization office verified_on valid_until",
    case="verified_by ending_stage",
)
classify(
    "accounts.SeatClaim",
    "seat",
    case="id code claimant organization office role position state state_changed_at answer_by decided_by decided_at "
    "reminded_on escalated_on created_at",
)
classify("accounts.SeatClaim", "decision", case="office_message", sensitive="school_email school_phone explanation")
classify("accounts.ClaimNote", "seat", case="id claim author kind at")
classify("accounts.ClaimNote", "decision", sensitive="text")
classify(
    "accounts.SeatInvitation",
    "seat",
    case="id code organization language role purpose successor_of with_drafts seat_until invited_by reply_by state "
    "state_changed_at reminded_on accepted_by appointment created_at",
)
classify("accounts.SeatInvitation", "decision", sensitive="email name")
classify("accounts.RetentionRun", "lasting", case="id started_at finished_at counts")
classify("accounts.Draft", "draft", sensitive="id user key data updated_at")
