"""Wishes: who sees which, what stands in them, and what is still missing."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mado.accounts.queries import in_care_of, may_read_all, seat_organization_ids
from mado.directory.models import Organization
from mado.profiles.enums import WishState
from mado.profiles.models import Wish, WishWindow
from mado.profiles.queries.profile import Task
from mado.reference.places import regions


def wishes_visible_to(user: Any) -> QuerySet[Wish]:
    """Open wishes are everybody's to read; all others only the school's own and the offices' in care of it."""
    if may_read_all(user):
        return Wish.objects.all()
    mine = Q(organization__in=seat_organization_ids(user))
    return Wish.objects.filter(Q(state=WishState.OPEN) | mine | in_care_of(user, "organization__"))


def _unexpired() -> Q:
    return Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate())


def open_to(country: str, region: str = "") -> Q:
    """A filter for wishes that take a school of this country: they name it, or name none and do not leave it out. With a
    region: not those that name other regions of it alone. What a school leaves out is its own affair: schools behind this
    filter are named to no school of another country than the one asked for."""
    named = Q(partner_countries__contains=[country]) | Q(partner_countries=[])
    welcome = named & ~Q(excluded_countries__contains=[country])
    if not region:
        return welcome
    bounded = Q(partner_regions__overlap=[code for code, _name in regions(country)])
    return welcome & (~bounded | Q(partner_regions__contains=[region]))


def open_wishes(organization: Organization) -> list[Wish]:
    """Open wishes that have not run out, newest first, with their weekly windows and texts. Three queries."""
    rows = Wish.objects.filter(_unexpired(), organization=organization, state=WishState.OPEN)
    return list(rows.select_related("organization").prefetch_related("windows", "texts"))


def open_wishes_of_many(organization_ids: Sequence[int]) -> list[Wish]:
    """Open wishes of several schools, not run out; those of a dormant school count as not open. With their texts: two queries."""
    rows = Wish.objects.filter(_unexpired(), organization__in=organization_ids, state=WishState.OPEN)
    return list(rows.filter(organization__profile__dormant_since__isnull=True).prefetch_related("texts"))


def own_wishes(organization: Organization) -> list[Wish]:
    """Everything the school has written and not withdrawn, newest first."""
    rows = Wish.objects.filter(organization=organization).exclude(state=WishState.WITHDRAWN)
    return list(rows.select_related("organization").prefetch_related("texts"))


def wish_for_page(organization: Organization, code: str) -> QuerySet[Wish]:
    """One wish of the school with its windows in order, for get_object_or_404."""
    windows = Prefetch("windows", WishWindow.objects.order_by("weekday", "start"))
    return (
        Wish.objects.filter(organization=organization, code=code)
        .select_related("organization")
        .prefetch_related(windows, "texts")
    )


def is_expired(wish: Wish) -> bool:
    return wish.valid_until is not None and wish.valid_until < timezone.localdate()


def last_wish(organization: Organization) -> Wish | None:
    """The school's newest wish of which something is said: what the next one most likely repeats."""
    written = Wish.objects.filter(organization=organization).exclude(title="", kind="")
    return written.prefetch_related("windows").first()


def wish_tasks(wish: Wish) -> list[Task]:
    """The sections of a wish in order; a wish can be opened when all that are needed are done."""
    lasts = wish.valid_until is not None and not is_expired(wish)

    def more(key: str, title: str | Promise, done: object, missing: str | Promise) -> Task:
        return Task(key, title, bool(done), missing, needed=False)

    return [
        Task(
            "kind",
            _("Kind and title"),
            bool(wish.title.strip() and wish.kind),
            _("Give the wish a title and say what kind of exchange you look for."),
        ),
        more(
            "forms",
            _("What you would do"),
            wish.forms or wish.note,
            _("Say what the two groups would do, and which other kinds you would accept."),
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
        Task("topics", _("Topics"), bool(wish.topics), _("Choose at least one topic.")),
        more(
            "goals",
            _("Aims and what comes out"),
            wish.purpose or wish.aims or wish.outcomes or wish.evaluation,
            _("Say what it is for and what the pupils will have made in the end."),
        ),
        Task(
            "times",
            _("Period and weekly times"),
            bool(wish.period_from and wish.period_to),
            _("Say from when until when the exchange could run."),
        ),
        more(
            "terms",
            _("Give and take"),
            wish.reciprocity or wish.who_pays,
            _("Say who pays what and whether you expect the same in return."),
        ),
        Task(
            "capacity",
            _("How many partners, until when"),
            lasts,
            _("Say until when the wish stands: a date from today on."),
        ),
        more(
            "texts",
            _("In other languages"),
            wish.texts.all() if wish.pk else (),
            _("Give the title and your words in the language of the partners you look for."),
        ),
    ]
