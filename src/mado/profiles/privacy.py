from mado.kernel.privacy import classify

classify(
    "profiles.SchoolProfile",
    "lasting",
    public="id organization about about_language about_en languages languages_taught pupils class_size topics "
    "open_invitations_most time_zone calendar_confirmed last_sign_of_life dormant_since dormant_reason revived_at created_at updated_at",
    school="tools heartbeat_on",
)
classify("profiles.BellDay", "lasting", public="id profile weekday start end")
classify("profiles.ClosedSpan", "lasting", public="id profile kind name first last")
classify(
    "profiles.Wish",
    "lasting",
    public="id code organization state state_changed_at title kind mode partner_countries partner_levels age_from age_to "
    "group_size languages language_band topics sdgs period_from period_to sessions_wanted partners_wanted note "
    "valid_until created_at updated_at",
)
classify("profiles.WishWindow", "lasting", public="id wish weekday start end")
