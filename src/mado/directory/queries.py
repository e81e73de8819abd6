"""Reads of the directory."""

from typing import Any

from django.db.models import QuerySet

from mado.directory.models import ImportRun, Organization


def visible_to(user: Any) -> QuerySet[Organization]:  # noqa: ARG001  # the same signature in every app
    """The directory is public: everybody sees every organisation, listed or no longer listed."""
    return Organization.objects.all()


def import_runs_visible_to(user: Any) -> QuerySet[ImportRun]:
    """Officers see how the lists were read. The permission "directory.view_import" is given by
    mado.accounts.permissions, because appointments live above this app."""
    if getattr(user, "is_authenticated", False) and user.has_perm("directory.view_import"):
        return ImportRun.objects.all()
    return ImportRun.objects.none()


def organization_of_code(code: str) -> Organization | None:
    """The organisation with this public code, in any case, with names and identifiers; None when there is none."""
    if not (code.isascii() and code.isalnum()):
        return None
    rows = Organization.objects.prefetch_related("names", "identifiers")
    return rows.filter(code=code.upper()[:12]).first()
