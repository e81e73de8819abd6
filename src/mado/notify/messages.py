"""What a mail is made of. Each app lists its own in its `messages.py` as MailSpec rows."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class MailSpec:
    """`subject` and `body` are lazy sentences with named placeholders (%(school)s). `body` gets %(link)s appended by
    the sender when it does not name it. `audience` says in plain words who receives it: for the documentation."""

    key: str
    audience: str
    subject: Promise | str
    body: Promise | str
    variables: tuple[str, ...]


_SPECS: dict[str, MailSpec] = {}


def register_mail(key: str, *, audience: str, subject: Promise | str, body: Promise | str, variables: str) -> MailSpec:
    """Make a mail known; a key stands once. `variables` are space-separated placeholder names."""
    if key in _SPECS:
        raise ValueError(f"mail {key!r} is registered twice")
    _SPECS[key] = spec = MailSpec(key, audience, subject, body, tuple(variables.split()))
    return spec


def registered_mails() -> list[MailSpec]:
    """All mails of the product, by key."""
    return [_SPECS[key] for key in sorted(_SPECS)]
