"""Academic years. Source: Taiwan's rules on the school year (學年 1 August–31 July); other starts are data."""

import datetime as dt
from dataclasses import dataclass

ROC_EPOCH = 1911
"""民國 year = Gregorian year − 1911."""


@dataclass(frozen=True, slots=True, order=True)
class AcademicYear:
    """The academic year that begins in `start_year` on the first of `start_month`; `last` is its last day, inclusive."""

    start_year: int
    start_month: int = 8

    @property
    def first(self) -> dt.date:
        return dt.date(self.start_year, self.start_month, 1)

    @property
    def last(self) -> dt.date:
        return dt.date(self.start_year + 1, self.start_month, 1) - dt.timedelta(days=1)

    @property
    def roc(self) -> int:
        """113 for the year that began on 2024-08-01."""
        return self.start_year - ROC_EPOCH

    @classmethod
    def of(cls, day: dt.date, start_month: int = 8) -> "AcademicYear":
        return cls(day.year if day.month >= start_month else day.year - 1, start_month)

    @classmethod
    def from_roc(cls, number: int) -> "AcademicYear":
        return cls(number + ROC_EPOCH)

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.start_year}/{(self.start_year + 1) % 100:02d}"
