import hashlib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from mado.audit.services import record
from mado.directory.enums import LocationPrecision
from mado.directory.importing.areas import GAZETTEERS, read_areas
from mado.directory.models import ImportRun, Organization
from mado.directory.services.copying import update_rows
from mado.directory.services.indexing import queue_reindex

BATCH = 2_000


@transaction.atomic
def locate_areas(*, gazetteer: str, path: Path, actor: Any) -> ImportRun:
    """Give every school of the gazetteer's country that has no point the centre of its area, marked as such.

    A school's own point is never touched. Run it again after an import: a second run changes nothing that stands.
    """
    areas = read_areas(gazetteer, path)
    country, key_of = GAZETTEERS[gazetteer].country, GAZETTEERS[gazetteer].key_of
    schools = Organization.objects.filter(country=country).exclude(location_precision=LocationPrecision.EXACT)
    seen, moved = 0, []
    for pk, region, city, postcode, lat, lon in schools.values_list(
        "pk", "region", "city", "postcode", "latitude", "longitude"
    ):
        seen += 1
        point = areas.get(key_of(region, city, postcode))
        if point and point != (lat, lon):
            moved.append((pk, *point, LocationPrecision.AREA.value))
    update_rows(Organization, ["latitude", "longitude", "location_precision"], moved)
    run = ImportRun.objects.create(
        source=gazetteer,
        file_name=path.name[:200],
        file_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        rows_done=seen,
        changed=len(moved),
        unchanged=seen - len(moved),
        finished_at=timezone.now(),
    )
    details = {"source": gazetteer, "file": run.file_name, "sha256": run.file_sha256, "changed": run.changed}
    record(actor=actor, verb="directory.locate_areas", thing=run, details=details)
    for start in range(0, len(moved), BATCH):
        queue_reindex(row[0] for row in moved[start : start + BATCH])
    return run
