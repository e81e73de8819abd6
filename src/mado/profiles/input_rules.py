"""What can be typed into a profile or a wish, whoever types it: the forms show these sentences, the services raise them.

Each function takes the record and the changed values and returns field → sentence; empty when all is well.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.profiles.enums import ExchangeKind, VideoTool
from mado.profiles.group_rules import SPLIT, group_problem, with_group_agreed
from mado.profiles.link_rules import link_problem
from mado.profiles.models import SchoolProfile, Wish
from mado.profiles.wording import day_text, weekday_name
from mado.reference.places import country_name, regions

PROFILE_FIELDS = frozenset(
    [
        "about",
        "short_name",
        "school_types",
        "affiliation",
        "pupil_mix",
        "boarding",
        "setting",
        "nearest_station",
        "nearest_airport",
        "local_features",
        "special_programmes",
        "clubs",
        "website",
        "intro_video",
        "brochure",
        "teachers",
        "age_youngest",
        "age_oldest",
        "grades_taught",
        "answering_languages",
        "principal_name",
        "department",
        "chat_app",
        "chat_id",
        "video_tools",
        "video_tools_blocked",
        "pupil_devices",
        "connection_note",
        "safeguarding_policy",
        "safeguarding_lead",
        "photo_rule",
        "consent_practice",
        "about_language",
        "languages",
        "pupils",
        "class_size",
        "topics",
        "tools",
        "open_invitations_most",
        "time_zone",
        "calendar_confirmed",
    ]
)
WISH_FIELDS = frozenset(
    [
        "title",
        "kind",
        "mode",
        "note",
        "partner_countries",
        "partner_regions",
        "partner_levels",
        "age_from",
        "age_to",
        "group_size",
        "group_girls",
        "group_boys",
        "languages",
        "language_band",
        "partner_language_band",
        "topics",
        "sdgs",
        "period_from",
        "period_to",
        "sessions_wanted",
        "partners_wanted",
        "valid_until",
        "text_language",
        "forms",
        "alternative_kinds",
        "excluded_countries",
        "partner_sectors",
        "partners_again",
        "groups",
        "interpretation",
        "purpose",
        "aims",
        "outcomes",
        "evaluation",
        "weeks",
        "frequency",
        "sessions_least",
        "reciprocity",
        "who_pays",
        "budget_note",
        "recommend",
    ]
)
TIED_FIELDS = (
    ("age_from", "age_to"),
    ("age_youngest", "age_oldest"),
    ("period_from", "period_to"),
    ("first", "last"),
    ("chat_app", "chat_id"),
    ("video_tools", "video_tools_blocked"),
    ("sessions_least", "sessions_wanted"),
    ("partner_countries", "excluded_countries"),
    ("partner_countries", "partner_regions"),
    ("group_girls", "group_boys"),
    ("group_size", "group_girls"),
    ("group_size", "group_boys"),
)
"""Pairs that are right or wrong together."""

WINDOWS_MOST = 14
SPAN_DAYS_MOST = 150
DAYS_AHEAD_MOST = 3 * 365
INVITATIONS_MOST = 50
PUPILS_MOST = 100_000
TEACHERS_MOST = 10_000
GOALS = range(1, 18)
LINKS = ("website", "intro_video", "brochure", "safeguarding_policy")

Problems = dict[str, str]


def _field_problems(thing: models.Model, changes: Mapping[str, Any]) -> Problems:
    """What the model's own fields say: unknown choices, too long, not a number."""
    found: Problems = {}
    for name, value in changes.items():
        try:
            field = cast("models.Field[Any, Any]", thing._meta.get_field(name))  # noqa: SLF001  # Django's public API
            field.clean(value, thing)
        except ValidationError as problem:
            found[name] = " ".join(problem.messages)
        most = getattr(field, "max_length", None)
        if most and isinstance(value, str) and len(value) > most:
            found[name] = _("Shorten this to at most %(most)d characters; it has %(has)d now.") % {
                "most": most,
                "has": len(value),
            }
    return found


def _between(value: int | None, least: int, most: int, sentence: str) -> str:
    return sentence % {"least": least, "most": most} if value is not None and not least <= value <= most else ""


def too_far(day: dt.date) -> str:
    """Why a day is no day to plan for, such as a mistyped year; "" when it is."""
    last = timezone.localdate() + dt.timedelta(days=DAYS_AHEAD_MOST)
    return _("Choose a day until %(last)s. Is the year right?") % {"last": day_text(last)} if day > last else ""


def _kept(found: Problems) -> Problems:
    return {name: sentence for name, sentence in found.items() if sentence}


def _order_problem(least: int | None, most: int | None, sentence: str) -> str:
    if least is None or most is None or least <= most:
        return ""
    return sentence % {"least": least, "most": most}


def _twice_problem(one: Sequence[str], other: Sequence[str], labels: Mapping[str, Any], sentence: str) -> str:
    both = [value for value in one if value in other]
    return sentence % {"name": labels.get(both[0], both[0])} if both else ""


