from mado.kernel.privacy import classify

# Recommendations
classify("matching.Refusal", "lasting", school="id wish school reason value said_by said_at")
classify("matching.SchoolChange", "lasting", school="id organization transaction")
classify("matching.RecommendationMail", "seat", sensitive="id person wanted_since sent_on")
classify("matching.ToldRecommendation", "seat", sensitive="id person wish school told_at")

classify(
    "matching.PairingRound",
    "lasting",
    school="id code office name kind period_from period_to pool_a pool_b letter state state_changed_at rule run trial "
    "work_done work_total trouble reply_by made_by created_at announced_by announced_at published_at follows",
)
classify(
    "matching.RoundSchool",
    "lasting",
    school="id round organization wish side left_out capacity capacity_most waiting_since area",
)
classify("matching.RoundInput", "lasting", school="id round payload sha256 schools edges created_at")
classify(
    "matching.RoundRun",
    "lasting",
    school="id round input previous terms change outcomes engine made_by created_at finished_at replay_asked_at replayed_at replayed_same",
)
classify(
    "matching.RoundPair",
    "case",
    case="id code round a b score_a score_b state state_changed_at confirmed_a_by confirmed_a_at confirmed_b_by "
    "confirmed_b_at declined_side declined_by decline_reason decline_note nudged_at invitation",
)
