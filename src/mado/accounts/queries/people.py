"""What a person has typed, how they sign in, and whom the demonstration offers."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from mado.accounts.enums import Role
from mado.accounts.models import Appointment, Draft, RetentionRun, SeatClaim, User
from mado.accounts.queries.appointments import holding, may_read_all


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
        Appointment.objects.filter(holding(), user__is_active=True, user__is_superuser=False)
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


def confirmed_addresses(user: Any) -> list[str]:
    """The e-mail addresses the person has shown to be theirs, in lower case."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415  # allauth's models load after ours

    if not getattr(user, "is_authenticated", False):
        return []
    rows = EmailAddress.objects.filter(user=user.pk, verified=True).values_list("email", flat=True)
    return [email.lower() for email in rows]


def person_at(email: str) -> User | None:
    """The active account that has confirmed this address."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415  # as above

    row = EmailAddress.objects.filter(email__iexact=email, verified=True, user__is_active=True).select_related("user")
    found = row.first()
    return found.user if found else None


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Person's number → name, for lists that keep only the number."""
    return {person.pk: str(person) for person in User.objects.filter(pk__in=set(ids))}


GONE_AFTER_DAYS = 730
"""Two years after the last appointment ended: retention "seat"."""
FORGOTTEN = "@forgotten.invalid"
"""Where the address of a forgotten person ends: a domain that can never exist (RFC 2606)."""


def those_gone() -> QuerySet[User]:
    """People whose last appointment ended two years ago, who never had one and stayed away as long, or are forgotten."""
    return User.objects.filter(Q(email__endswith=FORGOTTEN) | Q(pk__in=people_to_forget().values("pk")))


def people_to_forget() -> QuerySet[User]:
    """Of these, the ones that are still named. Support staff are never among them."""
    before = timezone.now() - dt.timedelta(days=GONE_AFTER_DAYS)
    lasting = Appointment.objects.filter(
        Q(ended_at__isnull=True) & (Q(valid_to__isnull=True) | Q(valid_to__gte=before.date()))
        | Q(ended_at__gte=before),
        user=OuterRef("pk"),
    )
    ever = Appointment.objects.filter(user=OuterRef("pk"))
    asking = SeatClaim.objects.filter(claimant=OuterRef("pk"), state__in=("submitted", "info_requested"))
    away = Q(created_at__lt=before) & (Q(last_login__isnull=True) | Q(last_login__lt=before))
    return User.objects.filter(
        Exists(ever) | away, ~Exists(lasting), ~Exists(asking), is_staff=False, is_superuser=False
    ).exclude(email__endswith=FORGOTTEN)


def retention_runs_visible_to(user: Any) -> QuerySet[RetentionRun]:
    """Who reads everything sees how much was taken when."""
    return RetentionRun.objects.all() if may_read_all(user) else RetentionRun.objects.none()
