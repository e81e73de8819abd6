"""South Korea, public data portal: 전국초중등학교위치표준데이터 (CSV in CP949) with the school's own coordinates.

The scope is the office of education (17 of them), because extracts of one province circulate.
"""

from django.utils.translation import gettext as _

from mado.directory.enums import Level, LocationPrecision, Sector
from mado.directory.importing import cells
from mado.directory.importing.listed import ListedSchool, Row, RowRejected, Source
from mado.reference.places import local_region_name, region_from_local

_AREA = (32.5, 124.0, 39.0, 132.0)
_LEVELS: dict[str, tuple[str, ...]] = {
    "초등학교": (Level.PRIMARY,),
    "중학교": (Level.LOWER_SECONDARY,),
    "고등학교": (Level.UPPER_SECONDARY,),
    "특수학교": (Level.SPECIAL,),
    "각종학교": (Level.OTHER,),
}
_SECTORS = {"공립": Sector.PUBLIC, "사립": Sector.PRIVATE, "국립": Sector.NATIONAL}
_CLOSED = {"운영": False, "휴교": False, "폐교": True}  # open; suspended, and still on the list; closed


def _key(row: Row) -> str:
    return cells.needed(row, "학교ID", 20)


def _city(address: str) -> str:
    """The second word: 시, 군 or 구. Sejong has none of them and its streets follow at once."""
    words = address.split()
    return words[1] if len(words) > 1 and words[1][-1] in "시군구읍면" else ""


def _read(row: Row) -> ListedSchool:
    office = cells.needed(row, "시도교육청명")
    region = region_from_local("KR", office.removesuffix("교육청"))
    if not region:
        raise RowRejected("시도교육청명", office, _("This is none of the 17 offices of education."))
    address = cells.text(row, "소재지도로명주소", 500) or cells.text(row, "소재지지번주소", 500)
    latitude, longitude = cells.point(row, "위도", "경도", _AREA)
    return ListedSchool(
        key=_key(row),
        scope=region,
        name=cells.needed(row, "학교명"),
        name_language="ko",
        levels=cells.choice(row, "학교급구분", _LEVELS),
        sector=cells.choice(row, "설립형태", _SECTORS),
        country="KR",
        region=region,
        region_name=local_region_name(region),
        city=_city(address),
        address=address,
        latitude=latitude,
        longitude=longitude,
        location_precision=LocationPrecision.NONE if latitude is None else LocationPrecision.EXACT,
        time_zone="Asia/Seoul",
        closed=cells.choice(row, "운영상태", _CLOSED),
    )


SOURCE = Source(
    name="kr-portal",
    title="전국초중등학교위치표준데이터",
    formats={"csv": "cp949"},
    columns=(
        *("학교ID", "학교명", "학교급구분", "설립형태", "운영상태", "소재지지번주소", "소재지도로명주소"),
        *("시도교육청명", "위도", "경도"),
    ),
    key_column="학교ID",
    key=_key,
    read=_read,
)
