import datetime as dt

import pytest
from django.utils import timezone

from mado.accounts.models import User
from mado.accounts.services import submit_claim
from mado.demo.primitives import make_organization
from mado.directory.enums import Level, OrganizationKind


@pytest.fixture
def elm(world):
    """A listed school in California whose seat nobody holds."""
    return make_organization(
        OrganizationKind.SCHOOL,
        "Elm Street Elementary",
        language="en",
        country="US",
        region="US-CA",
        city="Elmville",
        zone="America/Los_Angeles",
        levels=[Level.PRIMARY],
        website="https://www.elm.k12.example.org/home",
        phone="+1 951 555 0101",
    )


@pytest.fixture
def ask(elm):
    """Hand in a claim as this person, by default for Elm Street."""

    def hand_in(user, organization=None, **fields):
        said = {
            "role": "coordinator",
            "position": "Grade 4",
            "school_email": "sam@elm.k12.example.org",
            "school_phone": "",
            "explanation": "See the staff page.",
        }
        return submit_claim(user=fresh(user), organization=organization or elm, **{**said, **fields})

    return hand_in


@pytest.fixture
def claim(world, ask):
    """The stranger asks for the seat of Elm Street."""
    return ask(world.stranger)


def fresh(user):
    """The person as the next request sees them: without what an earlier one cached."""
    return User.objects.get(pk=user.pk)


def in_days(number):
    return timezone.localdate() + dt.timedelta(days=number)
