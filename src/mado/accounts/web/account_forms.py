"""allauth's forms with our words. Loaded by name (ACCOUNT_FORMS, MFA_FORMS), once allauth stands."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _

_LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "password1": _("Password"),
    "password2": _("The same password again"),
    "oldpassword": _("Present password"),
    "code": _("Code"),
}
_NEW_PASSWORD_HINT = _(
    "At least 15 characters. A sentence only you would think of is best; digits and signs are not asked for."
)


class OurWords:
    """Our labels and hints; no placeholders, which vanish while one types."""

    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: BaseForm = self
        for name, field in form.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.help_text = self.hints.get(name, "" if name in _LABELS else field.help_text)
            field.widget.attrs.pop("placeholder", None)


class SignIn(OurWords, account.LoginForm):
    pass


class SignUp(OurWords, account.SignupForm):
    hints = {
        "email": _("We send a code to it, and later the mails that need you."),
        "password1": _NEW_PASSWORD_HINT,
    }
    field_order = ["name", "email", "password1"]


class RequestCode(OurWords, account.RequestLoginCodeForm):
    pass


class ConfirmSignInCode(OurWords, account.ConfirmLoginCodeForm):
    pass


class ConfirmAddressCode(OurWords, account.ConfirmEmailVerificationCodeForm):
    pass


class ForgottenPassword(OurWords, account.ResetPasswordForm):
    pass


class NewPassword(OurWords, account.ResetPasswordKeyForm):
    hints = {"password1": _NEW_PASSWORD_HINT}


class ChangePassword(OurWords, account.ChangePasswordForm):
    hints = {"password1": _NEW_PASSWORD_HINT}


class SetPassword(OurWords, account.SetPasswordForm):
    hints = {"password1": _NEW_PASSWORD_HINT}


class AddAddress(OurWords, account.AddEmailForm):
    pass


class ConfirmItIsMe(OurWords, account.ReauthenticateForm):
    pass


class SecondStep(OurWords, mfa.AuthenticateForm):
    hints = {"code": _("The six digits your app shows now, or one of your recovery codes.")}


class SecondStepAgain(OurWords, mfa.ReauthenticateForm):
    hints = {"code": _("The six digits your app shows now, or one of your recovery codes.")}


class ActivateApp(OurWords, totp.ActivateTOTPForm):
    hints = {"code": _("The six digits the app shows after it has read the picture.")}
