"""Shared by all tests. The world is built by mado.demo's own builder: the same code as the demo world."""

import hypothesis
import pytest
from django.utils import translation

from mado.demo.small_world import SmallWorld, build_small_world

# No test is timed: a busy machine must not turn one red.
hypothesis.settings.register_profile(
    "mado", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("mado")


@pytest.fixture
def world(db) -> SmallWorld:
    """Two vetted schools, their offices, a third school in Tokyo, and a stranger. See mado.demo.small_world."""
    return build_small_world()


@pytest.fixture(autouse=True)
def in_english():
    """A test that reads a page in Japanese leaves its language on the thread; the next one begins in English."""
    with translation.override("en"):
        yield
