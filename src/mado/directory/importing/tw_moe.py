"""Taiwan, Ministry of Education: 各級學校名錄 (xlsx), one row per school with its own coordinates.

A code is not unique: attached junior-high and elementary schools (附設國民中學, 附設國民小學) carry their parent's.
The key is therefore code/學校級別. A file covers the levels it contains, so a list of elementary schools alone marks
no university as gone.
"""

import re

from django.utils.translation import gettext as _

from mado.directory.enums import Level, LocationPrecision, OrganizationKind, Sector
from mado.directory.importing import cells
from mado.directory.importing.listed import ListedSchool, Row, RowRejected, Source
from mado.reference.places import region_from_local

_AREA = (10.0, 114.0, 27.0, 124.0)  # with Matsu, Kinmen and the islands of the South China Sea
_LEVELS: dict[str, tuple[str, ...]] = {
    "國民小學": (Level.PRIMARY,),
    "國民中學": (Level.LOWER_SECONDARY,),
    "高級中等學校": (Level.UPPER_SECONDARY,),
    "附設國民小學": (Level.PRIMARY,),
    "附設國民中學": (Level.LOWER_SECONDARY,),
    "特殊教育學校": (Level.SPECIAL,),
    "大專校院": (Level.TERTIARY,),
    "宗教研修學院": (Level.TERTIARY,),
    "空大及大專校院附設進修學校": (Level.TERTIARY,),
}
_PARENT_LEVELS = ("高級中等學校", "國民中學", "國民小學", "大專校院", "特殊教育學校")
_ADDRESS = re.compile(r"\[(\d*)\]\s*(.*)")


def _key(row: Row) -> str:
    return f"{cells.needed(row, '代碼', 20)}/{cells.needed(row, '學校級別', 40)}"


def _sector(name: str, *, tertiary: bool) -> str:
    if name.startswith("國立"):
        return Sector.NATIONAL
    if "私立" in name[:6]:
        return Sector.PRIVATE
    if re.match(r".{0,3}[縣市]立", name):
        return Sector.PUBLIC
    # Private universities write no 私立 before their names; the others always write 國立 or 市立.
    return Sector.PRIVATE if tertiary else Sector.UNKNOWN


def _read(row: Row) -> ListedSchool:
    levels = cells.choice(row, "學校級別", _LEVELS)
    level, code = cells.needed(row, "學校級別"), cells.needed(row, "代碼", 20)
    name = cells.needed(row, "學校名稱")
    county = cells.needed(row, "縣市別")
    region = region_from_local("TW", county)
    if not region:
        raise RowRejected("縣市別", county, _("This is none of Taiwan's 22 counties and cities."))
    postcode, address = "", cells.text(row, "地址", 500)
    if found := _ADDRESS.fullmatch(address):
        postcode, address = found.groups()
    latitude, longitude = cells.point(row, "N", "E", _AREA)
    attached = level.startswith("附設")
    return ListedSchool(
        key=f"{code}/{level}",
        scope=level,
        kind=OrganizationKind.UNIVERSITY if levels == (Level.TERTIARY,) else OrganizationKind.SCHOOL,
        name=name,
        name_language="zh-Hant",
        levels=levels,
        sector=_sector(name, tertiary=levels == (Level.TERTIARY,)),
        country="TW",
        region=region,
        region_name=county,
        city=cells.text(row, "鄉鎮市區", 120),
        address=address,
        postcode=postcode,
        latitude=latitude,
        longitude=longitude,
        location_precision=LocationPrecision.NONE if latitude is None else LocationPrecision.EXACT,
        time_zone="Asia/Taipei",
        phone=cells.text(row, "電話", 60),
        website=cells.website(row, "網址"),
        attached_to=tuple(f"{code}/{parent}" for parent in _PARENT_LEVELS) if attached else (),
    )


SOURCE = Source(
    name="tw-moe",
    title="臺灣教育部 各級學校名錄",
    formats={"xlsx": ""},
    columns=("學校級別", "代碼", "學校名稱", "縣市別", "鄉鎮市區", "地址", "電話", "網址", "E", "N"),
    key_column="代碼",
    key=_key,
    read=_read,
)
