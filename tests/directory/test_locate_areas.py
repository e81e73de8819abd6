import pytest
from django.core.management import CommandError, call_command

from mado.audit.models import AuditEntry
from mado.demo.primitives import make_organization
from mado.directory.services.locating import locate_areas
from mado.kernel.errors import BadInput

POSTCODES = "US\t93001\tVentura\tCalifornia\tCA\tVentura\t111\t\t\t34.3308\t-119.3584\t1\n"
MUNICIPALITIES = "\ufeffpid,pref,cid,city,citykana,lat,lng\n1,北海道,1101,札幌市 中央区,さっぽろし,43.05,141.34\n"


@pytest.fixture
def postcodes(tmp_path):
    path = tmp_path / "us.txt"
    path.write_text(POSTCODES, encoding="utf-8")
    return path


def american(name="Ventura Elementary", **place):
    return make_organization("school", name, language="en", country="US", region="US-CA", postcode="93001", **place)


def test_a_school_without_a_point_gets_the_centre_of_its_area_and_says_so(db, postcodes):
    school = american()
    run = locate_areas(gazetteer="us-postcodes", path=postcodes, actor=None)
    school.refresh_from_db()
    assert (school.latitude, school.longitude, school.location_precision) == (34.3308, -119.3584, "area")
    assert (run.changed, run.unchanged) == (1, 0)
    assert AuditEntry.objects.filter(verb="directory.locate_areas").count() == 1


def test_again_it_changes_nothing_and_never_a_schools_own_point(db, postcodes):
    own = american("Own Point", point=(34.0, -119.0))
    american()
    locate_areas(gazetteer="us-postcodes", path=postcodes, actor=None)
    assert locate_areas(gazetteer="us-postcodes", path=postcodes, actor=None).changed == 0
    own.refresh_from_db()
    assert (own.latitude, own.location_precision) == (34.0, "exact")


def test_wards_match_with_and_without_a_space(db, tmp_path):
    path = tmp_path / "jp.csv"
    path.write_text(MUNICIPALITIES, encoding="utf-8")
    school = make_organization("school", "中央小学校", language="ja", country="JP", region="JP-01", city="札幌市中央区")
    call_command("locate_areas", "jp-municipalities", str(path))
    school.refresh_from_db()
    assert (school.latitude, school.location_precision) == (43.05, "area")


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "US\t93001\n"])
def test_another_file_is_refused_with_a_sentence(db, tmp_path, content):
    path = tmp_path / "other.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match="Nothing was changed"):
        locate_areas(gazetteer="us-postcodes", path=path, actor=None)


def test_an_unknown_gazetteer_and_a_missing_file_are_said(db, tmp_path):
    with pytest.raises(CommandError, match="Choose one of: us-postcodes, jp-municipalities"):
        call_command("locate_areas", "mars", str(tmp_path / "x"))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("locate_areas", "us-postcodes", str(tmp_path / "x"))
