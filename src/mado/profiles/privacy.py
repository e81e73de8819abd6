from mado.kernel.privacy import classify

classify(
    "profiles.SchoolProfile",
    "lasting",
    public="id organization about about_language languages pupils class_size topics "
    "open_invitations_most time_zone calendar_confirmed created_at updated_at "
    "short_name school_types affiliation pupil_mix boarding setting nearest_station nearest_airport local_features "
    "special_programmes clubs website intro_video brochure teachers age_youngest age_oldest grades_taught answering_languages "
    "video_tools video_tools_blocked pupil_devices safeguarding_policy photo_rule consent_practice "
    "last_sign_of_life dormant_since dormant_reason revived_at",
    school="tools connection_note heartbeat_on",
)
classify("profiles.SchoolProfile", "picture", public="photo photo_alt photo_size logo logo_size")
classify(
    "profiles.SchoolProfile",
    "contact",
    case="principal_name department chat_app chat_id safeguarding_lead",
)
classify("profiles.TaughtLanguage", "lasting", public="id profile language years band")
classify("profiles.SisterSchool", "lasting", public="id profile country name year tie")
classify("profiles.Award", "lasting", public="id profile title year")
classify(
    "profiles.ProfileText",
    "lasting",
    public="id profile wish field language text origin original_digest created_at updated_at",
    school="checked_by",
)
classify("profiles.BellDay", "lasting", public="id profile weekday start end")
classify("profiles.ClosedSpan", "lasting", public="id profile kind name first last")
classify(
    "profiles.Wish",
    "lasting",
    public="id code organization state state_changed_at title kind mode partner_countries partner_levels age_from age_to "
    "group_size languages language_band topics sdgs period_from period_to sessions_wanted partners_wanted note "
    "valid_until created_at updated_at text_language forms alternative_kinds partner_sectors groups "
    "partner_language_band partners_again partner_regions "
    "interpretation purpose aims outcomes evaluation weeks frequency sessions_least reciprocity who_pays budget_note recommend",
    school="excluded_countries ending_stage",
    case="group_girls group_boys",
)
classify("profiles.WishWindow", "lasting", public="id wish weekday start end")
