"""What a person has typed, how they sign in, and whom the demonstration offers."""

from typing import Any

from django.utils.datastructures import MultiValueDict

from mado.accounts.enums import Role
from mado.accounts.models import Appointment, Draft, User
from mado.accounts.queries.appointments import in_force


def draft_data(user: Any, key: str) -> MultiValueDict[str, str]:
    """What the person typed into this form and has not handed in: field name → values; empty when there is nothing.

    Usable as a form's `initial` for single-valued fields; `accounts.prefill.fill_from_draft` knows every field.
    """
    if not getattr(user, "is_authenticated", False):
        return MultiValueDict()
    draft = Draft.objects.filter(user=user.pk, key=key).first()
    return MultiValueDict(draft.data if draft else {})


def demo_people() -> list[Appointment]:
    """For the development page: of each role the first person in each country."""
    rows = (
        Appointment.objects.filter(in_force(), user__is_active=True, user__is_superuser=False)
        .order_by("role", "organization__country", "id")
        .distinct("role", "organization__country")
        .select_related("user", "organization")
    )
    order = list(Role)
    return sorted(rows, key=lambda row: order.index(Role(row.role)))


def demo_newcomer() -> User | None:
    """For the development page: somebody who acts for nobody yet."""
    return User.objects.filter(appointments=None, is_active=True, is_superuser=False).order_by("id").first()


def second_step_is_on(user: User) -> bool:
    """Whether signing in takes a second step."""
    from allauth.mfa.utils import is_mfa_enabled  # noqa: PLC0415  # allauth's models load after ours

    return bool(is_mfa_enabled(user))
