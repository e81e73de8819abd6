from mado.directory.models.imports import ImportRejection, ImportRun, ListedRow
from mado.directory.models.organization import (
    Mandate,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    OrganizationRelation,
)
from mado.directory.models.searches import SavedSearch, SearchAlert

__all__ = [
    "ImportRejection",
    "ImportRun",
    "ListedRow",
    "Mandate",
    "Organization",
    "OrganizationIdentifier",
    "OrganizationName",
    "OrganizationRelation",
    "SavedSearch",
    "SearchAlert",
]
