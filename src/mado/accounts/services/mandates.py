"""Vetting is delegated by place and kind of organisation, as data, for a time. The CEO office gives and ends it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.enums import EndingStage
from mado.accounts.models import User
from mado.accounts.queries import VETTING_KINDS
from mado.accounts.services.mandate_dates import write_to_office
from mado.audit.services import record
from mado.directory.enums import TAKES_PART_KINDS, Level
from mado.directory.models import Mandate, Organization
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.reference.places import countries, regions


@dataclass(frozen=True, slots=True)
class MandateTerms:
    """What a mandate says. Empty `kinds` or `levels` mean all; `valid_to` None is without an end."""

    country: str
    region: str = ""
    kinds: Sequence[str] = ()
    levels: Sequence[str] = ()
    vets: bool = True
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@transaction.atomic
def give_mandate(*, office: Organization, terms: MandateTerms, actor: User) -> Mandate:
    """An office cares for a place from a day on; with `vets`, claims and vouching there are its own."""
    _check(actor, office, terms)
    mandate = Mandate(office=office)
    _put(mandate, terms)
    mandate.save()
    record(actor=actor, verb="accounts.give_mandate", thing=mandate, details=_said(mandate))
    return mandate


@transaction.atomic
def change_mandate(*, mandate: Mandate, terms: MandateTerms, actor: User) -> Mandate:
    """Change place, kinds or days. Claims keep the office they have; the next ones follow the new rule."""
    mandate = Mandate.objects.select_for_update(of=("self",)).select_related("office").get(pk=mandate.pk)
    _check(actor, mandate.office, terms)
    before = _said(mandate)
    _put(mandate, terms)
    mandate.save()
    after = _said(mandate)
    changed = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    if changed:
        record(actor=actor, verb="accounts.change_mandate", thing=mandate, details=changed)
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, actor: User) -> Mandate:
    """From now on the office no longer cares for the place; yesterday was its last day. Its officers are told. The row
    stays as history."""
    if not actor.has_perm("accounts.change_mandate"):
        raise NotPermitted("accounts.change_mandate")
    mandate = Mandate.objects.select_for_update(of=("self",)).select_related("office").get(pk=mandate.pk)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    if mandate.valid_to is not None and mandate.valid_to <= yesterday:
        raise NotPossible.because("ended", _("This mandate has already ended."))
    mandate.valid_to = yesterday
    if mandate.valid_from is not None:
        mandate.valid_from = min(mandate.valid_from, yesterday)
    mandate.ending_stage = EndingStage.ENDED
    mandate.save(update_fields=["valid_from", "valid_to", "ending_stage"])
    record(actor=actor, verb="accounts.end_mandate", thing=mandate, details=_said(mandate))
    write_to_office(mandate, ended=True)
    return mandate


def _put(mandate: Mandate, terms: MandateTerms) -> None:
    if terms.valid_to != mandate.valid_to:
        mandate.ending_stage = EndingStage.NOTHING
    mandate.country = terms.country
    mandate.region = terms.region
    mandate.kinds = sorted(terms.kinds)
    mandate.levels = sorted(terms.levels)
    mandate.vets = terms.vets
    mandate.valid_from = terms.valid_from
    mandate.valid_to = terms.valid_to


def _said(mandate: Mandate) -> dict[str, Any]:
    return {
        "office": mandate.office.code,
        "country": mandate.country,
        "region": mandate.region,
        "kinds": list(mandate.kinds),
        "levels": list(mandate.levels),
        "vets": mandate.vets,
        "valid_from": mandate.valid_from.isoformat() if mandate.valid_from else None,
        "valid_to": mandate.valid_to.isoformat() if mandate.valid_to else None,
    }


def _check(actor: User, office: Organization, terms: MandateTerms) -> None:
    if not actor.has_perm("accounts.change_mandate"):
        raise NotPermitted("accounts.change_mandate")
    sentences: dict[str, str] = {}
    if office.kind not in VETTING_KINDS:
        sentences["office"] = _("Choose a mission, a regional office, a local education centre or the CEO office.")
    if terms.country not in dict(countries()):
        sentences["country"] = _("Choose a country of the list.")
    elif terms.region and terms.region not in dict(regions(terms.country)):
        sentences["region"] = _("Choose a region of this country, or none for the whole country.")
    if set(terms.kinds) - set(TAKES_PART_KINDS):
        sentences["kinds"] = _("Choose among the kinds of the list.")
    if set(terms.levels) - set(Level.values):
        sentences["levels"] = _("Choose among the levels of the list.")
    if terms.valid_to and terms.valid_from and terms.valid_to < terms.valid_from:
        sentences["valid_to"] = _("The last day lies before the first. Choose a later one.")
    if sentences:
        raise BadInput(sentences)
