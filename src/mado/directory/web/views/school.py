import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from mado.directory.contributions import linked_data_of
from mado.directory.enums import LocationPrecision, OrganizationKind
from mado.directory.models import Organization
from mado.directory.queries import FurtherName, further_names_of, organization_of_code
from mado.directory.web.choices import value_label
from mado.directory.web.locator import draw_locator
from mado.directory.web.rows import place_of
from mado.directory.web.sources import safe_link, source_of
from mado.directory.web.stamp import directory_stamp
from mado.kernel.unchanged import remembered_for_strangers


@require_safe
@remembered_for_strangers(directory_stamp)
def school(request: HttpRequest, code: str) -> HttpResponse:
    """Everything public about one organisation. Higher apps add panels: who vouches, what it offers, when days meet."""
    one = organization_of_code(code)
    if one is None:
        raise Http404
    names = further_names_of(one)
    context = {
        "organization": one,
        "place": place_of(one),
        "levels": [value_label("level", level) for level in one.levels],
        "other_names": [name for name in names if name.text not in (one.name, one.second_name)],
        "identifiers": [(source, row.value) for row in one.identifiers.all() if (source := source_of(row.scheme))],
        "website": safe_link(one.website),
        "is_exact": one.location_precision == LocationPrecision.EXACT,
        "is_area": one.location_precision == LocationPrecision.AREA,
        "locator": draw_locator(one),
        "json_ld": _json_ld(one, names),
    }
    return render(request, "directory/school.html", context)


def _json_ld(one: Organization, names: Sequence[FurtherName]) -> SafeString:
    """schema.org data for search engines and other readers; the location only where it is the school's own."""
    university = one.kind in (OrganizationKind.UNIVERSITY, OrganizationKind.FACULTY)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CollegeOrUniversity" if university else "School",
        "@id": f"{settings.MADO_SITE_URL}/schools/{one.code}",
        "name": one.name,
        "alternateName": sorted({name.text for name in names} | ({one.name_en} - {"", one.name})),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": i.scheme, "value": i.value} for i in one.identifiers.all()
        ],
        "address": {name: value for name, value in _address(one).items() if value},
        "telephone": one.phone,
        "url": safe_link(one.website),
    }
    if one.location_precision == LocationPrecision.EXACT:
        data["geo"] = {"@type": "GeoCoordinates", "latitude": one.latitude, "longitude": one.longitude}
    said = {name: value for name, value in (data | linked_data_of(one)).items() if value}
    text = json.dumps(said, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)  # noqa: S308  # every sign that could end the element is escaped above


def _address(one: Organization) -> dict[str, str]:
    return {
        "@type": "PostalAddress",
        "addressCountry": one.country,
        "addressRegion": one.region_name or one.region,
        "addressLocality": one.city,
        "postalCode": one.postcode,
        "streetAddress": one.address,
    }
