"""Shared by all tests. The world is built by mado.demo's own builder: the same code as the demo world."""

import pytest

from mado.demo.small_world import SmallWorld, build_small_world


@pytest.fixture
def world(db) -> SmallWorld:
    """Two vetted schools, their offices, a third school in Tokyo, and a stranger. See mado.demo.small_world."""
    return build_small_world()
