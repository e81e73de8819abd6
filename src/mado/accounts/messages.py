"""Every mail of this app: about seats, and about signing in."""

import datetime as dt

from babel import Locale
from babel.dates import format_date
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

from mado.notify.messages import register_mail


def written_date(day: dt.date) -> str:
    """The day with its weekday in the language in force, e.g. "Friday, November 27, 2026" or "2026年11月27日 星期五"."""
    return format_date(day, "full", locale=Locale.parse(to_locale(get_language() or "en")))


CLAIM_SUBMITTED = register_mail(
    "accounts.claim_submitted",
    audience="officers of the office in care of the school",
    subject=_("%(name)s asks for the seat of %(school)s (%(code)s)"),
    body=_(
        "%(name)s asks to act for %(school)s as %(role)s. Your office is in care of this school. Please check the "
        "claim and approve it, ask for more, or refuse it by %(date)s."
    ),
    variables="name school code role date",
)
CLAIM_RECEIVED = register_mail(
    "accounts.claim_received",
    audience="the person who asks for a seat, as a confirmation",
    subject=_("We have your claim for the seat of %(school)s (%(code)s)"),
    body=_(
        "%(office)s will check it and answer by %(date)s. You need not do anything now. We write to you as soon as "
        "there is an answer or a question."
    ),
    variables="school code office date",
)
CLAIM_INFO_REQUESTED = register_mail(
    "accounts.claim_info_requested",
    audience="the person who asks for a seat",
    subject=_("A question about your claim for the seat of %(school)s (%(code)s)"),
    body=_(
        "%(office)s cannot decide yet and asks you:\n\n%(message)s\n\nPlease answer by %(date)s. Your claim waits "
        "until then."
    ),
    variables="school code office message date",
)
CLAIM_ANSWERED = register_mail(
    "accounts.claim_answered",
    audience="officers of the office in care of the school",
    subject=_("%(name)s has answered about the seat of %(school)s (%(code)s)"),
    body=_("The claim waits for your office again. Please decide by %(date)s."),
    variables="name school code date",
)
CLAIM_APPROVED = register_mail(
    "accounts.claim_approved",
    audience="the person who asked for a seat",
    subject=_("The seat of %(school)s is yours (%(code)s)"),
    body=_(
        "%(office)s has approved your claim. You act for %(school)s as %(role)s until %(date)s. The next step is your "
        "school's profile: partners find you by it."
    ),
    variables="school code office role date",
)
SEAT_SHARED = register_mail(
    "accounts.seat_shared",
    audience="people who already hold a seat at the school",
    subject=_("%(name)s now also acts for %(school)s"),
    body=_(
        "%(office)s has given %(name)s a seat at %(school)s as %(role)s until %(date)s. If this surprises you, write "
        "to the office at once."
    ),
    variables="name school office role date",
)
CLAIM_REFUSED = register_mail(
    "accounts.claim_refused",
    audience="the person who asked for a seat",
    subject=_("Your claim for the seat of %(school)s was refused (%(code)s)"),
    body=_("%(office)s gives this reason:\n\n%(reason)s\n\nIf you can mend it, you may ask again at any time."),
    variables="school code office reason",
)
CLAIM_OVERDUE = register_mail(
    "accounts.claim_overdue",
    audience="officers of the office in care of the school, the day after the answer was due",
    subject=_("The claim for the seat of %(school)s still waits (%(code)s)"),
    body=_("%(name)s was to have an answer by %(due)s. If nobody decides by %(date)s, the CEO office is told."),
    variables="name school code due date",
)
CLAIM_ESCALATED = register_mail(
    "accounts.claim_escalated",
    audience="people of the CEO office, when an office has left a claim unanswered after a reminder",
    subject=_("Nobody has answered the claim for the seat of %(school)s (%(code)s)"),
    body=_(
        "%(office)s was to answer %(name)s by %(due)s and has been reminded. Please decide in its place or speak "
        "with the office."
    ),
    variables="name school code office due",
)
SEAT_ENDED = register_mail(
    "accounts.seat_ended",
    audience="the person whose seat was ended by an office",
    subject=_("Your seat at %(school)s has ended"),
    body=_("An office has ended your seat at %(school)s as %(role)s.\n\n%(reason)s"),
    variables="school role reason",
)
SEAT_GIVEN_BACK = register_mail(
    "accounts.seat_given_back",
    audience="officers of the office in care of the school",
    subject=_("%(name)s has given back the seat of %(school)s"),
    body=_("%(name)s no longer acts for %(school)s as %(role)s. Please see to it that somebody follows."),
    variables="name school role",
)

SIGN_IN_CODE = register_mail(
    "accounts.sign_in_code",
    audience="whoever asks to sign in by a code",
    subject=_("Your code to sign in"),
    body=_("Enter this code in the window you have open:\n\n%(code)s\n\nIf you did not ask for it, do nothing."),
    variables="code",
)
ADDRESS_CODE = register_mail(
    "accounts.address_code",
    audience="whoever gives a new e-mail address",
    subject=_("Your code to confirm this address"),
    body=_("Enter this code in the window you have open:\n\n%(code)s\n\nIf you did not ask for it, do nothing."),
    variables="code",
)
ACCOUNT_EXISTS = register_mail(
    "accounts.account_exists",
    audience="the owner of an address with which somebody tries to sign up again",
    subject=_("You already have an account"),
    body=_(
        "Somebody, perhaps you, wanted to sign up with %(email)s. There is an account with this address already. "
        "Sign in with it; if you have forgotten the password, ask there for a new one."
    ),
    variables="email",
)
NO_ACCOUNT = register_mail(
    "accounts.no_account",
    audience="whoever tries to sign in or asks for a new password with an address without an account",
    subject=_("There is no account with this address"),
    body=_(
        "Somebody, perhaps you, wanted to sign in with %(email)s. There is no account with this address. If it was "
        "you, use your other address or sign up."
    ),
    variables="email",
)
NEW_PASSWORD = register_mail(
    "accounts.new_password",
    audience="whoever asks for a new password",
    subject=_("Choose a new password"),
    body=_("Somebody, perhaps you, asked for a new password for %(email)s. If it was not you, do nothing."),
    variables="email",
)
ACCOUNT_CHANGED = register_mail(
    "accounts.account_changed",
    audience="the owner of an account, after each change of how it is signed in to",
    subject=_("Your account was changed"),
    body=_("%(change)s\n\nIf this was not you, choose a new password at once and write to us."),
    variables="change",
)

ACCOUNT_CHANGES = {
    "password_changed": _("The password was changed."),
    "password_set": _("A password was set."),
    "password_reset": _("A new password was chosen with a link sent by mail."),
    "email_changed": _("The e-mail address was changed."),
    "email_deleted": _("An e-mail address was removed."),
    "totp_activated": _("Signing in now takes a code from an app as a second step."),
    "totp_deactivated": _("Signing in no longer takes a code from an app."),
    "recovery_codes_generated": _("New recovery codes were made; the old ones are void."),
}
"""allauth's notice → what to tell the owner of the account."""
