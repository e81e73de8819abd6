"""What the benches stand on; they themselves take too long for a test."""

from itertools import islice

from bench.pages import made_up, real_organizations
from mado.directory.models import Organization


def test_the_rows_of_the_page_bench_stand_beside_the_small_world(world):
    before = Organization.objects.count()
    Organization.objects.bulk_create(islice(real_organizations(otherwise=made_up()), 5))
    assert Organization.objects.count() == before + 5
