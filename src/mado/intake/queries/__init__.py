"""Reads of this app."""

from mado.intake.queries.uploads import (
    contacts_visible_to,
    new_contacts,
    offices_to_bring_for,
    page_rows,
    problem_rows,
    remembered_mapping,
    rows_visible_to,
    uploads_visible_to,
)

__all__ = [
    "contacts_visible_to",
    "new_contacts",
    "offices_to_bring_for",
    "page_rows",
    "problem_rows",
    "remembered_mapping",
    "rows_visible_to",
    "uploads_visible_to",
]
