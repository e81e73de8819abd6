"""For support staff: look up and correct; deeds go through the product's own pages."""

from django.contrib import admin

from mado.accounts.models import Appointment, SeatClaim, User, Verification


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "name", "language", "is_active", "is_staff"]
    search_fields = ["email", "name", "name_romanised"]
    exclude = ["password"]
    readonly_fields = ["email", "last_login", "created_at"]


@admin.register(Appointment)
class AppointmentAdmin(admin.ModelAdmin):
    list_display = ["user", "role", "organization", "valid_from", "valid_to"]
    list_filter = ["role"]
    list_select_related = ["user", "organization"]
    search_fields = ["user__email", "user__name", "organization__name", "organization__code"]
    raw_id_fields = ["user", "organization", "acting_for"]


@admin.register(Verification)
class VerificationAdmin(admin.ModelAdmin):
    list_display = ["organization", "office", "verified_on", "valid_until"]
    list_select_related = ["organization", "office"]
    raw_id_fields = ["organization", "office", "verified_by"]


@admin.register(SeatClaim)
class SeatClaimAdmin(admin.ModelAdmin):
    """Read only: a claim moves by the services alone."""

    list_display = ["code", "state", "organization", "office", "answer_by"]
    list_filter = ["state"]
    list_select_related = ["organization", "office"]
    search_fields = ["code", "organization__name"]

    def has_add_permission(self, request: object) -> bool:  # noqa: ARG002  # Django's signature
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:  # noqa: ARG002  # Django's signature
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:  # noqa: ARG002  # Django's signature
        return False
