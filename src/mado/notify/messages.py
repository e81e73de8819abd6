"""What a mail is made of. Each app lists its own in its `messages.py` as MailSpec rows."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mado.notify.engine.timing import NEEDS


@dataclass(frozen=True, slots=True)
class MailSpec:
    """`subject` and `body` are lazy sentences with named placeholders (%(school)s). `body` gets %(link)s appended by
    the sender when it does not name it. `audience` says in plain words who receives it: for the documentation.
    `weight` is "needs" (asks something of its reader) or "news" (tells how things went): see engine.timing."""

    key: str
    audience: str
    subject: Promise | str
    body: Promise | str
    variables: tuple[str, ...]
    weight: str = NEEDS


_SPECS: dict[str, MailSpec] = {}


def register_mail(
    key: str, *, audience: str, subject: Promise | str, body: Promise | str, variables: str, weight: str = NEEDS
) -> MailSpec:
    """Make a mail known; a key stands once. `variables` are space-separated placeholder names."""
    if key in _SPECS:
        raise ValueError(f"mail {key!r} is registered twice")
    _SPECS[key] = spec = MailSpec(key, audience, subject, body, tuple(variables.split()), weight)
    return spec


def registered_mails() -> list[MailSpec]:
    """All mails of the product, by key."""
    return [_SPECS[key] for key in sorted(_SPECS)]


DIGEST = register_mail(
    "notify.digest",
    audience="whoever asked for one mail a day, at the hour they chose",
    subject=_("Your day on Mado: %(number)s"),
    body=_("This is what came in since the last mail.\n\n%(entries)s\n\nYou can change how often we write."),
    variables="number entries",
)
