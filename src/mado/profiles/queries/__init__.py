"""All reads of this app."""

from mado.profiles.queries.days import (
    OverlapSummary,
    overlap_between,
    overlap_summary,
    sample_days,
    school_days,
    school_days_of_many,
    summarize,
    typical_bells,
)
from mado.profiles.queries.liveness import awake_profiles, heard_last, last_heard, signs_of_life
from mado.profiles.queries.profile import Task, my_organizations, profile_of, profile_tasks, profiles_visible_to
from mado.profiles.queries.wishes import (
    is_expired,
    open_wishes,
    open_wishes_of_many,
    own_wishes,
    wish_for_page,
    wish_tasks,
    wishes_visible_to,
)

__all__ = [
    "OverlapSummary",
    "Task",
    "awake_profiles",
    "heard_last",
    "is_expired",
    "last_heard",
    "my_organizations",
    "open_wishes",
    "open_wishes_of_many",
    "overlap_between",
    "overlap_summary",
    "own_wishes",
    "profile_of",
    "profile_tasks",
    "profiles_visible_to",
    "sample_days",
    "school_days",
    "school_days_of_many",
    "signs_of_life",
    "summarize",
    "typical_bells",
    "wish_for_page",
    "wish_tasks",
    "wishes_visible_to",
]
