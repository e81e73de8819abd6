"""What a person says of themselves."""

import zoneinfo
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.audit.services import record
from mado.kernel.errors import BadInput, NotPermitted

OWN_FIELDS = ("name", "name_romanised", "language", "time_zone")


@transaction.atomic
def complete_sign_up(*, user: User, name: str, language: str) -> User:
    """Right after sign-up: the name and the language the person was reading in."""
    user.name = name.strip()
    user.language = known_language(language)
    user.save(update_fields=["name", "language"])
    record(actor=user, verb="accounts.sign_up", thing=user)
    return user


@transaction.atomic
def change_person(*, person: User, actor: User, changes: Mapping[str, str]) -> User:
    """Change one's own name, romanised name, language or time zone; other keys are refused."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if not actor.has_perm("accounts.change_person", person):
        raise NotPermitted("accounts.change_person")
    if unknown := set(changes) - set(OWN_FIELDS):
        raise ValueError(f"not a person's own: {sorted(unknown)}")
    _check_person(changes)
    changed = [field for field, value in changes.items() if getattr(person, field) != value.strip()]
    for field in changed:
        setattr(person, field, changes[field].strip())
    if changed:
        person.save(update_fields=changed)
        record(actor=actor, verb="accounts.change_person", thing=person, details={"fields": sorted(changed)})
    return person


@transaction.atomic
def change_language(*, user: User, language: str) -> None:
    """The person switched the page to another language: mails follow."""
    user.language = known_language(language)
    user.save(update_fields=["language"])
    record(actor=user, verb="accounts.change_person", thing=user, details={"fields": ["language"]})


def known_language(code: str) -> str:
    """The code itself when Mado speaks that language, else the default one."""
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _check_person(changes: Mapping[str, str]) -> None:
    sentences: dict[str, str] = {}
    if not changes.get("name", "x").strip():
        sentences["name"] = _("Write your name: partners and offices read it.")
    if changes.get("language", settings.LANGUAGE_CODE) not in dict(settings.LANGUAGES):
        sentences["language"] = _("Choose one of the languages in the list.")
    zone = changes.get("time_zone", "")
    if zone and zone not in zoneinfo.available_timezones():
        sentences["time_zone"] = _("Choose one of the time zones in the list.")
    if sentences:
        raise BadInput(sentences)
