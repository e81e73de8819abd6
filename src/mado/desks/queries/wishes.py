"""Wishes nobody can meet: open, and no school that takes part wishes for the like and fits the hard conditions."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Concat
from django.db.models.lookups import Exact
from django.utils import timezone

from mado.accounts.queries import in_care_of, may_read_all, taking_part
from mado.partnerships.queries.capacity import full_wishes
from mado.profiles.enums import ExchangeKind, WishState
from mado.profiles.models import Wish

_TEXTS = ArrayField(CharField())


def _open(full: Sequence[int]) -> QuerySet[Wish]:
    unexpired = Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate())
    return Wish.objects.filter(unexpired, state=WishState.OPEN).exclude(pk__in=full)


def _like(kind: Any) -> Case:
    """The kind that meets this one: who wants to visit needs somebody who welcomes."""
    return Case(
        When(Exact(kind, Value(ExchangeKind.VISIT_IN.value)), then=Value(ExchangeKind.VISIT_OUT.value)),
        When(Exact(kind, Value(ExchangeKind.VISIT_OUT.value)), then=Value(ExchangeKind.VISIT_IN.value)),
        default=kind,
        output_field=CharField(),
    )


def _as_text(regions: Any) -> Func:
    return Func(regions, Value(","), function="array_to_string", output_field=TextField())


def _met_by_somebody(full: Sequence[int]) -> Exists:
    """Another school's open wish with a place left, of the like kind or of one that one of the two would accept instead, such
    that each is of a country, a region, a level and a language the other asked for. An
    empty list asks for nothing, nor does a list of regions of a country it names none of; without a country named, the
    other school lives in another country."""
    our_country = Concat(OuterRef("organization__country"), Value("-"))
    their_country = Concat(F("organization__country"), Value("-"))
    theirs = (
        _open(full)
        .annotate(
            meets=_like(F("kind")),
            asked_kind=_like(OuterRef("kind")),
            asked_instead=ExpressionWrapper(OuterRef("alternative_kinds"), output_field=_TEXTS),
            asked_countries=ExpressionWrapper(OuterRef("partner_countries"), output_field=_TEXTS),
            not_asked=ExpressionWrapper(OuterRef("excluded_countries"), output_field=_TEXTS),
            asked_regions=ExpressionWrapper(OuterRef("partner_regions"), output_field=_TEXTS),
            asked_regions_text=_as_text(OuterRef("partner_regions")),
            their_regions_text=_as_text(F("partner_regions")),
            our_region=ExpressionWrapper(OuterRef("organization__region"), output_field=CharField()),
            asked_levels=ExpressionWrapper(OuterRef("partner_levels"), output_field=_TEXTS),
            asked_languages=ExpressionWrapper(OuterRef("languages"), output_field=_TEXTS),
            our_levels=ExpressionWrapper(OuterRef("organization__levels"), output_field=_TEXTS),
        )
        .filter(
            Q(asked_countries__contains=[F("organization__country")])
            | Q(asked_countries=[]) & ~Q(organization__country=OuterRef("organization__country")),
            ~Q(not_asked__contains=[F("organization__country")]),
            ~Q(excluded_countries__contains=[OuterRef("organization__country")]),
            Q(organization__region="")
            | Q(asked_regions__contains=[F("organization__region")])
            | ~Q(asked_regions_text__contains=their_country),
            Q(our_region="")
            | Q(partner_regions__contains=[OuterRef("organization__region")])
            | ~Q(their_regions_text__contains=our_country),
            Q(asked_levels__overlap=F("organization__levels")) | Q(asked_levels=[]),
            Q(asked_languages__overlap=F("languages")) | Q(asked_languages=[]) | Q(languages=[]),
            Q(partner_countries__contains=[OuterRef("organization__country")]) | Q(partner_countries=[]),
            Q(our_levels__overlap=F("partner_levels")) | Q(partner_levels=[]),
            Q(meets=OuterRef("kind"))
            | Q(asked_instead__contains=[F("meets")])
            | Q(alternative_kinds__contains=[F("asked_kind")]),
            organization__profile__dormant_since__isnull=True,
            organization__in=taking_part().values("pk"),
        )
        .exclude(organization=OuterRef("organization"))
    )
    return Exists(theirs)


def wishes_nobody_can_meet(user: Any) -> QuerySet[Wish]:
    """For the offices: open wishes of schools in their care that still look for a partner, for which none is there today,
    whatever the dates."""
    care = Q() if may_read_all(user) else in_care_of(user, "organization__")
    full = full_wishes()
    return _open(full).filter(care, ~_met_by_somebody(full)).select_related("organization")