def _pair_problems(profile: SchoolProfile, changes: Mapping[str, Any]) -> Problems:
    """Two answers of the profile that only make sense together."""

    def value(name: str) -> Any:
        return changes[name] if name in changes else getattr(profile, name)

    own: Problems = {}
    if {"video_tools", "video_tools_blocked"} & set(changes):
        sentence = _("%(name)s stands in both lists. Leave it in one.")
        tools = dict(VideoTool.choices)
        own["video_tools_blocked"] = _twice_problem(value("video_tools"), value("video_tools_blocked"), tools, sentence)
    if {"chat_app", "chat_id"} & set(changes):
        if value("chat_app") and not value("chat_id"):
            own["chat_id"] = _("Say under which name or number you are found there, or choose no messenger.")
        elif value("chat_id") and not value("chat_app"):
            own["chat_app"] = _("Choose the messenger this name or number belongs to.")
    return own


def profile_problems(profile: SchoolProfile, changes: Mapping[str, Any]) -> Problems:
    """`changes` may be any part of the profile; what it leaves out is taken from the profile as it stands."""

    def value(name: str) -> Any:
        return changes[name] if name in changes else getattr(profile, name)

    own: Problems = {name: link_problem(changes[name]) for name in LINKS if name in changes}
    if "open_invitations_most" in changes:
        sentence = _("Say a number from %(least)d to %(most)d. To rest from invitations, pause your wishes instead.")
        own["open_invitations_most"] = _between(changes["open_invitations_most"], 1, INVITATIONS_MOST, sentence)
    number = _("Say a number from %(least)d to %(most)d, or leave it empty.")
    for name, most in (("pupils", PUPILS_MOST), ("class_size", PUPILS_MOST), ("teachers", TEACHERS_MOST)):
        own[name] = _between(changes.get(name), 1, most, number)
    for name in ("age_youngest", "age_oldest"):
        own[name] = _between(changes.get(name), 2, 30, _("Say an age from %(least)d to %(most)d."))
    if {"age_youngest", "age_oldest"} & set(changes) and not own["age_youngest"] + own["age_oldest"]:
        sentence = _("The oldest (%(most)d) are younger than the youngest (%(least)d). Swap the two ages.")
        own["age_oldest"] = _order_problem(value("age_youngest"), value("age_oldest"), sentence)
    own |= _pair_problems(profile, changes)
    zone = changes.get("time_zone")
    if zone and zone not in available_timezones():
        own["time_zone"] = _("Choose a time zone from the list.")
    return _field_problems(profile, changes) | _kept(own)


