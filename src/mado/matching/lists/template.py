"""An example list with three fictitious schools, in the active language: what `mado pair --template` writes."""

from pathlib import Path

from mado.directory.enums import Level, Sector
from mado.kernel.export import csv_bytes, xlsx_bytes
from mado.matching.lists.columns import COLUMNS
from mado.profiles.enums import ExchangeKind, MeetingMode, Setting, Topic
from mado.profiles.wording import weekday_name
from mado.reference.languages import language_name
from mado.reference.places import country_name, region_name

EXAMPLE_COLUMNS = (
    *("id", "name", "country", "region", "levels", "sector", "setting", "ages", "group_size", "languages", "practises"),
    *(
        "kind",
        "mode",
        "topics",
        "sdgs",
        "partner_countries",
        "partner_regions",
        "period",
        "times",
        "capacity",
        "waiting_since",
        "first_time",
    ),
)
_OWN = {"en": "own", "zh-hant": "母語", "ja": "母語", "ko": "모국어"}
_YES = {"en": ("yes", "no"), "zh-hant": ("是", "否"), "ja": ("はい", "いいえ"), "ko": ("예", "아니요")}
_TO = {"en": "2027-02-22 to 2027-06-18", "zh-hant": "2027-02-22 至 2027-06-18", "ja": "2027-02-22 ～ 2027-06-18", "ko": "2027-02-22 ~ 2027-06-18"}  # fmt: skip


def template_rows(language: str) -> list[list[str]]:
    """Three rows in the order of EXAMPLE_COLUMNS."""
    own = f"{language_name('zh-Hant')} {_OWN[language]}"
    english, japanese = language_name("en"), language_name("ja")
    week = f"{weekday_name(1, 'abbreviated')}-{weekday_name(5, 'abbreviated')} 08:00-16:00"
    two_days = f"{weekday_name(2, 'abbreviated')} 09:00-11:30; {weekday_name(4, 'abbreviated')} 13:00-15:00"
    yes, no = _YES[language]
    rows = [
        ("TW-01", "望海國民小學", "TW-KHH", Level.PRIMARY, Sector.PUBLIC, Setting.URBAN, "10-12", "24", f"{english} A2; {own}", english,
         ExchangeKind.CULTURAL, MeetingMode.BOTH, (Topic.FOOD, Topic.MUSIC), "2; 12", "", "", week, "2", "2026-09-01", no),
        ("TW-02", "雲山國民中學", "TW-HUA", Level.LOWER_SECONDARY, Sector.PUBLIC, Setting.REMOTE, "13-15", "18", f"{english} A2; {own}", english,
         ExchangeKind.CULTURAL, MeetingMode.ASYNC, (Topic.ENVIRONMENT, Topic.CULTURE), "13; 15", "", "", week, "1", "2026-03-15", yes),
        ("TW-03", "新潮高級中學", "TW-TPE", Level.UPPER_SECONDARY, Sector.PRIVATE, Setting.URBAN, "16-18", "30", f"{english} B1; {own}", japanese,
         ExchangeKind.CO_TEACHING, MeetingMode.LIVE, (Topic.SCIENCE, Topic.ROBOTICS), "9", country_name("JP"), region_name("JP-13"), two_days, "1", "2026-10-05", no),
    ]  # fmt: skip
    found = []
    for (
        code,
        name,
        region,
        level,
        sector,
        setting,
        ages,
        size,
        languages,
        practises,
        kind,
        mode,
        topics,
        goals,
        wanted,
        only,
        times,
        places,
        since,
        first,
    ) in rows:  # one row, one line
        found.append([
            code, name, country_name("TW"), region_name(region), str(level.label), str(sector.label), str(setting.label), ages, size,
            languages, practises, str(kind.label), str(mode.label), "; ".join(str(topic.label) for topic in topics), goals, wanted, only,
            _TO[language], times, places, since, first,
        ])  # fmt: skip
    return found


def template_bytes(path: Path, language: str) -> bytes:
    """CSV, or XLSX where the name ends so."""
    columns = {column.key: column for column in COLUMNS}
    header = [columns[key].heading(language) for key in EXAMPLE_COLUMNS]
    rows = template_rows(language)
    return xlsx_bytes("Mado", header, rows) if path.suffix.lower() == ".xlsx" else csv_bytes(header, rows)
