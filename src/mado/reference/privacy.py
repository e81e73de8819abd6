from mado.kernel.privacy import classify

classify("reference.CodeCounter", "lasting", public="id prefix year last")
classify("reference.AllianceSetting", "lasting", public="id key value")
classify(
    "reference.AcademicCalendar",
    "lasting",
    public="id country region part year first last complete status source confirmed_at created_at updated_at",
)
classify(
    "reference.CalendarSpan",
    "lasting",
    public="id calendar kind key name name_en language first last row_key previous removed_at created_at",
)
classify("reference.BellSchedule", "lasting", public="id country region level weekday start end status source")
