"""What a school looks for."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mado.audit.services import record
from mado.directory.models import Organization
from mado.directory.services.indexing import queue_reindex
from mado.kernel.decision import check
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.profiles.enums import WishState
from mado.profiles.guards import is_complete
from mado.profiles.input_rules import WISH_FIELDS, window_problems, wish_problems
from mado.profiles.models import Wish, WishWindow
from mado.profiles.workflow import WISH
from mado.reference.services import next_code

_CHANGEABLE = (WishState.DRAFT, WishState.OPEN, WishState.PAUSED)


@transaction.atomic
def start_wish(*, organization: Organization, actor: Any) -> Wish:
    """A new draft; a draft of the school in which nothing stands yet is taken first."""
    if not actor.has_perm("profiles.start_wish", organization):
        raise NotPermitted("profiles.start_wish")
    empty = Wish.objects.filter(organization=organization, state=WishState.DRAFT, title="", kind="").first()
    if empty:
        return empty
    wish = Wish.objects.create(
        code=next_code("WI"),
        organization=organization,
        partner_levels=[level for level in organization.levels if level != "other"],
    )
    record(actor=actor, verb="profiles.start_wish", thing=wish)
    return wish


def _locked(wish: Wish, actor: Any) -> Wish:
    if not actor.has_perm("profiles.change_wish", wish):
        raise NotPermitted("profiles.change_wish")
    locked = Wish.objects.select_for_update(of=("self",)).select_related("organization").get(pk=wish.pk)
    decision = check(
        locked.state in _CHANGEABLE, "withdrawn", _("This wish is withdrawn and cannot be changed. Write a new one.")
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
    changed = sorted(name for name, value in changes.items() if getattr(locked, name) != value)
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, changes[name])
    locked.save(update_fields=[*changed, "updated_at"])
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
