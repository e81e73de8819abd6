"""Wishes: who sees which, what stands in them, and what is still missing."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mado.accounts.queries import in_care_of, may_read_all, seat_organization_ids
from mado.directory.models import Organization
from mado.profiles.enums import WishState
from mado.profiles.models import Wish, WishWindow
from mado.profiles.queries.profile import Task


def wishes_visible_to(user: Any) -> QuerySet[Wish]:
    """Open wishes are everybody's to read; all others only the school's own and the offices' in care of it."""
    if may_read_all(user):
        return Wish.objects.all()
    mine = Q(organization__in=seat_organization_ids(user))
    return Wish.objects.filter(Q(state=WishState.OPEN) | mine | in_care_of(user, "organization__"))


def _unexpired() -> Q:
    return Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate())


def open_wishes(organization: Organization) -> list[Wish]:
    """Open wishes that have not run out, newest first, with their weekly windows. Two queries."""
    rows = Wish.objects.filter(_unexpired(), organization=organization, state=WishState.OPEN)
    return list(rows.prefetch_related("windows"))


def open_wishes_of_many(organization_ids: Sequence[int]) -> list[Wish]:
    """Open wishes of several schools, not run out. One query."""
    return list(Wish.objects.filter(_unexpired(), organization__in=organization_ids, state=WishState.OPEN))


def own_wishes(organization: Organization) -> list[Wish]:
    """Everything the school has written and not withdrawn, newest first."""
    return list(Wish.objects.filter(organization=organization).exclude(state=WishState.WITHDRAWN))


def wish_for_page(organization: Organization, code: str) -> QuerySet[Wish]:
    """One wish of the school with its windows in order, for get_object_or_404."""
    windows = Prefetch("windows", WishWindow.objects.order_by("weekday", "start"))
    return (
        Wish.objects.filter(organization=organization, code=code)
        .select_related("organization")
        .prefetch_related(windows)
    )


def is_expired(wish: Wish) -> bool:
    return wish.valid_until is not None and wish.valid_until < timezone.localdate()


def wish_tasks(wish: Wish) -> list[Task]:
    """The sections of a wish in order; a wish can be opened when all are done."""
    lasts = wish.valid_until is not None and not is_expired(wish)
    return [
        Task(
            "kind",
            _("Kind and title"),
            bool(wish.title.strip() and wish.kind),
            _("Give the wish a title and say what kind of exchange you look for."),
        ),
        Task(
            "whom",
            _("Which schools"),
            bool(wish.partner_levels),
            _("Choose the levels of school you look for, and countries if it matters."),
        ),
        Task(
            "group",
            _("Ages and group"),
            bool(wish.age_from and wish.age_to and wish.group_size),
            _("Say how old your pupils are and how many take part."),
        ),
        Task(
            "languages",
            _("Languages of the exchange"),
            bool(wish.languages),
            _("Choose at least one language you can meet in."),
        ),
        Task("topics", _("Topics and goals"), bool(wish.topics), _("Choose at least one topic.")),
        Task(
            "times",
            _("Period and weekly times"),
            bool(wish.period_from and wish.period_to),
            _("Say from when until when the exchange could run."),
        ),
        Task(
            "capacity",
            _("How many partners, until when"),
            lasts,
            _("Say until when the wish stands: a date from today on."),
        ),
    ]
