"""Free texts in further languages: written by the school, or proposed by a machine and always marked as that."""

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mado.audit.services import record
from mado.directory.services.indexing import queue_reindex
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.profiles.engine.translators import CHARACTERS_MOST, TranslationFault, Translator, translator_of
from mado.profiles.enums import TextOrigin
from mado.profiles.models import ProfileText, SchoolProfile, Wish
from mado.profiles.queries import digest_of, language_of, same_language, text_fields
from mado.reference.languages import languages

TEXT_MOST = 4000
_FAULTS = {
    "unreachable": gettext_lazy(
        "The translation service does not answer at the moment. Nothing is lost: try again later."
    ),
    "refused": gettext_lazy("The translation service did not let Mado in. Please tell your office."),
    "used_up": gettext_lazy("The translation service has no more to give this month. Write the text yourself."),
    "language": gettext_lazy(
        "The translation service does not know one of the two languages. Write the text yourself."
    ),
    "answer": gettext_lazy("The translation service gave an answer that cannot be used. Write the text yourself."),
}


def translator() -> Translator | None:
    """The deployment's translator; None when it has none, which is the rule."""
    return translator_of(settings.MADO_TRANSLATOR, settings.MADO_TRANSLATOR_URL, settings.MADO_TRANSLATOR_KEY)


def _may_write(thing: SchoolProfile | Wish, actor: Any) -> None:
    permission = "profiles.change_profile" if isinstance(thing, SchoolProfile) else "profiles.change_wish"
    if not actor.has_perm(permission, thing):
        raise NotPermitted(permission)


def _owner(thing: SchoolProfile | Wish) -> dict[str, Any]:
    return {"profile": thing} if isinstance(thing, SchoolProfile) else {"wish": thing}


def _check_language(thing: SchoolProfile | Wish, language: str) -> None:
    if language not in dict(languages()):
        raise BadInput({"": _("Choose a language from the list.")})
    if same_language(language, language_of(thing)):
        raise BadInput({"": _("Your texts are written in this language already.")})


@transaction.atomic
def save_texts(
    *,
    thing: SchoolProfile | Wish,
    actor: Any,
    language: str,
    texts: Mapping[str, str],
    checked: Collection[str] = (),
) -> None:
    """The texts of one language, by field; an empty one is taken away. What a person has changed is the school's own;
    `checked` names the machine's texts somebody has read and found right: they stay marked, with that said too."""
    _may_write(thing, actor)
    _check_language(thing, language)
    fields = text_fields(thing)
    if unknown := set(texts) - set(fields):
        raise ValueError(f"no texts of a {type(thing).__name__}: {sorted(unknown)}")
    limits = {name: _longest(thing, name) for name in texts}
    problems = {
        name: _("Shorten this to at most %(most)d characters; it has %(has)d now.")
        % {"most": limits[name], "has": len(text)}
        for name, text in texts.items()
        if len(text) > limits[name]
    }
    if problems:
        raise BadInput(problems)
    type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)  # noqa: SLF001  # Django's public API
    standing = {row.field: row for row in ProfileText.objects.filter(**_owner(thing), language=language)}
    changed = [
        name
        for name, text in texts.items()
        if _save_one(thing, actor, standing.get(name), language=language, name=name, text=text, read=name in checked)
    ]
    if changed:
        details = {"language": language, "fields": sorted(changed)}
        record(actor=actor, verb="profiles.save_texts", thing=thing, details=details)
        queue_reindex([thing.organization_id])


def _longest(thing: SchoolProfile | Wish, name: str) -> int:
    """Twice the original's limit, since some languages need more room, up to what the table holds."""
    limit = getattr(thing._meta.get_field(name), "max_length", None)  # noqa: SLF001  # Django's public API
    return min(2 * (limit or TEXT_MOST), TEXT_MOST)


def _save_one(
    thing: SchoolProfile | Wish,
    actor: Any,
    row: ProfileText | None,
    *,
    language: str,
    name: str,
    text: str,
    read: bool,
) -> bool:
    """Whether anything of this one text is another now."""
    text = text.strip().replace("\r\n", "\n")
    if not text:
        if row:
            row.delete()
        return row is not None
    if row and row.text == text:
        if row.origin == TextOrigin.MACHINE and read and row.checked_by_id is None:
            row.checked_by = actor
            row.save(update_fields=["checked_by", "updated_at"])
            return True
        return False
    digest = digest_of(getattr(thing, name))
    own = {"text": text, "origin": TextOrigin.OWN, "original_digest": digest, "checked_by": actor}
    ProfileText.objects.update_or_create(**_owner(thing), field=name, language=language, defaults=own)
    return True


def translate_texts(*, thing: SchoolProfile | Wish, actor: Any, language: str) -> int:
    """Ask the machine for every text that is not yet written in this language; how many came.

    The service is asked before the transaction: nobody waits for a stranger's machine with a row held. Only texts of
    class public are ever sent (queries.text_fields); what a person has written is never overwritten.
    """
    _may_write(thing, actor)
    _check_language(thing, language)
    machine = translator()
    if machine is None:
        raise NotPossible.because("off", _("This Mado has no translation service. Write the text yourself."))
    written = {row.field: row for row in ProfileText.objects.filter(**_owner(thing), language=language)}
    originals = {}
    for name in text_fields(thing):
        original = getattr(thing, name)
        row = written.get(name)
        stale = row and row.origin == TextOrigin.MACHINE and row.original_digest != digest_of(original)
        if original and (row is None or stale):
            originals[name] = original
    if not originals:
        return 0
    if sum(map(len, originals.values())) > CHARACTERS_MOST:
        raise NotPossible.because("long", _("Your texts are too long for the translation service. Shorten them first."))
    try:
        answers = machine.translate(list(originals.values()), language_of(thing), language)
    except TranslationFault as fault:
        raise NotPossible.because(fault.fault, _FAULTS[fault.fault]) from None
    return _keep_machine_texts(thing, actor, language, originals, dict(zip(originals, answers, strict=True)))


@transaction.atomic
def _keep_machine_texts(
    thing: SchoolProfile | Wish, actor: Any, language: str, originals: Mapping[str, str], answers: Mapping[str, str]
) -> int:
    kept = []
    for name, text in answers.items():
        row = ProfileText.objects.select_for_update().filter(**_owner(thing), field=name, language=language).first()
        if not text.strip() or (row and row.origin == TextOrigin.OWN):
            continue
        machine = {
            "text": text.strip()[:TEXT_MOST],
            "origin": TextOrigin.MACHINE,
            "original_digest": digest_of(originals[name]),
            "checked_by": None,
        }
        ProfileText.objects.update_or_create(**_owner(thing), field=name, language=language, defaults=machine)
        kept.append(name)
    if kept:
        details = {"language": language, "fields": sorted(kept)}
        record(actor=actor, verb="profiles.translate_texts", thing=thing, details=details)
        queue_reindex([thing.organization_id])
    return len(kept)
