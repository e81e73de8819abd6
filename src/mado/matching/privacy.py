from mado.kernel.privacy import classify

# Recommendations
classify("matching.Refusal", "lasting", school="id wish school reason value said_by said_at")
classify("matching.SchoolChange", "lasting", school="id organization transaction")
classify("matching.RecommendationMail", "seat", sensitive="id person wanted_since sent_on")
classify("matching.ToldRecommendation", "seat", sensitive="id person wish school told_at")
