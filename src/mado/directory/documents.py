"""From the directory's rows to entries of the search index."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from django.db.models import Q, QuerySet
from pypinyin import lazy_pinyin

from mado.directory.contributions import Contribution, contributions_for
from mado.directory.engine.document import Area, SchoolDocument
from mado.directory.enums import TAKES_PART_KINDS, Level, LocationPrecision
from mado.directory.models import Organization, OrganizationIdentifier
from mado.directory.queries import further_names
from mado.reference.places import country_spellings, region_spellings

LEVEL_WORDS: Mapping[str, tuple[str, ...]] = {
    Level.KINDERGARTEN: ("幼兒園", "幼稚園", "유치원", "kindergarten nursery preschool"),
    Level.PRIMARY: ("國小", "國民小學", "小學", "小学校", "초등학교", "elementary primary school"),
    Level.LOWER_SECONDARY: ("國中", "國民中學", "初中", "中学校", "중학교", "junior high middle school"),
    Level.UPPER_SECONDARY: ("高中", "高級中學", "高等学校", "高校", "고등학교", "senior high secondary school"),
    Level.TERTIARY: ("大學", "大専", "대학교", "university college"),
    Level.SPECIAL: ("特殊教育學校", "特教", "特別支援学校", "특수학교", "special education school"),
}
"""What people of four languages call a level: a teacher who types 東京 國小 means Tokyo's 小学校."""

CHUNK = 2_000


def findable() -> QuerySet[Organization]:
    """Organisations that stand in the search: schools and universities that are still listed."""
    return Organization.objects.filter(Q(kind__in=TAKES_PART_KINDS), delisted_on__isnull=True)


def all_documents() -> Iterator[SchoolDocument]:
    """Every findable organisation, read in chunks by primary key: memory stays flat."""
    last = 0
    while keys := list(findable().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield from documents_for(keys)
        last = keys[-1]


def documents_for(organization_ids: Sequence[int]) -> list[SchoolDocument]:
    """Entries of those among the ids that are findable, in a fixed number of queries."""
    rows = list(findable().filter(pk__in=organization_ids).order_by("pk"))
    keys = [row.pk for row in rows]
    names = {key: [name.text for name in its] for key, its in further_names(keys).items()}
    numbers = _grouped(
        OrganizationIdentifier.objects.filter(organization__in=keys).values_list("organization_id", "value")
    )
    said = contributions_for(keys)
    return [
        document_of(row, names.get(row.pk, ()), numbers.get(row.pk, ()), said.get(row.pk, Contribution()))
        for row in rows
    ]


def document_of(row: Organization, names: Sequence[str], numbers: Sequence[str], said: Contribution) -> SchoolDocument:
    """One entry. `names` are the further names, `numbers` its official identifiers, `said` what higher apps add."""
    own = tuple(dict.fromkeys(name for name in (row.name, row.name_en, *names) if name))
    places = dict.fromkeys([row.city, row.region_name, *region_spellings(row.region), *country_spellings(row.country)])
    levels = dict.fromkeys(word for level in row.levels for word in LEVEL_WORDS.get(level, ()))
    return SchoolDocument(
        pk=row.pk,
        code=row.code,
        names=own,
        places=tuple(text for text in places if text),
        kinds=tuple(levels),
        numbers=(row.code, *numbers),
        hints=(*_readings(row.name), *_readings(row.city)) if row.name_language.startswith("zh") else (),
        texts=said.texts,
        facets=tuple(_facets(row, said)),
        said=said != Contribution(),
        areas=tuple(_areas(row)),
        last_active=said.last_active,
        dormant=said.dormant,
        pupils=said.pupils if said.pupils is not None else row.enrolment,
        point=point_of(row),
        exact=row.location_precision == LocationPrecision.EXACT,
    )


def point_of(row: Organization) -> tuple[float, float] | None:
    """Latitude and longitude of the school or of its area's centre; None when nobody knows."""
    if row.latitude is None or row.longitude is None or row.location_precision == LocationPrecision.NONE:
        return None
    return (row.latitude, row.longitude)


def _areas(row: Organization) -> Iterator[Area]:
    for spelling in country_spellings(row.country):
        yield Area("country", row.country, spelling)
    if row.region:
        for spelling in region_spellings(row.region):
            yield Area("region", row.region, spelling)
    if row.city:
        around = row.region or row.country
        spellings = (row.city, *_readings(row.city)[1:]) if row.name_language.startswith("zh") else (row.city,)
        for spelling in spellings:
            yield Area("city", f"{around}/{row.city}", spelling)


def _facets(row: Organization, said: Contribution) -> Iterator[tuple[str, str]]:
    yield "country", row.country
    if row.region:
        yield "region", row.region
    for level in dict.fromkeys(row.levels):
        yield "level", level
    for facet, values in (("kind", said.wish_kinds), ("language", said.languages), ("topic", said.topics)):
        for value in sorted(values):
            yield facet, value
    if said.takes_part:
        yield "takes_part", "yes"
    if said.open_now:
        yield "open_now", "yes"


@cache
def _syllable(letter: str) -> str:
    return "".join(lazy_pinyin(letter)).lower()


def _readings(name: str) -> tuple[str, ...]:
    """港都國小 → "gang du guo xiao", "gangdu duguo guoxiao" and "gangduguo duguoxiao": names have two letters or three."""
    syllables = [_syllable(letter) for letter in name if "\u4e00" <= letter <= "\u9fff"]
    return (
        " ".join(syllables),
        " ".join(f"{one}{two}" for one, two in pairwise(syllables)),
        " ".join("".join(syllables[at : at + 3]) for at in range(len(syllables) - 2)),
    )


def _grouped(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    grouped: dict[int, list[str]] = defaultdict(list)
    for key, text in pairs:
        grouped[key].append(text)
    return grouped
