"""THE access table: every URL and API operation has a row, or the tests fail and the middleware answers 404.

A row says which audience may reach the route at all. Which *objects* a person sees there is `visible_to` and the
permissions of the app; the access matrix test walks both for every row.
"""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    SEAT = "seat"
    """Acts for a school or university today."""
    OFFICE = "office"
    """Works at a mission, county centre, regional office, CEO office; or reads everything (ministry, audit)."""
    STAFF = "staff"
    """Support staff in Django's admin."""
    TOKEN = "token"  # noqa: S105  # the name of an audience, no secret
    """A program with an access token of its school; the API itself asks for it."""
    DEVELOPMENT = "development"
    """Only where settings.MADO_MAILBOX_PAGE is on."""


@dataclass(frozen=True, slots=True)
class Access:
    audience: Audience
    objects: str = ""
    """"" no object · "public" anyone's · "own" the person's own · "visible" by visible_to of the named thing."""


P, S, SEAT, OFFICE = Audience.PUBLIC, Audience.SIGNED_IN, Audience.SEAT, Audience.OFFICE

ACCESS: dict[str, Access] = {
    # portal
    "portal:home": Access(P),
    "portal:styleguide": Access(P),
    "healthz": Access(P),
    "portal:about": Access(P),
    "portal:theme": Access(P),
    "portal:begin_chooser": Access(P),
    "portal:begin": Access(P, "public"),
    "portal:offices": Access(P),
    "portal:faq": Access(P),
    "notify:mailbox": Access(Audience.DEVELOPMENT),
    "notify:mail": Access(Audience.DEVELOPMENT, "public"),
    "notify:settings": Access(S, "own"),
    "notify:unsubscribe": Access(P, "public"),
    # directory
    "directory:find": Access(P),
    "directory:find_points": Access(P),
    "directory:find_export": Access(P, "public"),
    "directory:find_ground": Access(P),
    "directory:find_suggest": Access(P),
    "directory:compare": Access(P),
    "directory:searches": Access(S),
    "directory:search_save": Access(S),
    "directory:search": Access(S, "own"),
    "directory:search_move": Access(S, "own"),
    "directory:search_stop": Access(P, "public"),
    "directory:school": Access(P, "public"),
    # accounts
    "accounts:demo_sign_in": Access(Audience.DEVELOPMENT),
    "accounts:me": Access(S, "own"),
    "accounts:draft": Access(S, "own"),
    "accounts:claim_pick": Access(P),
    "accounts:claim_new": Access(S, "public"),
    "accounts:claim": Access(S, "visible"),
    "accounts:claim_move": Access(S, "visible"),
    "accounts:seat_end": Access(S, "visible"),
    "accounts:hand_over": Access(S, "visible"),
    "accounts:seat_invited": Access(P, "public"),
    "accounts:seat_offer_move": Access(S, "visible"),
    "accounts:school_people": Access(S, "visible"),
    "accounts:seat_offer": Access(SEAT, "visible"),
    "accounts:interim_offer": Access(OFFICE, "visible"),
    "accounts:office_seats": Access(OFFICE),
    "accounts:office_renew": Access(OFFICE),
    "accounts:renew_by_mail": Access(P, "public"),
    "accounts:alliance_settings": Access(OFFICE, "visible"),
    "accounts:office_mandates": Access(OFFICE, "visible"),
    "accounts:mandate_new": Access(OFFICE, "visible"),
    "accounts:mandate": Access(OFFICE, "visible"),
    "accounts:office_vouch": Access(OFFICE, "visible"),
    "accounts:office_claims": Access(OFFICE),
    "accounts:office_claim": Access(OFFICE, "visible"),
    "accounts:office_claim_move": Access(OFFICE, "visible"),
    # profiles
    "profiles:tasks": Access(SEAT, "own"),
    "profiles:section": Access(SEAT, "own"),
    "profiles:calendar": Access(SEAT, "own"),
    "profiles:calendar_add": Access(SEAT, "own"),
    "profiles:calendar_remove": Access(SEAT, "own"),
    "profiles:calendar_typical": Access(SEAT, "own"),
    "profiles:calendar_file": Access(SEAT, "own"),
    "profiles:calendar_file_take": Access(SEAT, "own"),
    "profiles:wish_new": Access(SEAT, "own"),
    "profiles:wish": Access(SEAT, "own"),
    "profiles:wish_section": Access(SEAT, "own"),
    "profiles:wish_check": Access(SEAT, "own"),
    "profiles:wish_move": Access(SEAT, "own"),
    "profiles:wish_copy": Access(SEAT, "own"),
    "profiles:wish_renew": Access(SEAT, "own"),
    "profiles:wish_texts": Access(SEAT, "own"),
    "profiles:wish_text": Access(SEAT, "own"),
    "profiles:wish_text_translate": Access(SEAT, "own"),
    "profiles:texts": Access(SEAT, "own"),
    "profiles:text": Access(SEAT, "own"),
    "profiles:text_translate": Access(SEAT, "own"),
    "profiles:photo": Access(SEAT, "own"),
    "profiles:photo_remove": Access(SEAT, "own"),
    "profiles:photo_file": Access(P, "public"),
    "profiles:logo": Access(SEAT, "own"),
    "profiles:logo_remove": Access(SEAT, "own"),
    "profiles:logo_file": Access(P, "public"),
    "profiles:overlap": Access(P, "public"),
    "profiles:office_calendars": Access(OFFICE),
    "profiles:office_calendar": Access(OFFICE, "public"),
    "profiles:office_calendar_move": Access(OFFICE, "visible"),
    "profiles:office_calendar_span": Access(OFFICE, "visible"),
    "profiles:office_calendar_span_move": Access(OFFICE, "visible"),
    "profiles:office_bells": Access(OFFICE, "visible"),
    # partnerships
    "partnerships:invitations": Access(SEAT),
    "partnerships:invite": Access(SEAT, "public"),
    "partnerships:invitation": Access(S, "visible"),
    "partnerships:invitation_move": Access(S, "visible"),
    "partnerships:office_invitations": Access(OFFICE),
    "partnerships:office_dormant": Access(OFFICE),
    "partnerships:wait": Access(SEAT),
    "partnerships:wait_move": Access(SEAT, "visible"),
    "partnerships:here": Access(P, "own"),
    "partnerships:balance": Access(S),
    # matching: recommendations
    "matching:recommendations": Access(SEAT),
    "matching:wish": Access(SEAT, "own"),
    "matching:fit": Access(SEAT, "own"),
    "matching:refuse": Access(SEAT, "own"),
    "matching:lesson_undo": Access(SEAT, "own"),
    "matching:count": Access(SEAT, "own"),
    "matching:mails": Access(S, "own"),
    "matching:mail_stop": Access(P, "public"),
    # matching: rounds
    "matching:rounds": Access(OFFICE),
    "matching:round_new": Access(OFFICE),
    "matching:round_count": Access(OFFICE),
    "matching:round": Access(OFFICE, "visible"),
    "matching:round_progress": Access(OFFICE, "visible"),
    "matching:round_schools": Access(OFFICE, "visible"),
    "matching:round_balance": Access(OFFICE, "visible"),
    "matching:round_rules": Access(OFFICE, "visible"),
    "matching:round_pairs": Access(OFFICE, "visible"),
    "matching:round_announce": Access(OFFICE, "visible"),
    "matching:round_answers": Access(OFFICE, "visible"),
    "matching:round_export": Access(OFFICE, "visible"),
    "matching:round_move": Access(OFFICE, "visible"),
    "matching:rounds_public": Access(P),
    "matching:round_pair": Access(S, "visible"),
    "matching:round_pair_move": Access(S, "visible"),
    "matching:round_public": Access(P, "public"),
    "matching:round_numbers": Access(P, "public"),
    # exchanges
    "exchanges:exchanges": Access(SEAT),
    "exchanges:exchange": Access(S, "visible"),
    "exchanges:exchange_move": Access(S, "visible"),
    "exchanges:exchange_show": Access(SEAT, "visible"),
    "exchanges:session_find": Access(SEAT, "visible"),
    "exchanges:session_propose": Access(SEAT, "visible"),
    "exchanges:session": Access(S, "visible"),
    "exchanges:session_move": Access(SEAT, "visible"),
    "exchanges:session_ics": Access(S, "visible"),
    "exchanges:exchange_ics": Access(S, "visible"),
    "exchanges:report": Access(SEAT, "visible"),
    "exchanges:report_check": Access(SEAT, "visible"),
    "exchanges:office_exchanges": Access(OFFICE),
    "exchanges:office_exchange": Access(OFFICE, "visible"),
    "exchanges:office_exchange_move": Access(OFFICE, "visible"),
    # desks
    "desks:cases": Access(S),
    "desks:case_new": Access(S),
    "desks:case": Access(S, "visible"),
    "desks:case_propose": Access(OFFICE, "visible"),
    "desks:case_move": Access(S, "visible"),
    "desks:enquire": Access(P),
    "desks:enquired": Access(P, "public"),
    "desks:follow": Access(P, "public"),
    "desks:follow_move": Access(P, "public"),
    "desks:work_list": Access(OFFICE),
    "desks:work_filter_save": Access(OFFICE),
    "desks:work_filter_drop": Access(OFFICE, "own"),
    "desks:work_bulk": Access(OFFICE, "visible"),
    # correspondence
    "correspondence:inbox": Access(S),
    "correspondence:thread": Access(S, "visible"),
    "correspondence:feed_settings": Access(S, "own"),
    "correspondence:feed": Access(P, "own"),
    "correspondence:answer_mail": Access(Audience.DEVELOPMENT, "public"),
    "correspondence:quarantine": Access(OFFICE),
    "correspondence:quarantined_mail": Access(OFFICE, "visible"),
    "correspondence:quarantine_move": Access(OFFICE, "visible"),
    "receive_mail": Access(P),
    # intake
    "intake:uploads": Access(OFFICE),
    "intake:upload_new": Access(OFFICE),
    "intake:template": Access(OFFICE, "public"),
    "intake:wishes": Access(OFFICE, "own"),
    "intake:upload": Access(OFFICE, "visible"),
    "intake:progress": Access(OFFICE, "visible"),
    "intake:columns": Access(OFFICE, "visible"),
    "intake:layout_move": Access(OFFICE, "visible"),
    "intake:preview": Access(OFFICE, "visible"),
    "intake:recipients": Access(OFFICE, "visible"),
    "intake:rejected": Access(OFFICE, "visible"),
    "intake:upload_move": Access(OFFICE, "visible"),
    # statistics
    "statistics:figures": Access(P),
    "statistics:records": Access(OFFICE),
    "statistics:export": Access(P),
    "statistics:codebook": Access(P),
    # integrations
    "integrations:programs": Access(SEAT, "own"),
    "integrations:token_new": Access(SEAT, "own"),
    "integrations:token_end": Access(SEAT, "own"),
    "integrations:webhook_new": Access(SEAT, "own"),
    "integrations:webhook_move": Access(SEAT, "own"),
    # API v1 (operation ids)
    "api-1:openapi-json": Access(P),
    "api-1:api-root": Access(P),
    "api-1:list_organizations": Access(P),
    "api-1:get_organization": Access(P, "public"),
    "api-1:suggest_organizations": Access(P),
    "api-1:list_offices": Access(P),
    "api-1:get_calendar": Access(P, "public"),
    "api-1:compute_overlap": Access(P),
    "api-1:list_statistics": Access(P),
    "api-1:read_own_school": Access(Audience.TOKEN, "own"),
    "api-1:list_own_wishes": Access(Audience.TOKEN, "own"),
    "api-1:list_own_invitations": Access(Audience.TOKEN, "own"),
    "api-1:list_own_recommendations": Access(Audience.TOKEN, "own"),
    "api-1:list_own_exchanges": Access(Audience.TOKEN, "own"),
    "api-1:list_own_events": Access(Audience.TOKEN, "own"),
}

ALLAUTH_PUBLIC = frozenset(
    [
        "account_login",
        "account_signup",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_confirm_email",
        "account_email_verification_sent",
        "account_inactive",
        "account_request_login_code",
        "account_confirm_login_code",
        "account_complete_login_code",
        "mfa_authenticate",
    ]
)


def access_for(view_name: str) -> Access | None:
    """The row for a resolved view name such as "directory:find"; None means deny."""
    if view_name in ACCESS:
        return ACCESS[view_name]
    if view_name in ALLAUTH_PUBLIC:
        return Access(P)
    if view_name.startswith(("account_", "mfa_")):
        return Access(S, "own")
    if view_name.startswith("admin:"):
        return Access(Audience.STAFF)
    return None
