"""allauth speaks through us: its mails go through the outbox in the recipient's language, its links never come from a
request's Host header, and after signing in nobody is sent to a foreign page."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mado.accounts import messages
from mado.accounts.addressee import Addressee
from mado.accounts.models import User
from mado.notify.messages import MailSpec
from mado.notify.services import queue_account_message

_MAILS: dict[str, tuple[MailSpec, str]] = {
    "login_code": (messages.SIGN_IN_CODE, "account_confirm_login_code"),
    "email_confirmation": (messages.ADDRESS_CODE, "account_email_verification_sent"),
    "email_confirmation_signup": (messages.ADDRESS_CODE, "account_email_verification_sent"),
    "account_already_exists": (messages.ACCOUNT_EXISTS, "account_login"),
    "unknown_account": (messages.NO_ACCOUNT, "account_signup"),
    "password_reset_key": (messages.NEW_PASSWORD, ""),
}
"""allauth's mail → ours, and the page its reader opens ("" where the link itself is the secret)."""

_UNSENT = frozenset({"email_confirm"})
"""The person has just typed the code: the page says so, a mail would only repeat it."""


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open: an account alone may do nothing until an office approves a seat."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Write to us if you think that is a mistake."),
        "cannot_remove_primary_email": _(
            "This is the address you sign in with. Make another one the first, then remove it."
        ),
        "duplicate_email": _("This address already belongs to your account."),
        "email_password_mismatch": _(
            "The e-mail address and the password do not fit together. Check both and try again."
        ),
        "email_taken": _("There is an account with this address already. Sign in with it."),
        "enter_current_password": _("This is not your present password. Try again."),
        "incorrect_code": _("This code is not right. Look at the newest mail and type the code as it stands there."),
        "incorrect_password": _("This is not your password. Try again."),
        "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
        "too_many_login_attempts": _("Too many tries in a short time. Wait five minutes and try again."),
        "rate_limited": _("Too many tries in a short time. Wait a few minutes and try again."),
        "unverified_primary_email": _("Confirm this address first, then make it the one you sign in with."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        return True

    def is_safe_url(self, url: str | None) -> bool:
        """`next` leads to a path of our own or nowhere."""
        return bool(url) and str(url).startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The front page in the person's own language."""
        user = request.user
        return f"/{user.language if isinstance(user, User) else get_language()}/"

    def get_signup_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  # allauth's signature
        return f"/{get_language()}/"

    def get_logout_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  # allauth's signature
        return f"/{get_language()}/"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail into the outbox; a job sends it."""
        key = template_prefix.rsplit("/", 1)[-1]
        if key in _UNSENT:
            return
        to = _addressee(email, context.get("user"))
        if key in messages.ACCOUNT_CHANGES:
            change = {"change": lambda: messages.ACCOUNT_CHANGES[key]}
            queue_account_message(
                mail=messages.ACCOUNT_CHANGED, to=to, path=lambda: reverse("accounts:me"), variables=change
            )
            return
        mail, page = _MAILS[key]
        variables = {"email": email, "code": context.get("code", "")}
        queue_account_message(mail=mail, to=to, path=_path(page, to.language, context), variables=variables)


class SecondStepAdapter(DefaultMFAAdapter):
    """The second step of signing in: a code from an app, or a recovery code."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Type the six digits the app shows now, or a recovery code."),
        "unverified_email": _("Confirm your e-mail address first, then set up the second step."),
        "cannot_generate_recovery_codes": _("Set up the app first: recovery codes stand in for it."),
    }


def _addressee(email: str, user: Any) -> Addressee:
    """The account's person and language; a stranger is written to in the language of the page."""
    person = user if isinstance(user, User) else User.objects.filter(email__iexact=email).first()
    if person is None:
        return Addressee(None, email, "", get_language() or "")
    return Addressee(person.pk, email, person.name, person.language)


def _path(page: str, language: str, context: dict[str, Any]) -> Callable[[], str]:
    if page:
        return lambda: reverse(page)
    path = translate_url(urlsplit(context["password_reset_url"]).path, language)
    return lambda: path
