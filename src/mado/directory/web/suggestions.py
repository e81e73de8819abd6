"""What the search box offers while one types: schools and places, each with the address it leads to."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.directory.asking import to_query
from mado.directory.engine.suggesting import SuggestedPlace, Suggestions
from mado.directory.queries import FurtherName, organizations_by_id
from mado.directory.search import SearchRequest, suggest
from mado.directory.web.choices import value_label
from mado.directory.web.naming import found_as
from mado.directory.web.rows import place_of
from mado.reference.places import local_region_name

MOST_SCHOOLS = 6


def options_for(text: str) -> list[dict[str, Any]]:
    """[{"kind": "school" or "place", "text", "lang", "note", "url"}], places first. Two queries at most."""
    found = suggest(text, MOST_SCHOOLS)
    return [*(_place_option(place) for place in found.places), *_school_options(found, text)]


def _place_option(place: SuggestedPlace) -> dict[str, Any]:
    schools = ngettext("%(total)s school", "%(total)s schools", place.total) % {"total": f"{place.total:,}"}
    if place.kind == "city":
        around, city = place.value.split("/", 1)
        facet = "region" if len(around) > 2 else "country"  # a country's code has two letters
        note = " · ".join([str(value_label(facet, around)), schools])
        asked = replace(SearchRequest(q=city), **{facet: (around,)})
        label: str = city
    else:
        label = str(value_label(place.kind, place.value))
        own = local_region_name(place.value) if place.kind == "region" else label
        note = schools if own == label else f"{own} · {schools}"
        country = (place.value[:2],)
        region = (place.value,) if place.kind == "region" else ()
        asked = SearchRequest(country=country, region=region)
    url = f"{reverse('directory:find')}?{to_query(asked)}"
    return {"kind": "place", "text": label, "lang": "", "note": note, "url": url}


def _school_options(found: Suggestions, text: str) -> Iterator[dict[str, Any]]:
    rows = organizations_by_id(found.schools)
    names = found_as(list(rows.values()), found.spelling or text)
    for one in (rows[key] for key in found.schools if key in rows):
        other = _named(names[one.pk]) if one.pk in names else one.second_name
        note = " · ".join(part for part in (other, place_of(one)) if part)
        url = reverse("directory:school", args=[one.code])
        yield {"kind": "school", "text": one.name, "lang": one.name_language, "note": note, "url": url}


def _named(name: FurtherName) -> str:
    """The further name that was typed, said to be what it is."""
    return _("%(use)s: %(name)s") % {"use": name.use.label, "name": name.text}
