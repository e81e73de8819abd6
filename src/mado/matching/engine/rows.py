"""One open wish with what its school says of itself: the plain form in which wishes come to the engine, from the database
or from a spreadsheet, and in which a wish that is still being written is asked about.

What a school has not said excludes nobody: empty tuples, "" and None mean "not said".
"""

import datetime as dt
from dataclasses import dataclass

KINDS = ("cultural", "co_teaching", "online_course", "visit_in", "visit_out", "sister_school")
ONLINE_KINDS = ("cultural", "co_teaching", "online_course")
ANSWERING_KIND = {"visit_in": "visit_out", "visit_out": "visit_in"}
"""What the other side's kind has to be; every kind that is not named answers itself."""
MODES = ("live", "async", "both")
LEVELS = ("kindergarten", "primary", "lower_secondary", "upper_secondary", "tertiary", "special", "other")
SECTORS = ("public", "national", "private")
SETTINGS = ("urban", "suburban", "rural", "remote")
TOPICS = (
    *("language", "culture", "food", "environment", "science", "robotics", "art", "music", "sport", "reading"),
    *("history", "citizenship", "careers", "vocational"),
)
SDGS = tuple(range(1, 18))
BANDS = ("A1", "A2", "B1", "B2", "C1")
OWN = "own"
"""The band of a language that is the school's own: above C1."""
INTERPRETATIONS = ("not_needed", "welcome", "needed", "offered")
WEEKS = 53
SLOTS = 336
"""Half hours of a week, from Monday 00:00 UTC."""


@dataclass(frozen=True, slots=True)
class WishRow:
    """`wish`, `organization`: keys > 0 and below 2**40, the wish unique (0 for a wish not saved yet).

    Of the school: `country` (ISO 3166-1), `region` (ISO 3166-2), `sector`, `setting`, `levels`; `languages` are those it can meet in as
    (BCP 47 tag, CEFR band of its pupils, "" not known, "own" its own language); `practises` the languages its pupils learn.
    Of the wish: `kind` and what else it would accept, `mode`, `age_from`…`age_to` years, `group_size` pupils,
    `band_wanted` the band asked of the partner in the common language, `period_from`…`period_to` both included.
    `weekly`: half hours of the week (bit 0 is Monday 00:00 UTC) in the winter and in the summer reference week;
    `teaching`: weeks with lessons, bit 0 the week of the columns' first day. engine/slots.py makes both. None: not known.
    Whom it wants: `partner_levels`, `partner_countries`, `excluded_countries`, `partner_sectors` (empty: any), `again`: known
    partners too; `partner_regions`: of a country of which regions stand here only those, of every other country the whole. `capacity`: partners still taken. `propose`: Mado may recommend it by itself.
    How it goes: `waiting_days`, `reply_rate` 0…1, `active_days_ago`, `continuity` 0…1 (share of its exchanges that went on),
    `first_time`: has never had an exchange. `partners`, `refused`: ids of organisations.
    """

    wish: int
    organization: int
    kind: str = ""
    alternative_kinds: tuple[str, ...] = ()
    mode: str = "both"
    country: str = ""
    region: str = ""
    sector: str = ""
    setting: str = ""
    levels: tuple[str, ...] = ()
    partner_levels: tuple[str, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    group_size: int | None = None
    languages: tuple[tuple[str, str], ...] = ()
    band_wanted: str = ""
    interpretation: str = ""
    practises: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    period_from: dt.date | None = None
    period_to: dt.date | None = None
    weekly: tuple[int, int] | None = None
    teaching: int | None = None
    partner_countries: tuple[str, ...] = ()
    partner_regions: tuple[str, ...] = ()
    excluded_countries: tuple[str, ...] = ()
    partner_sectors: tuple[str, ...] = ()
    capacity: int = 1
    again: bool = False
    propose: bool = True
    dormant: bool = False
    first_time: bool = False
    waiting_days: int = 0
    reply_rate: float | None = None
    active_days_ago: int | None = None
    continuity: float | None = None
    partners: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()
