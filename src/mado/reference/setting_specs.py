"""What each setting of the alliance means to a person: its group, its unit, its bounds. One row per field of
AllianceSettings; a test asks that none is missing."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Kind = Literal["text", "country", "zone", "month", "number"]

DAYS = pgettext_lazy("unit of a setting", "days")
MINUTES = pgettext_lazy("unit of a setting", "minutes")
INVITATIONS = pgettext_lazy("unit of a setting", "invitations")


@dataclass(frozen=True, slots=True)
class SettingSpec:
    """`least` and `most` bound numbers, in `unit`; for texts `most` is characters."""

    key: str
    label: str | Promise
    unit: str | Promise = DAYS
    least: int = 1
    most: int = 365
    kind: Kind = "number"


@dataclass(frozen=True, slots=True)
class SettingGroup:
    title: str | Promise
    specs: tuple[SettingSpec, ...]


GROUPS = (
    SettingGroup(
        _("The alliance"),
        (
            SettingSpec("name", _("Name, as it signs its mails"), "", 1, 120, "text"),
            SettingSpec("home_country", _("Home country"), "", kind="country"),
            SettingSpec("home_zone", _("Clock of the alliance: what counts as today"), "", kind="zone"),
            SettingSpec(
                "academic_year_start_month", _("The academic year begins on the first of"), "", 1, 12, kind="month"
            ),
        ),
    ),
    SettingGroup(
        _("Invitations"),
        (
            SettingSpec("reply_days", _("Usual time to answer"), least=3, most=60),
            SettingSpec("reply_days_most", _("Longest time to answer a sender may give"), least=3, most=180),
            SettingSpec("nudge_after_days", _("First reminder, after sending"), most=60),
            SettingSpec("nudge_again_before_days", _("Second reminder, before the last day"), most=30),
            SettingSpec("open_invitations_most", _("Open invitations a school takes at a time"), INVITATIONS, 1, 50),
            SettingSpec("place_held_days", _("A free place is held for the school that waited longest"), most=30),
        ),
    ),
    SettingGroup(
        _("Schools that fall silent"),
        (
            SettingSpec("dormant_after_missed", _("Dormant after unanswered invitations in a row"), INVITATIONS, 1, 20),
            SettingSpec("dormant_after_days", _("Dormant without a sign of life for"), least=30, most=1460),
            SettingSpec("heartbeat_before_days", _("Asked whether it is still there, before that"), most=180),
        ),
    ),
    SettingGroup(
        _("Seats and vouching"),
        (
            SettingSpec("claim_answer_days", _("An office answers a claim for a seat within"), most=60),
            SettingSpec(
                "claim_question_grace_days", _("A claimant who owes an answer has, after the reminder"), most=60
            ),
            SettingSpec("seat_valid_days", _("A seat lasts"), least=30, most=1825),
            SettingSpec("verification_valid_days", _("An office vouches for a school for"), least=30, most=1095),
            SettingSpec("renewal_first_days", _("First reminder before a seat or a vouching ends"), least=2, most=180),
            SettingSpec("renewal_last_days", _("Last reminder before a seat or a vouching ends"), most=90),
            SettingSpec("interim_days_most", _("Somebody who stands in does so for at most"), least=7, most=365),
        ),
    ),
    SettingGroup(
        _("Exchanges"),
        (
            SettingSpec("session_minutes_least", _("Shortest common time that counts as a session"), MINUTES, 10, 180),
            SettingSpec("propose_days", _("Both sides are asked for a first time after"), most=90),
            SettingSpec("report_due_days", _("Reports are due after completing, within"), most=180),
            SettingSpec(
                "verify_days", _("An office verifies within; after as many days again the CEO office is told"), most=120
            ),
        ),
    ),
    SettingGroup(
        _("Desks"),
        (
            SettingSpec("case_answer_days", _("An office answers a case within"), most=60),
            SettingSpec("case_settle_days", _("Who asked answers the office within"), most=120),
            SettingSpec(
                "enquiry_kept_days", _("An enquiry without an account is kept, after it closed, for"), most=730
            ),
        ),
    ),
)

SPECS = {spec.key: spec for group in GROUPS for spec in group.specs}

ORDERED = (
    ("reply_days", "reply_days_most"),
    ("renewal_last_days", "renewal_first_days"),
    ("renewal_first_days", "seat_valid_days"),
    ("renewal_first_days", "verification_valid_days"),
    ("heartbeat_before_days", "dormant_after_days"),
)
"""Pairs of which the first must be the smaller (or equal), or a reminder would come before its own beginning."""
