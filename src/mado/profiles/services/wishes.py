"""What a school looks for."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mado.accounts.enums import EndingStage
from mado.audit.services import record
from mado.directory.models import Organization
from mado.directory.services.indexing import queue_reindex
from mado.kernel.decision import check
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.profiles.enums import WishState
from mado.profiles.group_rules import with_group_agreed
from mado.profiles.guards import is_complete
from mado.profiles.input_rules import WISH_FIELDS, window_problems, wish_problems, with_places_agreed
from mado.profiles.models import ProfileText, Wish, WishWindow
from mado.profiles.queries import last_wish
from mado.profiles.workflow import WISH
from mado.reference.services import next_code

RENEWED = dt.timedelta(days=120)
"""About one term: long enough to be found, short enough to say that somebody still means it."""

PREFILLED = (
    "mode",
    "partner_levels",
    "partner_sectors",
    "excluded_countries",
    "age_from",
    "age_to",
    "group_size",
    "groups",
    "languages",
    "language_band",
    "partner_language_band",
    "interpretation",
    "frequency",
    "reciprocity",
    "who_pays",
    "text_language",
)
_CHANGEABLE = (WishState.DRAFT, WishState.OPEN, WishState.PAUSED)


@transaction.atomic
def start_wish(*, organization: Organization, actor: Any) -> Wish:
    """A new draft; a draft of the school in which nothing stands yet is taken first.

    What rarely changes from wish to wish (PREFILLED) is taken over from the last one.
    """
    if not actor.has_perm("profiles.start_wish", organization):
        raise NotPermitted("profiles.start_wish")
    empty = Wish.objects.filter(organization=organization, state=WishState.DRAFT, title="", kind="").first()
    if empty:
        return empty
    last = last_wish(organization)
    levels = [level for level in organization.levels if level != "other"]
    taken = {name: getattr(last, name) for name in PREFILLED} if last else {"partner_levels": levels}
    wish = Wish.objects.create(code=next_code("WI"), organization=organization, **taken)
    if last:
        _copy_windows(last, wish)
    record(actor=actor, verb="profiles.start_wish", thing=wish)
    return wish


def _copy_windows(source: Wish, target: Wish) -> None:
    WishWindow.objects.bulk_create(
        WishWindow(wish=target, weekday=row.weekday, start=row.start, end=row.end) for row in source.windows.all()
    )


@transaction.atomic
def copy_wish(*, wish: Wish, actor: Any) -> Wish:
    """A new draft that says the same, texts in other languages and weekly times too; dates gone by are left empty."""
    if not actor.has_perm("profiles.change_wish", wish):
        raise NotPermitted("profiles.change_wish")
    today = timezone.localdate()
    said = {name: getattr(wish, name) for name in WISH_FIELDS}
    said["title"] = _("%(title)s (copy)") % {"title": wish.title[:140]} if wish.title else ""
    if wish.period_to and wish.period_to < today:
        said["period_from"] = said["period_to"] = None
    if wish.valid_until and wish.valid_until < today:
        said["valid_until"] = None
    made = Wish.objects.create(code=next_code("WI"), organization=wish.organization, **said)
    _copy_windows(wish, made)
    ProfileText.objects.bulk_create(
        ProfileText(
            wish=made,
            field=row.field,
            language=row.language,
            text=row.text,
            origin=row.origin,
            original_digest=row.original_digest,
            checked_by=row.checked_by,
        )
        for row in wish.texts.exclude(field="title")
    )
    record(actor=actor, verb="profiles.copy_wish", thing=made, details={"from": wish.code})
    return made


def renewed_until(wish: Wish) -> dt.date:
    """Until when one press lets the wish stand: RENEWED from today, and not shorter than it stands now."""
    return max(timezone.localdate() + RENEWED, wish.valid_until or dt.date.min)


@transaction.atomic
def renew_wish(*, wish: Wish, actor: Any) -> Wish:
    """Let an open or resting wish stand longer; an exchange period gone by moves to begin today, as long as it was."""
    locked = _locked(wish, actor)
    today = timezone.localdate()
    locked.valid_until = renewed_until(locked)
    if locked.period_from and locked.period_to and locked.period_to < today:
        locked.period_from, locked.period_to = today, today + (locked.period_to - locked.period_from)
    locked.ending_stage = EndingStage.NOTHING
    locked.save(update_fields=["valid_until", "period_from", "period_to", "ending_stage", "updated_at"])
    _finish(locked, actor, "profiles.renew_wish", {"until": str(locked.valid_until)})
    return locked


def _locked(wish: Wish, actor: Any) -> Wish:
    if not actor.has_perm("profiles.change_wish", wish):
        raise NotPermitted("profiles.change_wish")
    locked = Wish.objects.select_for_update(of=("self",)).select_related("organization").get(pk=wish.pk)
    decision = check(
        locked.state in _CHANGEABLE,
        "withdrawn",
        gettext_lazy("This wish is withdrawn and cannot be changed. Write a new one."),
    )
    if not decision:
        raise NotPossible(decision)
    return locked


def _finish(wish: Wish, actor: Any, verb: str, details: dict[str, Any]) -> None:
    """An open wish stays complete, is audited and found anew."""
    if wish.state == WishState.OPEN:
        decision = is_complete(wish)
        if not decision:
            raise BadInput({"": decision.sentence})
        queue_reindex([wish.organization_id])
    record(actor=actor, verb=verb, thing=wish, details=details)


@transaction.atomic
def change_wish(*, wish: Wish, actor: Any, changes: Mapping[str, Any]) -> Wish:
    """Set fields of a wish (names: input_rules.WISH_FIELDS). Raises BadInput with a sentence per field."""
    unknown = set(changes) - WISH_FIELDS
    if unknown:
        raise ValueError(f"no such fields of a wish: {sorted(unknown)}")
    locked = _locked(wish, actor)
    if problems := wish_problems(locked, changes):
        raise BadInput(problems)
    changes = with_group_agreed(locked, with_places_agreed(locked, changes))
    changed = sorted(name for name, value in changes.items() if getattr(locked, name) != value)
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, changes[name])
    if "valid_until" in changed:
        locked.ending_stage = EndingStage.NOTHING
    locked.save(update_fields=[*changed, "ending_stage", "updated_at"])
    _finish(locked, actor, "profiles.change_wish", {"fields": changed})
    return locked


@transaction.atomic
def set_wish_windows(*, wish: Wish, actor: Any, windows: Sequence[tuple[int, dt.time, dt.time]]) -> None:
    """The weekly times the school can meet: (ISO weekday, start, end) in its own wall time."""
    locked = _locked(wish, actor)
    if problems := window_problems(windows):
        raise BadInput(problems)
    wanted = sorted(set(windows))
    if wanted == sorted((row.weekday, row.start, row.end) for row in locked.windows.all()):
        return
    locked.windows.all().delete()
    WishWindow.objects.bulk_create(
        WishWindow(wish=locked, weekday=weekday, start=start, end=end) for weekday, start, end in wanted
    )
    _finish(locked, actor, "profiles.set_wish_windows", {"windows": len(wanted)})


def _move(wish: Wish, name: str, actor: Any) -> Wish:
    locked = Wish.objects.select_for_update(of=("self",)).select_related("organization").get(pk=wish.pk)
    WISH.perform(locked, name, actor)
    record(actor=actor, verb=f"profiles.{name}_wish", thing=locked)
    queue_reindex([locked.organization_id])
    return locked


@transaction.atomic
def open_wish(*, wish: Wish, actor: Any) -> Wish:
    """Let other schools find the wish; from draft, or again after a pause."""
    return _move(wish, "open", actor)


@transaction.atomic
def pause_wish(*, wish: Wish, actor: Any) -> Wish:
    """Take the wish out of the search for a while."""
    return _move(wish, "pause", actor)


@transaction.atomic
def withdraw_wish(*, wish: Wish, actor: Any) -> Wish:
    """End the wish for good; what came of it stays."""
    return _move(wish, "withdraw", actor)
