from mado.profiles.models.profile import BellDay, ClosedSpan, SchoolProfile
from mado.profiles.models.record import Award, SisterSchool, TaughtLanguage
from mado.profiles.models.text import ProfileText
from mado.profiles.models.wish import Wish, WishWindow

__all__ = [
    "Award",
    "BellDay",
    "ClosedSpan",
    "ProfileText",
    "SchoolProfile",
    "SisterSchool",
    "TaughtLanguage",
    "Wish",
    "WishWindow",
]
