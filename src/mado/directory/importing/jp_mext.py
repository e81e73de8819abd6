"""Japan, MEXT: 学校コード一覧 (xlsx, or CSV in CP932). The header is in row 2 and has line breaks inside cells.

The list is published in parts (east, west, higher education), so the scope is the prefecture, kept apart for schools
and for higher education: the file of the universities says nothing of a prefecture's elementary schools. Rows with an
abolition date (廃止) stay in the list for years: they close a school we know and create none.
"""

import datetime as dt
import re

from django.utils import timezone
from django.utils.translation import gettext as _

from mado.directory.enums import Level, OrganizationKind, Sector
from mado.directory.importing import cells
from mado.directory.importing.listed import ListedSchool, Row, RowRejected, Source
from mado.reference.places import local_region_name

_LEVELS: dict[str, tuple[str, ...]] = {
    "A1": (Level.KINDERGARTEN,),  # 幼稚園
    "A2": (Level.KINDERGARTEN,),  # 幼保連携型認定こども園
    "B1": (Level.PRIMARY,),
    "C1": (Level.LOWER_SECONDARY,),
    "C2": (Level.PRIMARY, Level.LOWER_SECONDARY),  # 義務教育学校
    "D1": (Level.UPPER_SECONDARY,),
    "D2": (Level.LOWER_SECONDARY, Level.UPPER_SECONDARY),  # 中等教育学校
    "E1": (Level.SPECIAL,),
    "F1": (Level.TERTIARY,),
    "F2": (Level.TERTIARY,),  # 短期大学
    "G1": (Level.UPPER_SECONDARY, Level.TERTIARY),  # 高等専門学校, from 15 to 20 years of age
    "H1": (Level.OTHER,),  # 専修学校
    "H2": (Level.OTHER,),  # 各種学校
}
_SECTORS = {"1": Sector.NATIONAL, "2": Sector.PUBLIC, "3": Sector.PRIVATE}
_CITY = re.compile(
    # Cities whose names contain 市, 郡 themselves; then towns of a county (郡), cities, wards of Tokyo, other towns.
    r"四日市市|廿日市市|野々市市|大和郡山市|蒲郡市|小郡市"
    r"|(?:[東西北]村山|田村|余市|高市|[^市区町村]{1,5}?)郡(?:玉村町|大町町|余市町|.{1,6}?[町村])"
    r"|[^区]{1,6}?市|[^市]{1,4}?区|.{1,6}?[町村]"
)


def _coded(row: Row, column: str) -> str:
    """ "13(東京)" → "13"."""
    return cells.needed(row, column).split("(")[0].split("（")[0]


def _key(row: Row) -> str:
    return cells.needed(row, "学校コード", 20)


def _whole(column: str, found: str) -> str:
    """The CSV edition has "?" where CP932 lacks a character (開志創造?学 for 開志創造⼤学): better no row than that."""
    if "?" in found:
        reason = _("A character was lost (“?”) when this CSV was made. Take the xlsx edition of the list.")
        raise RowRejected(column, found, reason)
    return found


def _city(address: str, prefecture: str) -> str:
    found = _CITY.match(address.removeprefix(prefecture))
    return found.group() if found else ""


def _read(row: Row) -> ListedSchool:
    kind, sector, number = _coded(row, "学校種"), _coded(row, "設置区分"), _coded(row, "都道府県番号")
    if kind not in _LEVELS:
        raise RowRejected(
            "学校種", kind, _("Unknown kind of school. Known: %(known)s.") % {"known": ", ".join(_LEVELS)}
        )
    if sector not in _SECTORS:
        raise RowRejected("設置区分", sector, _("Unknown founder. Known: 1 (国), 2 (公), 3 (私)."))
    region = f"JP-{number}"
    prefecture = local_region_name(region)
    if prefecture == region:
        raise RowRejected("都道府県番号", number, _("Prefectures have the numbers 01 to 47."))
    name = _whole("学校名", cells.needed(row, "学校名"))
    address = _whole("学校所在地", cells.text(row, "学校所在地", 500))
    postcode = cells.text(row, "郵便番号", 16)
    abolished = cells.date(row, "属性情報廃止年月日")
    higher = kind in ("F1", "F2", "G1")
    return ListedSchool(
        key=_key(row),
        scope=f"{region}/{'higher' if higher else 'schools'}",
        kind=OrganizationKind.UNIVERSITY if higher else OrganizationKind.SCHOOL,
        name=name,
        name_language="ja",
        levels=_LEVELS[kind],
        sector=_SECTORS[sector],
        country="JP",
        region=region,
        region_name=prefecture,
        city=_city(address, prefecture),
        address=address,
        postcode=f"{postcode[:3]}-{postcode[3:]}" if re.fullmatch(r"\d{7}", postcode) else postcode,
        time_zone="Asia/Tokyo",
        closed=abolished is not None and abolished <= _today(),
        closed_on=abolished,
    )


def _today() -> dt.date:
    return timezone.localdate()


SOURCE = Source(
    name="jp-mext",
    title="文部科学省 学校コード一覧",
    formats={"xlsx": "", "csv": "cp932"},
    columns=(
        "学校コード",
        "学校種",
        "都道府県番号",
        "設置区分",
        "学校名",
        "学校所在地",
        "郵便番号",
        "属性情報廃止年月日",
    ),
    key_column="学校コード",
    key=_key,
    read=_read,
)
