"""Hong Kong, Education Bureau: SCH_LOC_EDB (JSON). The first object of the list is the header: keys A…AG → column names.

English and Chinese stand in every row. Morning and afternoon sessions are listed as schools of their own, with their
own numbers, and stay so. One file covers the whole of Hong Kong.
"""

import re

from django.utils.translation import gettext as _

from mado.directory.enums import Level, LocationPrecision, Sector
from mado.directory.importing import cells
from mado.directory.importing.listed import ListedSchool, Row, RowRejected, Source
from mado.reference.places import local_region_name, region_from_local

_AREA = (22.1, 113.8, 22.6, 114.5)
_LEVELS: dict[str, tuple[str, ...]] = {
    "KINDERGARTEN": (Level.KINDERGARTEN,),
    "KINDERGARTEN-CUM-CHILD CARE CENTRES": (Level.KINDERGARTEN,),
    "PRIMARY": (Level.PRIMARY,),
    "SECONDARY": (Level.LOWER_SECONDARY, Level.UPPER_SECONDARY),
}
_SECTORS = {
    "GOVERNMENT": Sector.PUBLIC,
    "AIDED": Sector.PUBLIC,
    "CAPUT": Sector.PUBLIC,
    "DIRECT SUBSIDY SCHEME": Sector.PRIVATE,
    "ENGLISH SCHOOLS FOUNDATION": Sector.PRIVATE,
    "PRIVATE": Sector.PRIVATE,
    "PRIVATE INDEPENDENT SCH SCHEME": Sector.PRIVATE,
}
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


def _key(row: Row) -> str:
    return cells.needed(row, "SCHOOL NO.", 20)


def _read(row: Row) -> ListedSchool:
    district = cells.needed(row, "DISTRICT")
    region = region_from_local("HK", district)
    if not region:
        raise RowRejected("DISTRICT", district, _("This is none of Hong Kong's 18 districts."))
    english, chinese = cells.text(row, "ENGLISH NAME"), cells.text(row, "中文名稱")
    own_is_chinese = bool(_HAN.search(chinese))
    name = chinese if own_is_chinese else english or chinese
    if not name:
        raise RowRejected("ENGLISH NAME", "", _("The row has neither an English nor a Chinese name."))
    latitude, longitude = cells.point(row, "LATITUDE", "LONGITUDE", _AREA)
    levels = cells.choice(row, "SCHOOL LEVEL", _LEVELS)
    if "Special" in row["ENGLISH CATEGORY"]:
        levels = (*levels, Level.SPECIAL)
    return ListedSchool(
        key=_key(row),
        scope="HK",
        name=name,
        name_language="zh-Hant" if own_is_chinese else "en",
        name_en=english if own_is_chinese else "",
        levels=levels,
        sector=cells.choice(row, "FINANCE TYPE", _SECTORS),
        country="HK",
        region=region,
        region_name=local_region_name(region),
        city="香港" if own_is_chinese else "Hong Kong",
        address=cells.text(row, "中文地址" if own_is_chinese else "ENGLISH ADDRESS", 500),
        latitude=latitude,
        longitude=longitude,
        location_precision=LocationPrecision.NONE if latitude is None else LocationPrecision.EXACT,
        time_zone="Asia/Hong_Kong",
        phone=cells.text(row, "TELEPHONE", 60),
        website=cells.website(row, "WEBSITE"),
    )


SOURCE = Source(
    name="hk-edb",
    title="香港教育局 學校位置及資料",
    formats={"json": "utf-8"},
    columns=(
        *("SCHOOL NO.", "ENGLISH CATEGORY", "ENGLISH NAME", "中文名稱", "ENGLISH ADDRESS", "中文地址", "LONGITUDE"),
        *("LATITUDE", "DISTRICT", "FINANCE TYPE", "SCHOOL LEVEL", "TELEPHONE", "WEBSITE"),
    ),
    key_column="SCHOOL NO.",
    key=_key,
    read=_read,
)
