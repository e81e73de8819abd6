"""What an alliance may set for itself, with defaults. Read with alliance(); no policy stands in Django's settings."""

from dataclasses import dataclass, fields, replace

from mado.reference.models import AllianceSetting


@dataclass(frozen=True, slots=True)
class AllianceSettings:
    """Days are calendar days. Defaults follow the alliance's own practice as written in the domain notes."""

    name: str = "International Exchange Alliance"
    home_country: str = "TW"
    home_zone: str = "Asia/Taipei"
    academic_year_start_month: int = 8
    reply_days: int = 14
    reply_days_most: int = 60
    nudge_after_days: int = 5
    nudge_again_before_days: int = 2
    report_due_days: int = 30
    verification_valid_days: int = 365
    seat_valid_days: int = 730
    claim_answer_days: int = 5
    open_invitations_most: int = 3
    session_minutes_least: int = 30
    renewal_first_days: int = 60
    renewal_last_days: int = 14
    interim_days_most: int = 120
    claim_question_grace_days: int = 7
    verify_days: int = 14
    propose_days: int = 10
    dormant_after_missed: int = 3
    dormant_after_days: int = 365
    heartbeat_before_days: int = 30
    place_held_days: int = 5
    case_answer_days: int = 5
    case_settle_days: int = 21
    enquiry_kept_days: int = 180


def alliance() -> AllianceSettings:
    """The settings in force: stored values over defaults. One query."""
    known = {field.name for field in fields(AllianceSettings)}
    stored = {row.key: row.value for row in AllianceSetting.objects.all() if row.key in known}
    return replace(AllianceSettings(), **stored)
