"""Beside each other: whether schools answer, how fast, and which of them sleep."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from mado.directory.contributions import CompareRow, register_compare_rows
from mado.directory.models import Organization
from mado.kernel.once import Keys
from mado.partnerships.queries import Liveness, liveness_of
from mado.partnerships.wording import dormant_text, reply_rate_text, reply_speed_text


def answering_rows(request: HttpRequest, organizations: Sequence[Organization], keys: Keys) -> list[CompareRow]:  # noqa: ARG001  # the same for every reader
    """Three queries for any number of schools."""
    found = keys.read(liveness_of)
    return [
        CompareRow(_("Invitations"), 84, _said({pk: reply_rate_text(one) for pk, one in found.items()})),
        CompareRow(_("Time to answer"), 85, _said({pk: reply_speed_text(one) for pk, one in found.items()})),
        CompareRow(_("State"), 86, _asleep(found)),
    ]


def _asleep(found: Mapping[int, Liveness]) -> dict[int, str]:
    """A line only where one of them sleeps; of the others there is nothing to say."""
    texts = {pk: dormant_text(one) for pk, one in found.items()}
    return {pk: text or "–" for pk, text in texts.items()} if any(texts.values()) else {}


def _said(texts: dict[int, str]) -> dict[int, str]:
    return {pk: text for pk, text in texts.items() if text}


register_compare_rows(answering_rows)
