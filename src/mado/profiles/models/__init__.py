from mado.profiles.models.profile import BellDay, ClosedSpan, SchoolProfile
from mado.profiles.models.wish import Wish, WishWindow

__all__ = ["BellDay", "ClosedSpan", "SchoolProfile", "Wish", "WishWindow"]
