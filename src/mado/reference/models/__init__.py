from mado.reference.models.calendar import AcademicCalendar, BellSchedule, CalendarSpan
from mado.reference.models.codes import CodeCounter
from mado.reference.models.setting import AllianceSetting

__all__ = ["AcademicCalendar", "AllianceSetting", "BellSchedule", "CalendarSpan", "CodeCounter"]
