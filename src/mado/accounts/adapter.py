"""allauth's mails go through our outbox, in the recipient's language, like every other mail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open: an account alone may do nothing until an office approves a seat."""

    def is_open_for_signup(self, request: Any) -> bool:
        return True
