from mado.kernel.privacy import classify

classify(
    "directory.Organization",
    "listing",
    public="id code kind name name_language name_en levels sector country region region_name city address postcode "
    "latitude longitude location_precision time_zone phone website enrolment listed_since delisted_on created_at "
    "updated_at",
)
classify("directory.OrganizationName", "listing", public="id organization text language use")
classify("directory.OrganizationIdentifier", "listing", public="id organization scheme value")
classify("directory.OrganizationRelation", "listing", public="id source target kind valid_from valid_to")
classify(
    "directory.Mandate",
    "lasting",
    public="id office country region kinds levels vets valid_from valid_to",
    case="ending_stage",
)
classify(
    "directory.ImportRun",
    "lasting",
    school="id source file_name file_sha256 started_at finished_at rows_done created changed unchanged delisted rejected "
    "passed_over",
)
classify("directory.ImportRejection", "lasting", school="id run line column found reason")
classify("directory.ListedRow", "listing", school="id source scope key organization fingerprint last_run")
classify(
    "directory.SavedSearch",
    "seat",
    sensitive="id owner_id name query cadence created_at looked_at told_on deleted_at",
)
classify("directory.SearchAlert", "seat", sensitive="id search organization found_at told_at")
