from mado.directory.enums import Level
from mado.directory.models import Organization
from mado.reference.places import country_name, region_name


def place_of(organization: Organization) -> str:
    """Town, region, country: the smallest first, in the reader's language where it is known."""
    region = region_name(organization.region) if organization.region else organization.region_name
    parts = [organization.city, region, country_name(organization.country)]
    return " · ".join(part for part in parts if part)


def level_names(organization: Organization) -> str:
    return " · ".join(str(Level(level).label) for level in organization.levels)
