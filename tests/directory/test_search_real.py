"""The official list of Taiwan, imported and searched as people type."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from mado.directory.models import Organization
from mado.directory.search import SearchRequest, search_organizations
from mado.directory.services.indexing import rebuild_index

LIST = Path(settings.MADO_DATA_DIR) / "taiwan" / "moe_111_school_directory_latlon_20230825.xlsx"
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.slow,
    pytest.mark.skipif(not LIST.exists(), reason="needs the official list of Taiwan under MADO_DATA_DIR"),
]


@pytest.mark.django_db
def test_schools_of_kaohsiung_are_found_as_people_type(settings, tmp_path, capsys):
    settings.MADO_SEARCH_DIR = tmp_path
    call_command("import_directory", "tw-moe", str(LIST))
    capsys.readouterr()
    assert rebuild_index() == 4324
    here = Organization.objects.filter(region="TW-KHH")
    for typed in ("Kaohsiung", "kaohsiung", "Gaoxiong", "Takao", "高雄", "kaohsuing", "가오슝"):
        result = search_organizations(SearchRequest(q=typed, limit=500))
        assert result.total == here.count(), typed
        assert {hit.organization_id for hit in result.hits} == set(here.values_list("pk", flat=True)), typed
    primary = here.filter(levels__contains=["primary"]).count()
    for typed in ("高雄 国小", "高雄 國小", "高雄 小学校", "Kaohsiung primary school", "가오슝 초등학교"):
        assert search_organizations(SearchRequest(q=typed)).total == primary, typed
    assert search_organizations(SearchRequest(q="Kaohsiung", level=("primary",))).total == primary
    assert search_organizations(SearchRequest(q="kaohsuing")).spelling == "kaohsiung"
