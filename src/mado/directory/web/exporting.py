"""What a search finds as a table to take away, row by row: never all of it in memory."""

from collections.abc import Iterator, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mado.directory.contributions import Contribution, contributions_for
from mado.directory.engine.index import IndexMissing
from mado.directory.enums import Level, LocationPrecision, OrganizationKind, Sector
from mado.directory.models import Organization, OrganizationIdentifier
from mado.directory.search import MOST_LIMIT, MOST_OFFSET, SearchRequest, school_index, search_organizations
from mado.kernel.export import Cell

ROWS_MOST = 50_000
READ_AT_ONCE = 1_000

COLUMNS: dict[str, str | Promise] = {
    "code": _("Mado code"),
    "name": _("Name of the school"),
    "name_language": _("Language of the name"),
    "name_en": _("English name"),
    "kind": _("Kind of organisation"),
    "levels": pgettext_lazy("level of school", "Level"),
    "sector": _("Public or private"),
    "country": _("Country"),
    "region": _("County or state"),
    "city": _("Town or district"),
    "address": _("Address"),
    "postcode": _("Postcode"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "location": _("Exactness of the location"),
    "phone": _("Telephone of the school"),
    "website": _("Website"),
    "enrolment": _("Pupils"),
    "official_codes": _("Official codes"),
    "delisted_on": _("No longer listed since"),
    "takes_part": _("Takes part"),
    "open_now": _("Open to new partners"),
    "last_active": _("Last active"),
}
"""Key in JSON → heading in CSV and XLSX. The first are the headings an office's own list may have, so that the file can
be changed in a spreadsheet and brought back: see mado.intake."""


def found_ids(asked: SearchRequest) -> list[int]:
    """The schools of a search in its order, at most ROWS_MOST."""
    try:
        found = school_index().search(
            asked.q, asked.filters, limit=ROWS_MOST, order=asked.sort, near=asked.near, bounds=asked.bounds, facets=()
        )
    except IndexMissing:
        return _ids_without_index(asked)
    return [entry.pk for entry in found.hits]


def _ids_without_index(asked: SearchRequest) -> list[int]:
    ids: list[int] = []
    for offset in range(0, MOST_OFFSET + 1, MOST_LIMIT):
        page = SearchRequest(
            **{name: getattr(asked, name) for name in ("q", *asked.filters, "pupils", "box", "sort")},
            limit=MOST_LIMIT,
            offset=offset,
            facets=(),
        )
        hits = search_organizations(page).hits
        ids += [hit.organization_id for hit in hits]
        if len(hits) < MOST_LIMIT:
            break
    return ids


def export_rows(ids: Sequence[int]) -> Iterator[list[Cell]]:
    """One row per school, cells in the order of COLUMNS; a fixed number of queries for a thousand schools."""
    for start in range(0, len(ids), READ_AT_ONCE):
        some = ids[start : start + READ_AT_ONCE]
        schools = Organization.objects.in_bulk(some)
        said = contributions_for(some)
        codes: dict[int, list[str]] = {}
        rows = OrganizationIdentifier.objects.filter(organization__in=some).order_by("scheme", "value")
        for pk, scheme, value in rows.values_list("organization", "scheme", "value"):
            codes.setdefault(pk, []).append(f"{scheme}:{value}")
        for pk in some:
            if pk in schools:
                yield _row(schools[pk], codes.get(pk, []), said.get(pk, Contribution()))


def _row(school: Organization, codes: Sequence[str], said: Contribution) -> list[Cell]:
    return [
        *(school.code, school.name, school.name_language, school.name_en),
        str(OrganizationKind(school.kind).label),
        ", ".join(str(Level(level).label) for level in school.levels),
        str(Sector(school.sector).label) if school.sector else "",
        *(school.country, school.region or school.region_name, school.city, school.address, school.postcode),
        *(school.latitude, school.longitude),
        str(LocationPrecision(school.location_precision).label),
        *(school.phone, school.website, school.enrolment),
        ", ".join(codes),
        school.delisted_on,
        *(_yes(said.takes_part), _yes(said.open_now), said.last_active),
    ]


def _yes(value: bool) -> str:  # noqa: FBT001  # a word for a value, no switch
    return str(_("yes")) if value else str(_("no"))
