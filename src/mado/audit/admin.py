"""The chain to look at, for support; nothing can be written here."""

from django.contrib import admin
from django.http import HttpRequest

from mado.audit.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    list_display = ("id", "at", "verb", "object_type", "object_code", "actor_id")
    list_filter = ("object_type", "verb")
    search_fields = ("object_code", "object_id", "hash")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  # Django's signature
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:  # noqa: ARG002  # Django's signature
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:  # noqa: ARG002  # Django's signature
        return False

    def has_view_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:  # noqa: ARG002  # Django's signature
        return request.user.has_perm("audit.view_entry")
