"""Support looks after what could not be sent; nothing is written here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from mado.notify.models import OutboxMessage
from mado.notify.queries import undeliverable


class GivenUp(admin.SimpleListFilter):
    title = "delivery"
    parameter_name = "delivery"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002  # Django's signature
        return [("failed", "given up after every attempt"), ("waiting", "not sent yet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> QuerySet[OutboxMessage]:  # noqa: ARG002  # Django's signature
        if self.value() == "failed":
            return queryset.filter(pk__in=undeliverable())
        return queryset.filter(sent_at__isnull=True) if self.value() == "waiting" else queryset


@admin.register(OutboxMessage)
class OutboxMessageAdmin(admin.ModelAdmin):
    list_display = ("key", "recipient_email", "language", "created_at", "sent_at", "attempts", "last_error")
    list_filter = (GivenUp, "language", "key")
    search_fields = ("recipient_email", "subject", "message_id")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  # Django's signature
        return False

    def has_change_permission(self, request: HttpRequest, obj: OutboxMessage | None = None) -> bool:  # noqa: ARG002  # Django's signature
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutboxMessage | None = None) -> bool:  # noqa: ARG002  # Django's signature
        return False

    def has_view_permission(self, request: HttpRequest, obj: OutboxMessage | None = None) -> bool:  # noqa: ARG002  # Django's signature
        return bool(request.user.is_staff)
