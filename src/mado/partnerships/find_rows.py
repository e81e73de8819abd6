"""On each row of a list of schools: that it sleeps, or how it answers. One short sentence, or none."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest

from mado.directory.contributions import register_row_notes
from mado.directory.models import Organization
from mado.kernel.once import Keys
from mado.partnerships.queries import liveness_of
from mado.partnerships.wording import dormant_text, reply_rate_text, reply_speed_text


def answering_notes(request: HttpRequest, organizations: Sequence[Organization], keys: Keys) -> Mapping[int, str]:  # noqa: ARG001  # the same for every reader
    """No query: when a school was last active has been asked already."""
    alive = keys.read(liveness_of)
    found = {row.pk: alive[row.pk] for row in organizations}
    notes = {pk: dormant_text(one) or reply_speed_text(one) or reply_rate_text(one) for pk, one in found.items()}
    return {pk: note for pk, note in notes.items() if note}


register_row_notes(answering_notes)
