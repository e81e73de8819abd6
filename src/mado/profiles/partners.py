"""Who is a partner of a school: told by the app that knows partnerships, which stands above this one."""

from collections.abc import Callable
from typing import Any

from mado.directory.models import Organization

PartnerTest = Callable[[Any, Organization], bool]
_TESTS: list[PartnerTest] = []


def register_partner_test(test: PartnerTest) -> None:
    """`test(user, organization)`: whether the user acts for a school that is a partner of this one."""
    if test not in _TESTS:
        _TESTS.append(test)


def is_partner_of(user: Any, organization: Organization) -> bool:
    return any(test(user, organization) for test in _TESTS)
