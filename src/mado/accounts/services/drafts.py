"""Typed and not yet handed in: kept for the person alone, so that nothing is lost with a tab or a sign-in."""

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from itertools import chain

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.models import Draft, User
from mado.kernel.errors import BadInput

KEY = re.compile(r"[a-z0-9:_-]{1,120}")
FIELDS_MOST = 50
BYTES_MOST = 40_000
DRAFT_DAYS = 30
"""Retention of drafts, as classed in privacy.py."""


@transaction.atomic
def keep_draft(*, user: User, key: str, data: Mapping[str, str | Sequence[str]]) -> Draft:
    """Keep the form's fields as typed (name → value or values). The last one to save wins: it is one person's."""
    if not KEY.fullmatch(key):
        raise BadInput({"": _("This form cannot be kept under that name.")})
    kept = {name: [value] if isinstance(value, str) else list(value) for name, value in data.items()}
    if len(kept) > FIELDS_MOST:
        raise BadInput({"": _("This form has too many fields to be kept. Hand it in to save it.")})
    # A NUL byte cannot be stored by PostgreSQL, nor half of a surrogate pair encoded; no keyboard types either.
    typed = [*kept, *chain.from_iterable(kept.values())]
    size = len(json.dumps(kept, ensure_ascii=False).encode(errors="replace"))
    if size > BYTES_MOST or any("\x00" in text or not _is_encodable(text) for text in typed):
        raise BadInput({"": _("This text is too long to be kept as a draft. Shorten it or hand it in.")})
    draft, _created = Draft.objects.update_or_create(user=user, key=key, defaults={"data": kept})
    return draft


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def drop_draft(*, user: User, key: str) -> None:
    """Forget what was typed: it was handed in, or the person starts afresh."""
    Draft.objects.filter(user=user, key=key).delete()


def delete_old_drafts() -> int:
    """Delete drafts nobody has touched for thirty days; how many there were."""
    before = timezone.now() - dt.timedelta(days=DRAFT_DAYS)
    return Draft.objects.filter(updated_at__lt=before).delete()[0]
