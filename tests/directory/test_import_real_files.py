"""The published files themselves, those that take a moment only. The whole is measured by bench/import_rate.py."""

import pytest
from django.conf import settings

from mado.directory.importing.listed import RowRejected
from mado.directory.importing.sources import opened, source_named

FILES = [
    ("tw-moe", "taiwan/moe_111_school_directory_latlon_20230825.xlsx", 4324, 0),
    ("jp-mext", "japan/mext_school_codes_20260529_6.csv", 1227, 2),
    ("jp-mext", "japan/mext_school_codes_20260529_5.xlsx", 1227, 0),
    ("kr-portal", "korea/전국초중등학교위치표준데이터.csv", 12011, 0),
    ("us-nces", "usa/nces_fl_schools.csv", 4248, 0),
    ("hk-edb", "hongkong/SCH_LOC_EDB.json", 3641, 0),
    ("gb-gias", "uk/england_school_details_2018.csv", 26078, 34),
]


@pytest.mark.shared_data
@pytest.mark.skipif(
    not settings.MADO_DATA_DIR.is_dir(), reason="the official files are not on this machine (MADO_DATA_DIR)"
)
@pytest.mark.parametrize(("source", "name", "rows", "rejected"), FILES, ids=[f"{row[0]}-{row[2]}" for row in FILES])
def test_every_row_is_taken_or_rejected_for_a_known_reason(source, name, rows, rejected):
    listing = source_named(source)
    keys, taken, refused = set(), 0, 0
    with opened(listing, settings.MADO_DATA_DIR / name) as read:
        for row in read():
            assert row.width == 0
            keys.add(listing.key(row))
            try:
                school = listing.read(row)
            except RowRejected:
                refused += 1
            else:
                taken += 1
                assert (school.country, bool(school.region), bool(school.name)) == (source[:2].upper(), True, True)
    assert (len(keys), taken, refused) == (rows, rows - rejected, rejected)