def with_places_agreed(wish: Wish, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes, with countries and regions that fit: a country taken off the wish takes its regions along, and a region
    that is named brings its country."""
    if not {"partner_countries", "partner_regions"} & set(changes):
        return dict(changes)
    countries = list(changes.get("partner_countries", wish.partner_countries))
    named = list(changes.get("partner_regions", wish.partner_regions))
    gone = set(wish.partner_countries) - set(countries)
    kept = [region for region in named if region[:2] not in gone or region not in wish.partner_regions]
    return {
        **changes,
        "partner_countries": list(dict.fromkeys([*countries, *(region[:2] for region in kept)])),
        "partner_regions": list(dict.fromkeys(kept)),
    }


def wish_problems(wish: Wish, changes: Mapping[str, Any]) -> Problems:
    """`changes` may be any part of the wish; what it leaves out is taken from the wish as it stands."""
    changes = with_group_agreed(wish, with_places_agreed(wish, changes))

    def value(name: str) -> Any:
        return changes[name] if name in changes else getattr(wish, name)

    today = timezone.localdate()
    own: Problems = {
        "age_from": _between(changes.get("age_from"), 4, 30, _("Say an age from %(least)d to %(most)d.")),
        "age_to": _between(changes.get("age_to"), 4, 30, _("Say an age from %(least)d to %(most)d.")),
        "group_size": _between(
            changes.get("group_size"), 1, 500, _("Say how many pupils take part, from %(least)d to %(most)d.")
        ),
        "sessions_wanted": _between(
            changes.get("sessions_wanted"), 1, 60, _("Say a number from %(least)d to %(most)d, or leave it empty.")
        ),
        "partners_wanted": _between(
            changes.get("partners_wanted"),
            1,
            20,
            _("Say a number of partners from %(least)d to %(most)d. To rest from invitations, pause the wish instead."),
        ),
    }
    ages = (value("age_from"), value("age_to"))
    if {"age_from", "age_to"} & set(changes) and None not in ages and ages[0] > ages[1] and not own["age_to"]:
        own["age_to"] = _("The oldest (%(oldest)d) is younger than the youngest (%(youngest)d). Swap the two ages.") % {
            "oldest": ages[1],
            "youngest": ages[0],
        }
    period = (value("period_from"), value("period_to"))
    if {"period_from", "period_to"} & set(changes) and None not in period and period[0] > period[1]:
        own["period_to"] = _("The period ends before it starts. Choose an end on or after its first day.")
    elif changes.get("period_to") and changes["period_to"] < today:
        own["period_to"] = _("The period is already over. Choose an end from today on.")
    elif changes.get("period_to"):
        own["period_to"] = too_far(changes["period_to"])
    if changes.get("valid_until") and changes["valid_until"] < today:
        own["valid_until"] = _("This date is in the past. Choose a date from today on.")
    elif changes.get("valid_until"):
        own["valid_until"] = too_far(changes["valid_until"])
    own["partner_regions"] = _region_problem(changes.get("partner_regions", ()))
    own |= _agreement_problems(wish, changes)
    if any(goal not in GOALS for goal in changes.get("sdgs", ())):
        own["sdgs"] = _("The goals are numbered from 1 to 17.")
    return _field_problems(wish, changes) | _kept(own)


def _region_problem(codes: Sequence[str]) -> str:
    unknown = [code for code in codes if code not in dict(regions(code[:2]))]
    return _("There is no region “%(code)s” here. Choose one from the list.") % {"code": unknown[0]} if unknown else ""


def _agreement_problems(wish: Wish, changes: Mapping[str, Any]) -> Problems:
    """What two answers of a wish say against each other, and numbers out of the ordinary."""

    def value(name: str) -> Any:
        return changes[name] if name in changes else getattr(wish, name)

    number = _("Say a number from %(least)d to %(most)d, or leave it empty.")
    own: Problems = {
        "groups": _between(changes.get("groups"), 1, 40, number),
        **{name: _between(changes.get(name), 0, 500, number) for name in SPLIT},
        "weeks": _between(changes.get("weeks"), 1, 60, number),
        "sessions_least": _between(changes.get("sessions_least"), 1, 60, number),
    }
    if {"sessions_least", "sessions_wanted"} & set(changes) and not own["sessions_least"]:
        sentence = _("At least %(least)d is more than the %(most)d you would like. Swap the two numbers.")
        own["sessions_least"] = _order_problem(value("sessions_least"), value("sessions_wanted"), sentence)
    if {"group_size", *SPLIT} & set(changes) and not any(own[name] for name in SPLIT):
        last = "group_boys" if value("group_boys") else "group_girls"
        own[last] = group_problem(value("group_girls"), value("group_boys"), value("group_size"))
    if {"partner_countries", "excluded_countries"} & set(changes):
        wanted = value("partner_countries")
        names = {code: country_name(code) for code in wanted}
        sentence = _("%(name)s stands in both lists. Leave it in one.")
        own["excluded_countries"] = _twice_problem(wanted, value("excluded_countries"), names, sentence)
    if value("kind") and value("kind") in changes.get("alternative_kinds", ()):
        own["alternative_kinds"] = _("“%(kind)s” is your first choice already. Leave it out here.") % {
            "kind": ExchangeKind(value("kind")).label
        }
    return own


def time_problem(start: dt.time | None, end: dt.time | None) -> str:
    """Why a weekly time cannot be taken; "" when it can or when both are empty."""
    if start is None and end is None:
        return ""
    if start is None:
        return _("Say when it starts, or leave both times empty.")
    if end is None:
        return _("Say when it ends, or leave both times empty.")
    return "" if start < end else _("It ends before it starts. Choose an end after the start.")


def bell_problems(days: Mapping[int, tuple[dt.time | None, dt.time | None]]) -> Problems:
    """Weekday → its times; the sentence stands at `day_<weekday>_end` or `day_<weekday>_start`."""
    found: Problems = {}
    for weekday, (start, end) in days.items():
        if sentence := time_problem(start, end):
            place = "start" if start is None else "end"
            found[f"day_{weekday}_{place}"] = f"{weekday_name(weekday)}: {sentence}"
    if not found and not any(start for start, _end in days.values()):
        found[""] = _("Give the times of at least one day.")
    return found


def window_problems(windows: Sequence[tuple[int, dt.time, dt.time]]) -> Problems:
    if len(windows) > WINDOWS_MOST:
        return {
            "": _("At most %(most)d weekly times can be kept. Put neighbouring times together.")
            % {"most": WINDOWS_MOST}
        }
    for weekday, start, end in windows:
        if not 1 <= weekday <= 7:
            return {"": _("Choose a weekday for each time.")}
        if sentence := time_problem(start, end):
            return {"": f"{weekday_name(weekday)}: {sentence}"}
    return {}


def span_problems(first: dt.date, last: dt.date) -> Problems:
    if last < first:
        return {"last": _("It ends before it starts. Choose a last day on or after the first.")}
    if (last - first).days >= SPAN_DAYS_MOST:
        return {
            "last": _("A closed time can be at most %(most)d days long. Look at the year of both dates.")
            % {"most": SPAN_DAYS_MOST}
        }
    if last.year < timezone.localdate().year - 1:
        return {"last": _("The period is already over. Choose an end from today on.")}
    return _kept({"last": too_far(last)})
