"""For support staff: looking things up, and mending what no list and no page covers. Never the product."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from mado.directory.models import (
    ImportRejection,
    ImportRun,
    Mandate,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    OrganizationRelation,
)


class NameInline(admin.TabularInline):
    model = OrganizationName
    extra = 0


class IdentifierInline(admin.TabularInline):
    model = OrganizationIdentifier
    extra = 0


class RelationInline(admin.TabularInline):
    model = OrganizationRelation
    fk_name = "source"
    raw_id_fields = ("target",)
    extra = 0


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "name_en", "kind", "country", "region_name", "city", "delisted_on")
    list_filter = ("kind", "country")
    search_fields = ("code", "name", "name_en", "identifiers__value")
    readonly_fields = ("created_at", "updated_at")
    inlines = (NameInline, IdentifierInline, RelationInline)
    show_full_result_count = False


@admin.register(Mandate)
class MandateAdmin(admin.ModelAdmin):
    list_display = ("office", "country", "region", "kinds", "levels", "vets", "valid_from", "valid_to")
    list_filter = ("country",)
    raw_id_fields = ("office",)


class ReadOnly(admin.ModelAdmin):
    """Runs and rejections are written by the importer alone."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:  # noqa: ARG002  # Django's signature
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002  # Django's signature
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002  # Django's signature
        return False


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly):
    list_display = (
        *("source", "file_name", "started_at", "finished_at", "rows_done", "created", "changed", "unchanged"),
        *("delisted", "passed_over", "rejected"),
    )
    list_filter = ("source",)


@admin.register(ImportRejection)
class ImportRejectionAdmin(ReadOnly):
    list_display = ("run", "line", "column", "found", "reason")
    list_filter = ("run__source",)
