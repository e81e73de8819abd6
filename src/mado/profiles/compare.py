"""What profiles say of schools that stand side by side: open wishes, and when our lessons meet."""

from collections import defaultdict
from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mado.directory.contributions import CompareRow, own_school_of, register_compare_rows
from mado.directory.models import Organization
from mado.kernel.once import Keys
from mado.profiles.find_rows import meeting_notes
from mado.profiles.logos import logo_of
from mado.profiles.queries import open_wishes_of_many, profiles_of_many


def profile_rows(request: HttpRequest, organizations: Sequence[Organization], keys: Keys) -> list[CompareRow]:
    """Logos, affiliations, titles of open wishes; for who holds a seat the usual common time. A fixed number of queries."""
    wishes: dict[int, list[str]] = defaultdict(list)
    for wish in keys.read(open_wishes_of_many):
        wishes[wish.organization_id].append(wish.title)
    profiles = keys.read(profiles_of_many)
    logos = {
        one.pk: logo.html for one in organizations if one.pk in profiles and (logo := logo_of(profiles[one.pk], one))
    }
    return [
        CompareRow(pgettext("of a school", "Logo"), 5, logos),
        CompareRow(_("Affiliation"), 25, {pk: one.get_affiliation_display() for pk, one in profiles.items()}),
        CompareRow(_("Open wishes"), 55, wishes),
        CompareRow(_("When our days meet"), 75, _meetings(request, organizations, keys)),
    ]


def _meetings(request: HttpRequest, organizations: Sequence[Organization], keys: Keys) -> dict[int, str]:
    notes = dict(meeting_notes(request, organizations, keys))
    own = own_school_of(request)
    return {own.pk: _("your school"), **notes} if own and notes else notes


register_compare_rows(profile_rows)
