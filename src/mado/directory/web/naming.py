"""Under which of its further names a school was found: without it, whoever typed an old name wonders at the answer."""

from collections.abc import Iterable, Mapping, Sequence

from mado.directory.engine.query import read_text
from mado.directory.models import Organization
from mado.directory.queries import FurtherName, further_names
from mado.kernel.text import fold
from mado.reference.places import country_spellings, region_spellings


def found_as(organizations: Sequence[Organization], text: str) -> dict[int, FurtherName]:
    """Organisation id → the further name that holds what its own names and places do not. At most one query."""
    pieces = [piece for piece, _pairs in read_text(text).folded if len(piece) > 1]
    lacking = {one.pk: missing for one in organizations if (missing := _missing(one, pieces))}
    names: Mapping[int, list[FurtherName]] = further_names(list(lacking)) if lacking else {}
    best = {pk: _best(names.get(pk, ()), missing) for pk, missing in lacking.items()}
    return {pk: name for pk, name in best.items() if name is not None}


def _missing(one: Organization, pieces: Iterable[str]) -> list[str]:
    own = (one.name, one.name_en, one.city, one.region_name)
    shown = fold(" ".join([*own, *region_spellings(one.region), *country_spellings(one.country)]))
    return [piece for piece in pieces if piece not in shown]


def _best(names: Iterable[FurtherName], missing: Sequence[str]) -> FurtherName | None:
    """The name that holds most of it; the first of equals."""
    held = ((sum(piece in fold(name.text) for piece in missing), name) for name in names)
    most, name = max(held, key=lambda pair: pair[0], default=(0, None))
    return name if most else None
