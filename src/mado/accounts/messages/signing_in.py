"""Mails about signing in."""

from django.utils.translation import gettext_lazy as _

from mado.notify.messages import register_mail

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
