"""The codebook: what each figure counts, in which unit, by which rule. A change here is a new version."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CODEBOOK_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Indicator:
    """`unit` stands beside the number wherever it is shown. `provisional`: counts cases an office has not yet verified."""

    key: str
    label: Promise
    unit: Promise
    definition: Promise
    period_rule: Promise
    provisional: bool


PERSON_TIMES = pgettext_lazy("unit", "person-times")
PERSONS = pgettext_lazy("unit", "persons")

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "applications",
        _("Applications"),
        pgettext_lazy("unit", "cases"),
        _("Invitations sent by one school to another, whatever became of them."),
        _("Counted on the day the invitation was sent."),
        provisional=True,
    ),
    Indicator(
        "pairings",
        _("Pairings"),
        pgettext_lazy("unit", "pairs"),
        _("Invitations that were accepted, so that an online exchange was opened."),
        _("Counted on the day of acceptance."),
        provisional=True,
    ),
    Indicator(
        "active_exchanges",
        _("Active exchanges"),
        pgettext_lazy("unit", "exchanges"),
        _("Exchanges in which at least one live session was held."),
        _("Counted in every academic year in which a session was held; years are therefore not added up."),
        provisional=True,
    ),
    Indicator(
        "verified_exchanges",
        _("Verified exchanges"),
        pgettext_lazy("unit", "exchanges"),
        _("Exchanges that both schools reported and an office verified."),
        _("Counted in the academic year of the first session, or of the pairing where work was done in turns."),
        provisional=False,
    ),
    Indicator(
        "sessions",
        _("Sessions held"),
        pgettext_lazy("unit", "sessions"),
        _("Live sessions to which both sides came."),
        _("Counted on the day of the session."),
        provisional=True,
    ),
    Indicator(
        "schools_home",
        _("Schools at home"),
        pgettext_lazy("unit", "schools"),
        _("Different schools of the alliance's own country with at least one verified exchange. A school counts once."),
        _("By the academic year of the verified exchange."),
        provisional=False,
    ),
    Indicator(
        "schools_abroad",
        _("Schools abroad"),
        pgettext_lazy("unit", "schools"),
        _("Different partner schools abroad with at least one verified exchange. A school counts once."),
        _("By the academic year of the verified exchange."),
        provisional=False,
    ),
    Indicator(
        "persons_home",
        _("Persons at home"),
        PERSONS,
        _(
            "Pupils and adults of the school at home who took part at least once, added over verified exchanges. "
            "Who takes part in two exchanges counts in both."
        ),
        _("By the academic year of the verified exchange."),
        provisional=False,
    ),
    Indicator(
        "persons_abroad",
        _("Persons abroad"),
        PERSONS,
        _(
            "Pupils and adults of the partner school who took part at least once, added over verified exchanges. "
            "Who takes part in two exchanges counts in both."
        ),
        _("By the academic year of the verified exchange."),
        provisional=False,
    ),
    Indicator(
        "person_times_home",
        _("Person-times at home"),
        PERSON_TIMES,
        _(
            "Heads present at the sessions of verified exchanges on the side at home: one person at three sessions is three."
        ),
        _("Counted on the day of the session."),
        provisional=False,
    ),
    Indicator(
        "person_times_abroad",
        _("Person-times abroad"),
        PERSON_TIMES,
        _(
            "Heads present at the sessions of verified exchanges on the partner's side: one person at three sessions is three."
        ),
        _("Counted on the day of the session."),
        provisional=False,
    ),
)

BY_KEY = {indicator.key: indicator for indicator in INDICATORS}

DIMENSIONS: dict[str, Promise] = {
    "kind": _("Kind of exchange"),
    "country": _("Country of the partner school"),
    "region": _("Region of the school at home"),
}
