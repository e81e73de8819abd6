"""Where the schools of a search lie, counted by squares in the index: a map of a million costs what one of ten costs."""

from math import floor
from typing import NamedTuple

from tantivy import Query, Searcher

from mado.directory.engine.document import Box
from mado.directory.engine.schema import cell_values

MOST_BUCKETS = 60_000
"""tantivy's own limit is 65,000 for one answer."""


class Square(NamedTuple):
    """So many schools in a square of the map; latitude and longitude are their middle, `box` the square."""

    total: int
    latitude: float
    longitude: float
    box: Box


class Middle(NamedTuple):
    """So many located schools of a region ("" where theirs is not known), and the middle of them."""

    country: str
    region: str
    total: int
    latitude: float
    longitude: float


def extent(searcher: Searcher, query: Query) -> tuple[int, Box | None]:
    """How many have a point, and the box that holds them all; None when there is none."""
    wanted = {
        f"{name}_{end}": {end: {"field": field}}
        for name, field in (("lat", "lat"), ("lon", "lon"))
        for end in ("min", "max")
    }
    ends = searcher.aggregate(query, wanted | {"count": {"value_count": {"field": "lat"}}})
    total = int(ends["count"]["value"])
    if not total:
        return 0, None
    low_lat, high_lat, low_lon, high_lon = (
        float(ends[name]["value"]) for name in ("lat_min", "lat_max", "lon_min", "lon_max")
    )
    return total, Box(low_lat, low_lon, high_lat, high_lon)


def middles(searcher: Searcher) -> list[Middle]:
    """One for each cell that has located schools: a region stands in several, one for each mix of levels."""
    wanted = {
        "total": {"value_count": {"field": "lat"}},
        "lat": {"avg": {"field": "lat"}},
        "lon": {"avg": {"field": "lon"}},
    }
    cells = {"terms": {"field": "cell", "size": MOST_BUCKETS, "segment_size": MOST_BUCKETS}, "aggs": wanted}
    found = []
    for cell in searcher.aggregate(Query.all_query(), {"cells": cells})["cells"]["buckets"]:
        values = cell_values(cell["key"])
        country, region = (next(iter(values[facet]), "") for facet in ("country", "region"))
        if total := int(cell["total"]["value"]):
            found.append(Middle(country, region, total, float(cell["lat"]["value"]), float(cell["lon"]["value"])))
    return found


def squares(searcher: Searcher, query: Query, side: float) -> list[Square]:
    """`query` counted by squares of `side` degrees, from south to north and west to east. Those without a point are
    in none."""
    middle = {"lat_avg": {"avg": {"field": "lat"}}, "lon_avg": {"avg": {"field": "lon"}}}
    columns = {"field": "lon", "interval": side, "min_doc_count": 1}
    wanted = {
        "rows": {
            "histogram": {"field": "lat", "interval": side, "min_doc_count": 1},
            "aggs": {"columns": {"histogram": columns, "aggs": middle}},
        }
    }
    found = []
    for row in searcher.aggregate(query, wanted)["rows"]["buckets"]:
        south = floor(row["key"] / side + 0.5) * side
        for column in row["columns"]["buckets"]:
            west = floor(column["key"] / side + 0.5) * side
            found.append(
                Square(
                    int(column["doc_count"]),
                    float(column["lat_avg"]["value"]),
                    float(column["lon_avg"]["value"]),
                    Box(south, west, south + side, west + side),
                )
            )
    return found
