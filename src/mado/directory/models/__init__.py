from mado.directory.models.imports import ImportRejection, ImportRun, ListedRow
from mado.directory.models.organization import (
    Mandate,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    OrganizationRelation,
)

__all__ = [
    "ImportRejection",
    "ImportRun",
    "ListedRow",
    "Mandate",
    "Organization",
    "OrganizationIdentifier",
    "OrganizationName",
    "OrganizationRelation",
]
